import AppsAndBooks
import Files
import FoundationEssentials
import SimulatedService
import SystemPackage
import TestSupport
import Testing

@testable import Operations

/// An answer that the journal could not take, and a journal that is set aside (reliability.md 7.4 step 5, 7.5).
@Suite(.timeLimit(.minutes(2)))
struct UnwrittenTests {
  /// The number of the call that makes the first answer durable.
  private func firstAnswer(_ bench: DiskBench) async throws -> Int {
    let counter = FaultyFileSystem(bench.template.copy())
    #expect(try await bench.job(on: counter).record?.state == .done)
    let syncs = counter.trace.indices.filter { index in
      counter.trace[index].name == "syncData"
        && counter.trace[index].path.string.hasSuffix("000001.log")
    }
    // Intent, sending, accepted.
    return try requireValue(syncs.dropFirst(2).first) + 1
  }

  @Test("It is kept at another place, told with its event, and taken over by the next start")
  func keptElsewhere() async throws {
    let bench = try await DiskBench.start()
    let call = try await firstAnswer(bench)
    let since = await bench.reset()
    let disk = bench.template.copy()
    let ending = try await bench.job(on: FaultyFileSystem(disk, failAt: call))
    let told = try requireValue(ending.unwritten.first)
    #expect(ending.unwritten.count == 1)
    #expect(told.operation == 1 && told.request == 1)
    let file = try requireValue(told.file)
    #expect(file.hasPrefix("/run/purser/0123/unwritten-"))
    #expect(told.text.contains(try requireValue(told.event).rawValue) && told.text.contains(file))
    #expect(ending.record?.notes.contains(told.text) == true)
    #expect(ending.record?.hold?.kind == .storage)
    #expect(ending.notes.contains { $0.hasPrefix("Browsing only, because the journal ") })
    var random = SeededGenerator(1)
    let image = disk.afterPowerLoss(.dropped, &random)
    #expect(image.contents(of: FilePath(file)) != nil)
    let records = try await bench.checkNextStart(on: image, since: since)
    #expect(records.first?.events == [told.event].compactMap { $0 })
    #expect(records.first?.pairs.map(\.state.word) == ["done", "not sent"])
    #expect(image.contents(of: FilePath(file)) == nil)
    await bench.bench.service.stop()
  }

  @Test("Where no place takes it, the person is told the event, and the list tells the next start")
  func keptNowhere() async throws {
    let bench = try await DiskBench.start()
    let call = try await firstAnswer(bench)
    let since = await bench.reset()
    let disk = bench.template.copy()
    let ending = try await bench.job(
      on: FaultyFileSystem(disk, failAt: call, fault: .fail(.noSpace), forGood: true))
    let told = try requireValue(ending.unwritten.first)
    #expect(told.file == nil)
    #expect(told.text.contains(try requireValue(told.event).rawValue))
    #expect(ending.record?.hold?.text.contains("the disk is full") == true)
    var random = SeededGenerator(1)
    let image = disk.afterPowerLoss(.dropped, &random)
    let records = try await bench.checkNextStart(on: image, since: since)
    #expect(records.first?.events == [])
    #expect(records.first?.pairs.map(\.state.word) == ["done", "not sent"])
    await bench.bench.service.stop()
  }

  @Test(
    "A lost «sending» is not taken for «not sent»: unknown, then what the list tells",
    arguments: [true, false])
  func renewed(isProcessed: Bool) async throws {
    let bench = try await DiskBench.start()
    await bench.bench.service.addFaults([
      Fault(isProcessed ? .hangAfter : .hang, at: [.associate], nth: 2)
    ])
    let disk = bench.template.copy()
    let (first, _) = try await bench.process(on: disk)
    let plan = try await first.plan(ChangeRequest(kind: .assign, pairs: bench.pairs))
    _ = try await first.confirm(plan)
    while await bench.bench.changePosts() < 2 { await Task.yield() }
    let path = bench.bench.directory.appending("journal").appending("000001.log")
    let broken = disk.copy()
    var bytes = try requireValue(broken.contents(of: path))
    let last = try requireValue(Data(bytes).firstRange(of: Data("\"att\":1".utf8), after: 1))
    bytes[last] ^= 1
    broken.overwrite(path, bytes)

    let (second, _) = try await bench.process(on: broken)
    await second.recover(following: false)
    let listed = try requireValue(await second.record(1))
    #expect(listed.pairs.map(\.state.word).last == "unknown")
    guard case .off(let reason) = await second.writing() else {
      Issue.record("writing is still on")
      return
    }
    #expect(reason.hasPrefix("Browsing only, because the journal \(path) is damaged at byte "))
    #expect(broken.contents(of: path) == bytes)

    let told = try await second.startNewJournal()
    #expect(told.count == 1 && told[0].contains("set aside as 000001.log.damaged-"))
    let aside = try requireValue(broken.filePaths.first { $0.contains(".damaged-") })
    #expect(broken.contents(of: FilePath(aside)) == bytes)

    let (third, _) = try await bench.process(on: broken.copy())
    let record = try await bench.bench.driving {
      await third.recover()
      return try requireValue(await third.wait(for: 1, untilKnown: true))
    }
    #expect(await third.journalNotes == [])
    #expect(record.pairs.map(\.state.word) == ["done", isProcessed ? "done" : "failed"])
    #expect(record.requestsSent == 2)
    #expect(await bench.bench.changePosts() == 2)
    await bench.bench.service.stop()
  }

  @Test("An operation whose beginning is lost is named, and its number is not used again")
  func withoutBeginning() async throws {
    let bench = try await DiskBench.start()
    let disk = bench.template.copy()
    let (first, _) = try await bench.process(on: disk)
    let plan = try await first.plan(ChangeRequest(kind: .assign, pairs: bench.pairs))
    _ = try await first.confirm(plan)
    while await bench.bench.changePosts() < 1 { await Task.yield() }
    let path = bench.bench.directory.appending("journal").appending("000001.log")
    let broken = disk.copy()
    var bytes = try requireValue(broken.contents(of: path))
    bytes[40] ^= 1
    broken.overwrite(path, bytes)
    let (second, _) = try await bench.process(on: broken)
    let told = try await second.startNewJournal()
    #expect(told.last?.contains("What operation 1 was to do can't be read any more") == true)
    let (third, _) = try await bench.process(on: broken.copy())
    await third.recover(following: false)
    let other = [pair(bench.pairs[0].asset.adamID.rawValue, device("NEWSERIAL009"))]
    let next = try await bench.bench.driving {
      let plan = try await third.plan(ChangeRequest(kind: .assign, pairs: other))
      return try await third.confirm(plan)
    }
    #expect(next == 2)
    _ = try await bench.bench.driving { await third.wait(for: next) }
    await bench.bench.service.stop()
  }
}

extension Data {
  /// Where a pattern begins, after so many earlier places.
  fileprivate func firstRange(of pattern: Data, after count: Int) -> Int? {
    var start = startIndex
    var found: Range<Int>?
    for _ in 0...count {
      guard let next = self[start...].firstRange(of: pattern) else { return nil }
      found = next
      start = next.upperBound
    }
    return found?.lowerBound
  }
}
