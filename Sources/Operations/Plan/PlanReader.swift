import AppsAndBooks
import FoundationEssentials
import LocationStore

/// Reads what a plan needs, freshly (product.md section 5).
struct PlanReader: Sendable {
  let context: OperationsContext
  let progress: @Sendable (PlanProgress) -> Void

  /// The facts about a request; pairs of open operations are not read.
  func facts(
    for request: ChangeRequest, open: [Assignment: Int], openUsers: [ClientUserID: Int]
  ) async throws -> PlanFacts {
    let service = context.service
    var facts = PlanFacts(
      service: service.host, location: context.location.name, readAt: context.now())
    let before = service.requestCount
    facts.open = open
    facts.openUsers = openUsers
    facts.limits = CutLimits(try await service.limits(maxAge: .seconds(300)))
    switch request.kind {
    case .assign, .reclaim, .reassign: try await read(pairsOf: request, &facts)
    case .reclaimAll:
      try await read(everythingOf: Set(request.holders), &facts)
      let empty = request.holders.filter { facts.held[$0] == nil }.compactMap(\.clientUserID)
      try await readUsers(Set(empty), context.knowledge.current(), isFresh: false, &facts)
    case .userCreate, .userUpdate, .userRetire: try await read(usersOf: request, &facts)
    }
    facts.readRequests = service.requestCount - before
    return facts
  }

  private func read(pairsOf request: ChangeRequest, _ facts: inout PlanFacts) async throws {
    let pairs = Set(request.namedPairs).subtracting(facts.open.keys)
    let snapshot = context.knowledge.current()
    try await readAssets(Set(pairs.map(\.asset.adamID)), &facts)
    let real = pairs.filter { facts.assets[$0.asset] != nil }
    let latest = try await readPairs(real, request.kind, snapshot, &facts)
    let ids = Set(real.compactMap { pair in pair.holder.clientUserID })
    try await readUsers(ids, latest ?? snapshot, isFresh: latest != nil, &facts)
    describe(pairs, latest ?? snapshot, &facts)
  }

  private func read(
    everythingOf holders: Set<Holder>, _ facts: inout PlanFacts
  ) async throws {
    let snapshot = context.knowledge.current()
    let reader = PairReader(service: context.service, snapshot: snapshot)
    let questions = reader.questions(aboutAllOf: holders, total: snapshot.assignments.count)
    let rows = try await reader.answers(to: questions, progress: progress)
      .filter { holders.contains($0.holder) }
    for row in rows.sorted() { facts.held[row.holder, default: []].append(row.asset) }
    facts.present = rows
    try await readAssets(Set(rows.map(\.asset.adamID)), &facts)
    describe(rows, snapshot, &facts)
  }

  private func read(usersOf request: ChangeRequest, _ facts: inout PlanFacts) async throws {
    let ids = Set(request.users.map(\.id))
    if request.kind == .userRetire {
      try await read(everythingOf: Set(ids.map(Holder.clientUser)), &facts)
    } else {
      facts.owner = try await AssetReader(context: context)
        .owner(by: AssetReading(assets: [], mdmInfo: nil))
    }
    for (id, rows) in try await UserReader(context: context).rows(of: ids) {
      facts.userRows[id] = rows.first(where: \.isActive)
      facts.users[id] =
        facts.userRows[id] != nil ? .active : rows.isEmpty ? .unknown : .retired
    }
  }

  private func readAssets(_ adamIDs: Set<AdamID>, _ facts: inout PlanFacts) async throws {
    let reading = try await AssetReader(context: context).read(adamIDs)
    facts.assets = Dictionary(
      reading.assets.map { ($0.id, $0) }, uniquingKeysWith: { _, newer in newer })
    facts.owner = try await AssetReader(context: context).owner(by: reading)
  }

  /// Fills in which pairs the list has; returns the snapshot after an increment, if that was the way.
  private func readPairs(
    _ pairs: Set<Assignment>, _ kind: OperationKind, _ snapshot: LocationSnapshot,
    _ facts: inout PlanFacts
  ) async throws -> LocationSnapshot? {
    let reader = PairReader(service: context.service, assets: facts.assets.values)
    let direct = reader.questions(about: pairs)
    let held = Set(pairs.filter(snapshot.contains).map(\.holder))
    if kind == .assign, isUsable(snapshot), held.count + Self.topUpCost < direct.cost,
      let latest = try await topUp()
    {
      let known = pairs.filter(latest.contains)
      let holders = Set(known.map(\.holder)).sorted().map(PairReader.Question.holder)
      facts.take(try await reader.answers(to: holders, progress: progress), about: pairs)
      return latest
    }
    facts.take(try await reader.answers(to: direct.list, progress: progress), about: pairs)
    return nil
  }

  /// Requests an increment takes: Client Config, users, assignments, assets.
  private static let topUpCost = 4

  /// The snapshot after an increment; nothing where the service has forgotten the versions.
  private func topUp() async throws -> LocationSnapshot? {
    do {
      return try await context.knowledge.topUp()
    } catch is LocationStoreError {
      return nil
    } catch let error as APIError where error.number == .badVersionID {
      return nil
    }
  }

  /// Whether an increment is cheap: complete, and no full walk due.
  private func isUsable(_ snapshot: LocationSnapshot) -> Bool {
    guard snapshot.isComplete, let fetchedAt = snapshot.fetchedAt else { return false }
    return context.now().timeIntervalSince(fetchedAt) < 23 * 3600
  }

  /// Where the users stand: by the increment that was just read, else by reading them.
  private func readUsers(
    _ asked: Set<ClientUserID>, _ snapshot: LocationSnapshot, isFresh: Bool,
    _ facts: inout PlanFacts
  ) async throws {
    var ids = asked
    if isFresh {
      for id in ids {
        guard let row = snapshot.users.index(of: id), snapshot.users.isActive(row) else { continue }
        facts.users[id] = .active
        ids.remove(id)
      }
    }
    for (id, rows) in try await UserReader(context: context).rows(of: ids) {
      facts.users[id] =
        rows.contains(where: \.isActive) ? .active : rows.isEmpty ? .unknown : .retired
    }
  }

  private func describe(
    _ pairs: Set<Assignment>, _ snapshot: LocationSnapshot, _ facts: inout PlanFacts
  ) {
    for pair in pairs {
      if let row = snapshot.assets.index(of: pair.asset) {
        facts.names[pair.asset] = snapshot.assets.record(row).name
      }
      guard case .device(let serial) = pair.holder else { continue }
      let isKnown = snapshot.devices.index(of: serial).map(snapshot.devices.isShown) ?? false
      if isKnown { facts.seen.insert(serial) }
    }
  }
}

extension PlanFacts {
  /// Takes rows of the list: which pairs are there, and which devices were seen at all.
  fileprivate mutating func take(_ rows: Set<Assignment>, about pairs: Set<Assignment>) {
    present = rows.intersection(pairs)
    for row in rows {
      if case .device(let serial) = row.holder { seen.insert(serial) }
    }
  }
}

extension PairReader {
  init(service: any ChangeReading, assets: some Collection<Asset>) {
    self.service = service
    assignedCounts = Self.counts(of: assets)
  }

  /// Licences assigned per adam ID, its variants together.
  static func counts(of assets: some Collection<Asset>) -> [AdamID: Int] {
    var counts: [AdamID: Int] = [:]
    for asset in assets {
      guard let count = asset.assignedCount else { continue }
      counts[asset.id.adamID, default: 0] += max(0, count)
    }
    return counts
  }
}

extension PairReader {
  init(service: any ChangeReading, snapshot: LocationSnapshot) {
    let assets = (0..<snapshot.assets.count).lazy.map { snapshot.assets.record($0).asset }
    self.init(service: service, assets: assets)
  }
}
