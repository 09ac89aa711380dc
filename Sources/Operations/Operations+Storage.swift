import AppsAndBooks
import Files
import FoundationEssentials
import SystemPackage

extension Operations {
  /// Why this process may write nothing any more: a clause behind «because».
  var storageTrouble: String? {
    journal.trouble ?? auditLatch.reason ?? historyLatch.reason
  }

  /// A wait of ten milliseconds on the injected clock.
  var shortPause: @Sendable () async throws -> Void {
    let sleep = timeline.sleep
    return { try await sleep(.milliseconds(10)) }
  }

  /// Takes in a fact that happened whether or not it can be written; a failure turns writing off.
  func noteAnyway(_ fact: JournalFact, of number: Int, request: Int? = nil, attempt: Int? = nil) {
    do {
      try note(fact, of: number, request: request, attempt: attempt)
    } catch {
      let entry = journal.unwritten(fact, operation: number, request: request, attempt: attempt)
      unwrittenEntries.append(entry)
      if models[number]?.isSentHere == true { keepElsewhere(entry) }
      take(entry)
    }
  }

  /// An answer that is known here and nowhere else is kept at another place, and told.
  private func keepElsewhere(_ entry: JournalEntry) {
    guard entry.fact.isAnswer, let request = entry.request else { return }
    let file = unwrittenLog.append(entry)
    var event: EventID?
    if case .accepted(let body) = entry.fact { event = EventID(rawValue: body.event) }
    unwritten.append(
      UnwrittenOutcome(
        operation: entry.operation, request: request + 1, event: event, file: file?.string))
  }

  /// Takes over answers that an earlier process could not write down.
  func takeUnwritten() {
    guard !hasReadUnwritten else { return }
    hasReadUnwritten = true
    for found in unwrittenLog.read() {
      var isTaken = true
      for entry in found.entries where !take(unwritten: entry) { isTaken = false }
      guard isTaken else { continue }
      unwrittenLog.remove(found)
      journal.notes.append(
        "An answer that an earlier Purser could not write down was taken over from \(found.path).")
    }
  }

  /// `false` where the line has to stay where it is.
  private func take(unwritten entry: JournalEntry) -> Bool {
    guard let index = entry.request, let model = models[entry.operation],
      model.requests.indices.contains(index)
    else { return false }
    switch model.requests[index].phase {
    case .sending, .unknown: break
    default: return true
    }
    do {
      try note(entry.fact, of: entry.operation, request: index)
      return true
    } catch {
      take(entry)
      return false
    }
  }

  /// Writes an operation that is over into history and audit; what fails is left to the next start.
  func file(_ number: Int) async {
    guard journal.trouble == nil, models[number]?.isFiled == false, let record = record(number),
      !record.isOpen
    else { return }
    let history = History(
      path: context.directory.appending("history.jsonl"), files: context.files, now: context.now,
      latch: historyLatch, pause: shortPause)
    do {
      try await history.append(record, at: record.endedAt ?? context.now())
      try await audit.append(Audit.Deed(ended: record))
      try note(.filed(FiledRecord(lines: record.pairs.count + record.users.count)), of: number)
      journal.sync()
    } catch {
      // No verdict hangs on it.
      tellStorage()
    }
  }

  /// Files operations that a process ended, but came to its own end before it filed them.
  func fileWhatIsOver() {
    for (number, model) in models
    where !model.isOpen && !model.isFiled && endings[number] == nil && storageTrouble == nil {
      guard let segment = segments[number],
        segment == journal.ownSegment
          || !journal.isAlive(segment)
      else { continue }
      endings[number] = Task {
        await self.file(number)
        self.endings[number] = nil
      }
    }
  }

  /// Sets a damaged journal aside and goes on with what can be read of it (`purser operations --new-journal`).
  ///
  /// Operations that were open in it are unknown until the list tells. Takes effect with the next start.
  ///
  /// - Returns: sentences for the person.
  package func startNewJournal() async throws -> [String] {
    refresh()
    guard journal.hasDamage else { return ["The journal is not damaged; nothing was changed."] }
    let lock = try await takeLock("start a new journal")
    defer { lock.release() }
    let (entries, segments) = (unwrittenEntries, segments)
    let sentences: [String]
    do {
      sentences = try journal.renew { name in
        entries.filter { segments[$0.operation] == name }
      }
    } catch let error as OperationsError {
      throw error
    } catch {
      throw OperationsError.storage("the journal can't be set aside: \(error)")
    }
    try await audit.append(
      Audit.Deed(deed: "newJournal", reason: sentences.joined(separator: " ")))
    return sentences + withoutBeginning
  }

  /// A sentence for each operation of which lines are left, but not what was planned.
  private var withoutBeginning: [String] {
    journal.segments.values.reduce(into: Set<Int>()) { $0.formUnion($1.operations) }
      .subtracting(models.keys).subtracting(journal.resolved).sorted()
      .map { number in
        "What operation \(number) was to do can't be read any more; it is not listed. "
          + "Look it up in audit.jsonl, and check it in School Manager."
      }
  }
}

extension JournalFact {
  /// Whether it says what became of a request.
  var isAnswer: Bool {
    switch self {
    case .accepted, .rejected, .notSent, .unknown: true
    default: false
    }
  }
}
