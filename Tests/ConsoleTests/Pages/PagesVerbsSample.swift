import AppsAndBooks
import Foundation
import LocationStore
import Operations
import TestSupport

@testable import Console

/// Plans and operations of the verbs beyond assign and reclaim, on the sample location.
enum VerbsSample {
  static func asset(_ name: String) -> AssetID { SampleLocation.asset(name) }

  static func change(_ id: String, email: String? = nil, account: String? = nil) -> UserChange {
    UserChange(id: ClientUserID(rawValue: id), email: email, managedAppleID: account)
  }

  // MARK: - Reclaim all (frame 10b)

  private static let most = [
    "Keynote", "Numbers", "Pages", "Phonics Garden", "Pixelwerk", "Skizze Pro", "Tessera Maths",
    "Wortbau",
  ]
  private static let some = [
    "GarageBand", "Numbers", "Pages", "Phonics Garden", "Pixelwerk", "Skizze Pro",
    "Tessera Maths",
  ]
  private static let others = (0..<9).map { "DMQD2X0\($0)MF3M" }

  static func plan10b() -> Plan {
    var facts = PagesSample.facts()
    var held: [(Holder, [String])] = [
      (PagesSample.device("DMQD2W1NMF3M"), most), (PagesSample.device("DMQD2W4RMF3M"), most),
      (PagesSample.device("DMQD2W8HMF3M"), some),
    ]
    held += others.enumerated().map { index, serial in
      (PagesSample.device(serial), Array(some.prefix(index == 0 ? 7 : 6)))
    }
    held += [
      (
        PagesSample.user("emp-0047"),
        ["Keynote", "Pages", "Phonics Garden", "Schulatlas", "Skizze Pro", "Tessera Maths"]
      ),
      (
        PagesSample.user("emp-0055"),
        ["Atlas Europa", "Erdkunde 7", "Keynote", "Numbers", "Pages"]
      ),
    ]
    for (holder, names) in held { facts.held[holder] = names.map(asset) }
    facts.users[ClientUserID(rawValue: "emp-0055")] = .active
    let request = ChangeRequest.reclaimAll(from: held.map(\.0)).lenient
    return PlanBuilder.plan(request, facts: facts, id: 10)
  }

  // MARK: - Reassign

  static let people = ["emp-0042", "emp-0044", "emp-0045", "emp-0047", "emp-0048"]
  static let machines = [
    "F9FZK2Q0PLK4", "F9FZK3B1PLK4", "F9FZL0C9PLK4", "DMPC7X0KMF3M", "GG7F40TAQ1KX",
  ]

  static let moves = zip(people, machines).map { old, new in
    Move(asset: asset("Keynote"), from: PagesSample.user(old), to: PagesSample.device(new))
  }

  /// Keynote from five users to five devices; three licences are free, a book and a holder of both are left out.
  static func reassign() -> Plan {
    var facts = PagesSample.facts(left: ["Keynote": 3], present: [])
    let both = Move(
      asset: asset("Keynote"), from: PagesSample.user("emp-0051"),
      to: PagesSample.device("F9FZK3A7PLK4"))
    let book = Move(
      asset: asset("Schulatlas"), from: PagesSample.user("emp-0047"),
      to: PagesSample.user("emp-0048"))
    for move in moves + [both, book] { facts.present.insert(move.taken) }
    facts.present.insert(both.given)
    return PlanBuilder.plan(
      ChangeRequest.reassign(moves + [both, book]).lenient, facts: facts, id: 11)
  }

  /// The reassign as an operation: all moved, or the second half of the last two failed.
  static func reassigned(_ number: Int = 122, half: Bool = false) -> OperationRecord {
    let lost = PairFailure(number: 9709, message: "no licence left, the last one went elsewhere")
    var pairs: [PairRecord] = []
    var places: [MovePlace] = []
    for (index, move) in moves.enumerated() {
      let fails = half && index >= 3
      places.append(MovePlace(first: pairs.count, second: pairs.count + 1))
      pairs.append(PairRecord(pair: move.taken, action: .reclaim, state: .done))
      pairs.append(
        PairRecord(pair: move.given, action: .assign, state: fails ? .failed(lost) : .done))
    }
    var record = SampleOperations.record(
      number, .reassign, half ? .partial : .done, pairs, minutesAgo: 5)
    record.moves = places
    record.endedAt = SampleLocation.now.addingTimeInterval(-240)
    return record
  }

  /// The same while its second halves are on their way.
  static func reassigning() -> OperationRecord {
    var record = reassigned()
    record.state = .pending
    record.endedAt = nil
    for index in [5, 7, 9] { record.pairs[index].state = .pending }
    return record
  }

  // MARK: - Client users

  static func create() -> Plan {
    var facts = PagesSample.facts()
    for id in ["emp-3001", "emp-3002"] { facts.users[ClientUserID(rawValue: id)] = .unknown }
    facts.users[ClientUserID(rawValue: "emp-0047")] = .active
    let request = ChangeRequest.users(
      .userCreate,
      [
        change("emp-3001", email: "alma@example.org"),
        change("emp-3002", email: "bela@example.org", account: "bela@school.example"),
        change("emp-0047", email: "other@example.org"),
      ]
    ).lenient
    return PlanBuilder.plan(request, facts: facts, id: 12)
  }

  static func update() -> Plan {
    var facts = PagesSample.facts()
    let id = ClientUserID(rawValue: "emp-0047")
    facts.userRows[id] = ClientUser(id: id, email: "tomke@example.org", status: .associated)
    let request = ChangeRequest.users(
      .userUpdate, [change("emp-0047", email: "tomke.b@example.org")]
    ).lenient
    return PlanBuilder.plan(request, facts: facts, id: 13)
  }

  /// Two leavers, one with two books; a third is retired already.
  static func retire() -> Plan {
    var facts = PagesSample.facts()
    for (id, names) in [
      ("emp-0047", ["Keynote", "Pages", "Phonics Garden", "Schulatlas", "Skizze Pro"]),
      ("emp-0055", ["Atlas Europa", "Keynote"]),
    ] {
      let id = ClientUserID(rawValue: id)
      facts.users[id] = .active
      facts.userRows[id] = ClientUser(
        id: id, email: id.rawValue == "emp-0047" ? "tomke@example.org" : "clara@example.org",
        status: .associated)
      facts.held[.clientUser(id)] = names.map(asset)
    }
    let request = ChangeRequest.users(
      .userRetire, [change("emp-0047"), change("emp-0055"), change("emp-0039")]
    ).lenient
    return PlanBuilder.plan(request, facts: facts, id: 14)
  }

  /// An operation on client users.
  static func users(
    _ number: Int, _ kind: OperationKind, _ state: OperationState, _ users: [(String, PairState)]
  ) -> OperationRecord {
    var record = SampleOperations.record(number, kind, state, [], minutesAgo: 2)
    record.users = users.map { id, state in
      UserRecord(
        user: PlannedUser(
          change: change(id, email: kind == .userRetire ? nil : "\(id)@example.org"),
          action: kind.userAction ?? .create),
        state: state)
    }
    if !state.isOpen { record.endedAt = SampleLocation.now.addingTimeInterval(-60) }
    return record
  }
}
