package import AppsAndBooks
package import Operations
import Screen

/// Operations that the person is to know of, and what they do to rows.
///
/// An operation is news while it is open, and after it ended with failed pairs until the operations were opened.
package struct Changes: Equatable, Sendable {
  /// How far a row is, the worst first.
  package enum Sign: Int, Comparable, Sendable {
    case failed, unknown, pending, applied

    package static func < (a: Sign, b: Sign) -> Bool { a.rawValue < b.rawValue }

    init?(_ state: PairState) {
      switch state {
      case .failed: self = .failed
      case .unknown: self = .unknown
      case .pending: self = .pending
      case .applied: self = .applied
      case .done, .notSent: return nil
      }
    }
  }

  /// The news, oldest first.
  package private(set) var news: [OperationRecord] = []
  /// The worst sign of each asset under change.
  package private(set) var assets: [AssetID: Sign] = [:]
  /// The worst sign of each holder under change.
  package private(set) var holders: [Holder: Sign] = [:]
  /// What the header says of them.
  package private(set) var figures = Figures()
  /// Numbers that were open while this console ran.
  private var watched: Set<Int> = []
  /// Numbers whose failures the person has seen.
  private var seen: Set<Int> = []

  /// Operations that run; their pairs, moves and users, settled and in all; and failed ones of all news.
  package struct Figures: Equatable, Sendable {
    package var running = 0
    package var settled = 0
    package var total = 0
    package var failed = 0
  }

  /// Begins without news.
  package init() {}

  /// Takes all operations; linear in the pairs of those that are news.
  mutating func take(_ records: [OperationRecord]) {
    for record in records where record.isOpen { watched.insert(record.number) }
    news = records.filter { record in
      if record.isOpen { return true }
      guard watched.contains(record.number), !seen.contains(record.number) else { return false }
      return record.units.contains { Sign($0) != nil }
    }
    assets = [:]
    holders = [:]
    figures = Figures()
    for record in news { add(record) }
  }

  private mutating func add(_ record: OperationRecord) {
    let runs = record.state == .sending || record.state == .pending
    if runs {
      figures.running += 1
      figures.total += record.count
      figures.settled += record.settledCount
    }
    figures.failed += record.count("failed")
    for pair in record.pairs {
      guard let sign = Sign(pair.state) else { continue }
      assets[pair.pair.asset] = min(sign, assets[pair.pair.asset] ?? sign)
      holders[pair.pair.holder] = min(sign, holders[pair.pair.holder] ?? sign)
    }
    for user in record.users {
      guard let sign = Sign(user.state) else { continue }
      let holder = Holder.clientUser(user.user.change.id)
      holders[holder] = min(sign, holders[holder] ?? sign)
    }
  }

  /// The operations were opened: what is over is no news any more.
  mutating func see(_ records: [OperationRecord]) {
    seen.formUnion(records.lazy.filter { !$0.isOpen }.map(\.number))
    take(records)
  }

  /// The pairs under change of one subject with their state, failed before pending before applied, else as the
  /// list has them; a later operation decides where two name a pair.
  func pairs(of subject: Subject) -> [(pair: Assignment, state: PairState)] {
    var states: [Assignment: PairState] = [:]
    for record in news {
      for pair in record.pairs where subject.includes(pair.pair) && pair.state != .notSent {
        states[pair.pair] = pair.state
      }
    }
    return states.sorted { a, b in
      a.value.rank == b.value.rank ? a.key < b.key : a.value.rank < b.value.rank
    }.map { ($0.key, $0.value) }
  }
}

extension Subject {
  /// Whether a pair is shown under it.
  func includes(_ pair: Assignment) -> Bool {
    switch self {
    case .everything: true
    case .asset(let asset): pair.asset == asset
    case .holder(let holder): pair.holder == holder
    }
  }
}

extension PairState {
  /// Failed before unknown before pending before applied before done.
  var rank: Int { Changes.Sign(self)?.rawValue ?? 4 }
}
