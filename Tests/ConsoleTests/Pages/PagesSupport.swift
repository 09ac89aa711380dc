import AppsAndBooks
import ConsoleSupport
import Foundation
import LocationStore
import Operations
import Screen
import TestSupport
import Testing
@testable import Console

extension StepDriver {
  /// Opens a page as a command would, and lets its rows arrive.
  mutating func open(_ reply: Console.Reply) async {
    for effect in state.obey(reply, from: nil) {
      if case .rows(let request) = effect, let answer = try? await RowsFinder.find(request) {
        await send(.rows(answer))
      } else {
        effects.append(effect)
      }
    }
    effects += state.settle()
  }

  /// The page on top as one type.
  func page<State: PageState>(_ type: State.Type = State.self) -> State? {
    state.pages.last?.as(type)
  }

  /// The moment some seconds after the one of the frames.
  mutating func wait(_ seconds: Double) async {
    await send(.clock(SampleLocation.now.addingTimeInterval(seconds), LocalTime()))
  }

  /// 300 ms without a key.
  mutating func quiet() async { await send(.timer(.quiet)) }

  /// The last line but one, and the last.
  var rule: String { canvas.text[canvas.text.count - 2] }
  var hints: String { canvas.text[canvas.text.count - 1] }
}

/// Compares a canvas with a frame of screens.md cell by cell; `except` names lines that a test leaves out, and says why.
func assertFrame(
  _ canvas: Canvas, _ name: String, columns: Range<Int>? = nil, lines: Range<Int>? = nil,
  except: Set<Int> = [], sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let frame = try frameLines(name).map(Array.init)
  let drawn = canvas.text.map(Array.init)
  for index in lines ?? 0..<drawn.count where !except.contains(index) {
    let range = columns ?? 0..<drawn[index].count
    let wanted =
      index < frame.count
      ? String(frame[index].dropFirst(range.lowerBound).prefix(range.count)) : ""
    let found = String(drawn[index].dropFirst(range.lowerBound).prefix(range.count))
    #expect(wanted == found, "\(name) line \(index)", sourceLocation: sourceLocation)
  }
}

/// The lines of a frame of screens.md, without the line end of the last one.
func frameLines(_ name: String) throws -> [String] {
  let file = try #require(
    Bundle.module.url(forResource: name, withExtension: "txt", subdirectory: "Fixtures/Frames"))
  let lines = try String(contentsOf: file, encoding: .utf8)
    .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  return lines.last == "" ? lines.dropLast() : lines
}

/// Plans and operations of the sample location, as the frames tell them.
enum PagesSample {
  static let us = MDMInfo(id: "6d1c", name: "Purser on admin-1", metadata: "1.0")

  /// A request as the console makes it.
  static func request(
    _ kind: OperationKind, _ names: [String], _ holders: [Holder]
  ) -> ChangeRequest {
    ChangeStart.request(
      kind,
      holders.flatMap { holder in
        names.map { Assignment(asset: SampleLocation.asset($0), holder: holder) }
      })
  }

  static func device(_ serial: String) -> Holder { .device(SerialNumber(rawValue: serial)) }
  static func user(_ id: String) -> Holder { .clientUser(ClientUserID(rawValue: id)) }

  /// What a plan finds: every asset with its name, what is left of some, what is there.
  static func facts(
    left: [String: Int] = [:], present: [(String, Holder)] = [], owner: LocationOwner = .ours(us)
  ) -> PlanFacts {
    var facts = PlanFacts(
      service: "vpp.itunes.apple.com", location: "campus-nord", readAt: SampleLocation.now)
    for record in SampleLocation.assets {
      var asset = record.asset
      if let name = record.name, let count = left[name] { asset.availableCount = count }
      facts.assets[asset.id] = asset
      facts.names[asset.id] = record.name
    }
    for (name, holder) in present {
      facts.present.insert(Assignment(asset: SampleLocation.asset(name), holder: holder))
    }
    facts.seen = Set(
      (SampleOperations.devices + ["DMPC7X1RMF3M"]).filter { $0 != "K9LRT3WY6C" }
        .map(SerialNumber.init(rawValue:)))
    facts.users = [
      ClientUserID(rawValue: "emp-0047"): .active, ClientUserID(rawValue: "emp-0039"): .retired,
    ]
    facts.owner = owner
    return facts
  }

  /// Two assets to nine devices, one of which holds both (frame 9a).
  static let request9a = request(
    .assign, ["Skizze Pro", "Tessera Maths"],
    (SampleOperations.devices.prefix(5) + ["DMPC7X1RMF3M"] + SampleOperations.devices.dropFirst(5))
      .map(device))

  static func plan9a(owner: LocationOwner = .ours(us)) -> Plan {
    let both = device("DMPC7X1RMF3M")
    let facts = facts(
      left: ["Skizze Pro": 8, "Tessera Maths": 28],
      present: [("Skizze Pro", both), ("Tessera Maths", both)], owner: owner)
    return PlanBuilder.plan(request9a, facts: facts, id: 1)
  }

  /// Forty devices, and a request of four assets for them (frame 9b).
  static let forty =
    ["F9FZK3A7PLK4", "F9FZK3B1PLK4", "F9FZK3C8PLK4", "F9FZK3D2PLK4"].map(device)
    + (10..<46).map { device("F9FZN0\($0)PLK4") }
  static let request9b = request(
    .assign, ["Lesepfad", "Pages", "Phonics Garden", "Schulatlas"], forty)

  static func plan9b() -> Plan {
    var facts = facts(
      left: ["Lesepfad": 90, "Phonics Garden": 25, "Schulatlas": 8],
      present: forty.suffix(4).map { ("Pages", $0) }
        + forty.suffix(2).map { ("Phonics Garden", $0) })
    facts.seen = Set(
      forty.compactMap { if case .device(let serial) = $0 { serial } else { nil } })
    return PlanBuilder.plan(request9b, facts: facts, id: 2)
  }

  /// Everything that emp-0047 holds, a book among it (frame 10a).
  static let request10a = request(
    .reclaim,
    ["Keynote", "Pages", "Phonics Garden", "Schulatlas", "Skizze Pro", "Tessera Maths"],
    [user("emp-0047")])

  static func plan10a() -> Plan {
    let names = ["Keynote", "Pages", "Phonics Garden", "Schulatlas", "Skizze Pro", "Tessera Maths"]
    let facts = facts(
      left: ["Keynote": 3, "Phonics Garden": 25, "Skizze Pro": 0, "Tessera Maths": 20],
      present: names.map { ($0, user("emp-0047")) })
    return PlanBuilder.plan(request10a, facts: facts, id: 3)
  }
}

extension LocationSnapshot {
  /// The sample location, synced some minutes ago.
  static func synced(minutes: Double) -> LocationSnapshot {
    var snapshot = SampleLocation.snapshot
    snapshot.fetchedAt = SampleLocation.now.addingTimeInterval(-60 * minutes - 5)
    return snapshot
  }
}
