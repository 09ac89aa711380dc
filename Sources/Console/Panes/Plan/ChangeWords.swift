package import AppsAndBooks
import FoundationEssentials
import LocationStore
package import Operations
import Screen

/// The words for changes that title rules, questions and the list of operations share.
package enum ChangeWords {
  /// «9 devices», «emp-0042», «12 devices and 2 users»; in brief «14 holders» for those.
  package static func holders(
    _ holders: some Sequence<Holder>, naming: Bool = true, isBrief: Bool = false
  ) -> String {
    var devices = 0
    var users = 0
    var only: Holder?
    for holder in holders {
      if holder.isDevice { devices += 1 } else { users += 1 }
      only = holder
    }
    if naming, devices + users == 1, let only { return only.text }
    if isBrief, devices > 0, users > 0 { return "\(Numbers.count(devices + users)) holders" }
    var parts: [String] = []
    if devices > 0 { parts.append(Numbers.count(devices, "device")) }
    if users > 0 { parts.append(Numbers.count(users, "user")) }
    return parts.isEmpty ? "nobody" : parts.joined(separator: " and ")
  }

  /// «2 assets», or the name of the only one.
  package static func assets(_ assets: [AssetID], name: (AssetID) -> String) -> String {
    assets.count == 1 ? name(assets[0]) : Numbers.count(assets.count, "asset")
  }

  /// «16 licences», «2 users»: what a person counts.
  package static func sum(_ kind: OperationKind, _ count: Int) -> String {
    Numbers.count(count, kind.userAction == nil ? "licence" : "user")
  }

  /// «1 pair», «5 moves», «2 users»: what an operation counts.
  package static func units(_ kind: OperationKind, _ count: Int) -> String {
    Numbers.count(count, kind.unit)
  }

  /// What an operation does, as its row says it: «assign Keynote to 3 users».
  package static func operation(
    _ kind: OperationKind, _ pairs: some Sequence<Assignment>, isBrief: Bool = false,
    name: (AssetID) -> String
  ) -> String {
    let (assets, holders) = parts(pairs)
    let who = self.holders(holders, isBrief: isBrief)
    switch kind {
    case .assign: return "assign \(self.assets(assets, name: name)) to \(who)"
    case .reclaim: return "reclaim \(self.assets(assets, name: name)) from \(who)"
    case .reclaimAll: return "reclaim all from \(who)"
    case .reassign: return "reassign \(self.assets(assets, name: name)) among \(who)"
    case .userCreate, .userUpdate, .userRetire: return "\(kind.verb) \(who)"
    }
  }

  /// What an operation does, by its moves and users where it has some.
  package static func operation(
    _ record: OperationRecord, name: (AssetID) -> String
  ) -> String {
    if !record.users.isEmpty {
      return "\(record.kind.verb) \(holders(record.users.map { .clientUser($0.user.change.id) }))"
    }
    guard record.kind == .reassign else {
      return operation(record.kind, record.pairs.lazy.map(\.pair), name: name)
    }
    let moves = record.moves.map { record.move(at: $0) }
    return reassign(
      moves, halves: record.pairs.map { PairChange(pair: $0.pair, action: $0.action) }, name: name)
  }

  /// The title of a plan: «assign 2 assets to 9 devices», «reclaim from 1 user», «undo 118: …»; in brief where there is little room.
  package static func plan(
    _ request: ChangeRequest, isBrief: Bool = false, name: (AssetID) -> String
  ) -> String {
    let text = subject(request, isBrief, name: name)
    return request.undoes.map { "undo \($0): \(text)" } ?? text
  }

  private static func subject(
    _ request: ChangeRequest, _ isBrief: Bool, name: (AssetID) -> String
  ) -> String {
    switch request.kind {
    case .reassign:
      return reassign(request.moves, halves: request.halves, isBrief: isBrief, name: name)
    case .reclaimAll: return "reclaim all from \(holders(request.holders, isBrief: isBrief))"
    case .userCreate, .userUpdate, .userRetire:
      return "\(request.kind.verb) \(holders(request.users.map { .clientUser($0.id) }))"
    case .assign, .reclaim: break
    }
    let (assets, holders) = parts(request.pairs)
    guard request.kind == .reclaim, assets.count > 1 else {
      return operation(request.kind, request.pairs, isBrief: isBrief, name: name)
    }
    return "reclaim from \(self.holders(holders, naming: false, isBrief: isBrief))"
  }

  /// «reassign Keynote from 5 users to 5 devices»; where there are only halves, what they do.
  private static func reassign(
    _ moves: [Move], halves: [PairChange], isBrief: Bool = false, name: (AssetID) -> String
  ) -> String {
    guard !moves.isEmpty else {
      let pairs = halves.map(\.pair)
      let actions = Set(halves.map(\.action))
      guard let action = actions.first, actions.count == 1 else {
        return operation(.reassign, pairs, isBrief: isBrief, name: name)
      }
      return operation(action == .assign ? .assign : .reclaim, pairs, isBrief: isBrief, name: name)
    }
    let (assets, old) = parts(moves.map(\.taken))
    let new = parts(moves.map(\.given)).holders
    let (from, to) = (holders(old, isBrief: isBrief), holders(new, isBrief: isBrief))
    return "reassign \(self.assets(assets, name: name)) from \(from) to \(to)"
  }

  /// The different assets and holders of pairs, each in the order of its first pair.
  package static func parts(
    _ pairs: some Sequence<Assignment>
  ) -> (assets: [AssetID], holders: [Holder]) {
    var assets: [AssetID] = []
    var holders: [Holder] = []
    var seenAssets: Set<AssetID> = []
    var seenHolders: Set<Holder> = []
    for pair in pairs {
      if seenAssets.insert(pair.asset).inserted { assets.append(pair.asset) }
      if seenHolders.insert(pair.holder).inserted { holders.append(pair.holder) }
    }
    return (assets, holders)
  }

  /// The first texts of many, joined, and how many more there are: «a, b and 3 more».
  static func list(_ texts: [String], most: Int, separator: String = ", ") -> String {
    guard texts.count > most + 1 else { return texts.joined(separator: separator) }
    let rest = texts.count - most
    return texts.prefix(most).joined(separator: separator) + " and \(Numbers.count(rest)) more"
  }

  /// The word for a product: `app`, `book`, or the service's own.
  package static func type(_ type: ProductType?) -> String { type?.rawValue.lowercased() ?? "–" }
}

extension OperationKind {
  /// One of what an operation of this kind counts (product.md section 3).
  var unit: String {
    switch self {
    case .assign, .reclaim, .reclaimAll: "pair"
    case .reassign: "move"
    case .userCreate, .userUpdate, .userRetire: "user"
    }
  }

  /// What was done, after its sum: «16 licences assigned».
  var participle: String {
    switch self {
    case .assign: "assigned"
    case .reclaim, .reclaimAll: "reclaimed"
    case .reassign: "reassigned"
    case .userCreate: "created"
    case .userUpdate: "updated"
    case .userRetire: "retired"
    }
  }
}

extension ChangeRequest {
  /// How many pairs, moves, holders or users it names.
  var size: Int { pairs.count + moves.count + halves.count + holders.count + users.count }
}
