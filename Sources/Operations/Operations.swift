import AppsAndBooks
import Files
import FoundationEssentials
import LocationStore
import SystemPackage

/// Everything that makes a change safe: plan, journal, send, follow, verify (product.md section 5).
///
/// One per location and process. Every state change is published whole on each stream of `updates`.
package actor Operations {
  let context: OperationsContext
  let journal: Journal
  let unwrittenLog: UnwrittenLog
  /// Answers that the journal could not take.
  package internal(set) var unwritten: [UnwrittenOutcome] = []
  /// Lines that only this process knows.
  var unwrittenEntries: [JournalEntry] = []
  var hasReadUnwritten = false
  let auditLatch = StorageLatch()
  let historyLatch = StorageLatch()
  let timeline: Timeline
  var random: any RandomNumberGenerator & Sendable
  var models: [Int: OperationModel] = [:]
  /// The journal segment in which each operation began.
  var segments: [Int: String] = [:]
  /// What only this process knows of an operation it follows.
  var watches: [Int: Watch] = [:]
  var sending: [Int: Task<Void, Never>] = [:]
  var following: [Int: Task<Void, Never>] = [:]
  var sleeps: [Int: Task<Void, Never>] = [:]
  var pauses: [Int: Task<Void, Never>] = [:]
  /// The reads before a request, which quitting calls off.
  var checks: [Int: Task<HoldReason?, Never>] = [:]
  var endings: [Int: Task<Void, Never>] = [:]
  /// Operations whose sending is just being started.
  var beginning: Set<Int> = []
  var isQuitting = false
  /// Why nothing is sent any more in this process.
  var writingOff: String?
  var lastPlanID = 0
  /// Licences assigned as Get Assets last told: decides whether holders or assets are asked.
  var assignedCounts: [AdamID: Int] = [:]
  private var published: [Int: OperationRecord] = [:]
  private var listeners: [Int: AsyncStream<[OperationRecord]>.Continuation] = [:]
  private var lastListener = 0
  private var toldStorage: String?

  /// What a follower remembers between its looks.
  struct Watch {
    var polledAt: [Int: Date] = [:]
    var lookedAt: [Int: Date] = [:]
    /// Why the last poll or read failed.
    var trouble: APIError?
  }

  /// Opens nothing: call `recover` first.
  package init(_ context: OperationsContext) {
    let timeline = Timeline(context.clock)
    self.timeline = timeline
    // From here on time goes by the clock of the waits, which nobody sets: a wall clock that jumps shortens no settling
    // time and ages no plan (reliability.md section 9, F41).
    var context = context
    context.now = timeline.steady(from: context.now())
    self.context = context
    random = context.random
    journal = Journal(
      directory: context.directory.appending("journal"), files: context.files,
      stamp: Journal.Stamp(
        location: context.location.key, token: context.tokenFingerprint,
        bootID: context.person.bootID, now: context.now,
        uptime: context.uptime))
    unwrittenLog = UnwrittenLog(
      directories: context.unwritten, files: context.files, location: context.location.key,
      pid: context.person.pid, now: context.now())
  }

  /// Every operation of this location, oldest first.
  package func records() -> [OperationRecord] {
    published.values.sorted { $0.number < $1.number }
  }

  /// One operation.
  package func record(_ number: Int) -> OperationRecord? { published[number] }

  /// What was mended or found wanting in the journal, for the person.
  package var journalNotes: [String] {
    journal.notes + [storageTrouble].compactMap { $0.map(OperationsError.browsingOnly) }
  }

  /// Why the disk lets nothing be written any more, if so; told anew with `updates`.
  package var storageReason: String? { storageTrouble.map(OperationsError.browsingOnly) }

  /// The whole list with every change; each stream begins with what is known now.
  package var updates: AsyncStream<[OperationRecord]> {
    let (stream, continuation) = AsyncStream.makeStream(
      of: [OperationRecord].self, bufferingPolicy: .bufferingNewest(1))
    lastListener += 1
    let id = lastListener
    listeners[id] = continuation
    continuation.onTermination = { [weak self] _ in
      Task { await self?.forget(listener: id) }
    }
    continuation.yield(records())
    return stream
  }

  private func forget(listener id: Int) { listeners[id] = nil }

  /// Makes the record of an operation anew and tells everyone.
  func changed(_ number: Int) {
    guard let model = models[number] else { return }
    var record = model.record
    if let trouble = watches[number]?.trouble, record.isOpen {
      record.notes.append(trouble.description)
    }
    record.notes += unwritten.filter { $0.operation == number }.map(\.text)
    guard published[number] != record else { return tellStorage() }
    published[number] = record
    tellAll()
  }

  /// Tells everyone where the disk has begun to refuse.
  func tellStorage() {
    if storageTrouble != toldStorage { tellAll() }
  }

  private func tellAll() {
    toldStorage = storageTrouble
    let all = records()
    for listener in listeners.values { listener.yield(all) }
  }

  /// Makes a fact durable, then takes it in.
  func note(
    _ fact: JournalFact, of number: Int, request: Int? = nil, attempt: Int? = nil
  ) throws {
    let entry = try journal.append(fact, operation: number, request: request, attempt: attempt)
    take(entry)
  }

  func take(_ entry: JournalEntry) {
    if case .intent(let intent) = entry.fact {
      models[entry.operation] = OperationModel(
        number: entry.operation, intent: intent, at: entry.time)
    } else {
      models[entry.operation]?.apply(entry)
    }
    changed(entry.operation)
  }

  /// Pairs that an open operation works on, with its number.
  var openPairs: [Assignment: Int] {
    var open: [Assignment: Int] = [:]
    for model in models.values where model.isOpen {
      for pair in model.openPairs { open[pair] = min(open[pair] ?? .max, model.number) }
    }
    return open
  }

  /// Client users that an open operation works on, with its number.
  var openUsers: [ClientUserID: Int] {
    var open: [ClientUserID: Int] = [:]
    for model in models.values where model.isOpen {
      for id in model.openUsers { open[id] = min(open[id] ?? .max, model.number) }
    }
    return open
  }

  /// Wakes everyone who waits for news, though nothing changed.
  func wakeListeners() {
    let all = records()
    for listener in listeners.values { listener.yield(all) }
  }

  var audit: Audit {
    Audit(
      path: context.directory.appending("audit.jsonl"), files: context.files,
      person: context.person, location: context.location.key, token: context.tokenFingerprint,
      now: context.now, latch: auditLatch, pause: shortPause)
  }
}
