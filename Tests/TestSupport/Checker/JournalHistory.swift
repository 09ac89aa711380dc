import AppsAndBooks
import Foundation

/// What a journal tells when its lines are read one after the other.
struct JournalHistory: Sendable {
  /// A «sending»: leave for one request.
  struct Mark: Sendable {
    var operation: Int
    var time: Date
    var endpoint: String
    /// Empty where the call names no assets.
    var pairs: Set<Assignment>
    var holders: Set<Holder>
    /// The request in the service's log that it stands for.
    var sent: Int?

    /// Whether a request is the one that this mark announces.
    func fits(_ request: Checker.Request) -> Bool {
      // The journal counts milliseconds, so the last one may still be running.
      if let came = request.time, came.addingTimeInterval(0.001) < time { return false }
      guard endpoint == request.endpoint else { return false }
      guard request.pairs.isEmpty else {
        return pairs == request.pairs && holders == request.holders
      }
      return holders.isEmpty || holders == request.holders
    }
  }

  /// What was confirmed.
  struct Plan: Sendable {
    var wanted: Set<Assignment> = []
    var unwanted: Set<Assignment> = []
    /// Whom its requests name, client users that are created or changed included.
    var holders: Set<Holder> = []
    var requests: [PlannedParts] = []
    var isResolved = false

    func pairs(for endpoint: String) -> Set<Assignment> {
      switch endpoint {
      case "assets/associate": wanted
      case "assets/disassociate": unwanted
      default: []
      }
    }
  }

  /// A request as the journal plans it.
  struct PlannedParts: Sendable {
    var assets: [AssetID]
    var holders: [Holder]
    /// What a revoke is planned to take.
    var taken: [Assignment] = []

    var pairs: [Assignment] {
      taken + assets.flatMap { asset in holders.map { Assignment(asset: asset, holder: $0) } }
    }
  }

  /// What the positions in a journal stand for.
  private struct Table {
    var assets: [AssetID] = []
    var holders: [Holder] = []
    var pairs: [Assignment] = []
    var users: [Holder] = []
  }

  private struct Place: Hashable {
    var operation: Int
    var request: Int
  }

  private(set) var operations: [Int: Plan] = [:]
  var marks: [Mark] = []
  /// I2: attempts that nothing allowed.
  private(set) var resent: [Checker.Violation] = []
  private var tables: [Int: Table] = [:]
  /// What became of the last attempt at a request; empty while it runs.
  private var outcomes: [Place: String] = [:]
  /// Pairs of which an operation does not know yet what became of them.
  private var undecided: [Assignment: Int] = [:]
  private var failedEvents: Set<Place> = []
  /// When the last attempt was marked; a read 15 minutes later is the answer.
  private var sentAt: [Place: Date] = [:]

  init(_ rows: [JournalRow]) {
    for row in rows where row.type == "intent" { begin(row) }
    for row in rows { take(row) }
  }

  private mutating func begin(_ row: JournalRow) {
    guard operations[row.operation] == nil else {
      report("operation \(row.operation) begins twice")
      return
    }
    var table = Table()
    table.assets = (row.data["assets"]?.list ?? []).compactMap(AssetID.init(tree:))
    table.holders = (row.data["holders"]?.list ?? []).compactMap(Holder.init(tree:))
    table.users = (row.data["users"]?.list ?? []).compactMap(Holder.init(tree:))
    var plan = Plan()
    for pair in row.data["pairs"]?.list ?? [] {
      let numbers = pair.list.compactMap(\.integer)
      guard numbers.count >= 3, table.assets.indices.contains(numbers[0]),
        table.holders.indices.contains(numbers[1])
      else { continue }
      let value = Assignment(asset: table.assets[numbers[0]], holder: table.holders[numbers[1]])
      table.pairs.append(value)
      if numbers[2] == 1 { plan.wanted.insert(value) } else { plan.unwanted.insert(value) }
    }
    tables[row.operation] = table
    plan.requests = (row.data["requests"]?.list ?? []).map { parts($0, row.operation) }
    plan.holders = Set(plan.requests.flatMap(\.holders))
    operations[row.operation] = plan
  }

  private func parts(_ request: JSONTree, _ operation: Int) -> PlannedParts {
    let table = tables[operation] ?? Table()
    func chosen<Value>(_ key: String, _ values: [Value]) -> [Value] {
      (request[key]?.list ?? []).compactMap(\.integer).filter(values.indices.contains)
        .map { values[$0] }
    }
    return PlannedParts(
      assets: chosen("assets", table.assets),
      holders: chosen("holders", table.holders) + chosen("users", table.users),
      taken: chosen("taken", table.pairs))
  }

  private mutating func take(_ row: JournalRow) {
    switch row.type {
    case "recut": recut(row)
    case "resolved":
      operations[row.operation]?.isResolved = true
      undecided = undecided.filter { $0.value != row.operation }
    default:
      guard let request = row.request else { return }
      take(row, Place(operation: row.operation, request: request))
    }
  }

  private mutating func take(_ row: JournalRow, _ place: Place) {
    switch row.type {
    case "sending": send(row, place)
    case "notSent":
      outcomes[place] = "notSent"
      decide(place)
    case "rejected":
      outcomes[place] = "rejected \(row.data["errorNumber"]?.integer ?? 0)"
      if row.data["verify"]?.flag != true { decide(place) }
    case "accepted", "unknown": outcomes[place] = row.type
    case "polled":
      if row.data["status"]?.text?.uppercased() == "FAILED" { failedEvents.insert(place) }
    case "observed":
      let pairs = planned(place)?.pairs ?? []
      let age = sentAt[place].map { row.time.timeIntervalSince($0) } ?? 0
      if failedEvents.contains(place) || age >= 900 { return decide(place) }
      for position in (row.data["settled"]?.list ?? []).compactMap(\.integer)
      where pairs.indices.contains(position) { undecided[pairs[position]] = nil }
    default: break
    }
  }

  private mutating func send(_ row: JournalRow, _ place: Place) {
    let parts = planned(place)
    let again = ["notSent", "rejected 9646", "rejected 9729", "rejected 9644"]
    if let before = outcomes[place], !again.contains(before) {
      report("operation \(place.operation) sends request \(place.request) again after «\(before)»")
    }
    outcomes[place] = "no answer"
    sentAt[place] = row.time
    for pair in parts?.pairs ?? [] {
      if let other = undecided[pair], other != place.operation {
        report("operation \(place.operation) sends \(pair), which operation \(other) has open")
      }
      undecided[pair] = place.operation
    }
    marks.append(
      Mark(
        operation: place.operation, time: row.time, endpoint: row.data["endpoint"]?.text ?? "",
        pairs: Set(parts?.pairs ?? []), holders: Set(parts?.holders ?? [])))
  }

  /// Requests that are cut anew: allowed before they were sent, and after a refusal for size.
  private mutating func recut(_ row: JournalRow) {
    guard let from = row.data["from"]?.integer, let plan = operations[row.operation] else { return }
    let sizes = ["rejected 9700", "rejected 9701", "rejected 9702", "rejected 9714"]
    for place in outcomes.keys where place.operation == row.operation && place.request >= from {
      if let before = outcomes[place], !sizes.contains(before) {
        report("operation \(row.operation) cuts request \(place.request) anew after «\(before)»")
      }
      outcomes[place] = nil
    }
    let anew = (row.data["requests"]?.list ?? []).map { parts($0, row.operation) }
    operations[row.operation]?.requests = plan.requests.prefix(from) + anew
  }

  private func planned(_ place: Place) -> PlannedParts? {
    guard let requests = operations[place.operation]?.requests,
      requests.indices.contains(place.request)
    else { return nil }
    return requests[place.request]
  }

  private mutating func decide(_ place: Place) {
    for pair in planned(place)?.pairs ?? [] where undecided[pair] == place.operation {
      undecided[pair] = nil
    }
  }

  private mutating func report(_ text: String) {
    resent.append(Checker.Violation(invariant: "I2", text: text))
  }
}

extension Holder {
  init?(tree: JSONTree) {
    if let id = tree["clientUserId"]?.text {
      self = .clientUser(ClientUserID(rawValue: id))
    } else if let serial = tree["serialNumber"]?.text {
      self = .device(SerialNumber(rawValue: serial))
    } else {
      return nil
    }
  }
}
