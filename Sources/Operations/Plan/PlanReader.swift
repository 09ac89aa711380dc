import AppsAndBooks
import FoundationEssentials
import LocationStore

/// Reads what a plan needs, freshly (product.md section 5).
struct PlanReader: Sendable {
  let context: OperationsContext
  let progress: @Sendable (PlanProgress) -> Void

  /// The facts about a request's pairs; those of open operations are not read.
  func facts(for request: ChangeRequest, open: [Assignment: Int]) async throws -> PlanFacts {
    let service = context.service
    var facts = PlanFacts(
      service: service.host, location: context.location.name, readAt: context.now())
    let before = service.requestCount
    let pairs = Set(request.pairs).subtracting(open.keys)
    facts.open = open
    facts.limits = CutLimits(try await service.limits(maxAge: .seconds(300)))
    let snapshot = context.knowledge.current()
    let reading = try await AssetReader(context: context).read(Set(pairs.map(\.asset.adamID)))
    facts.assets = Dictionary(
      reading.assets.map { ($0.id, $0) }, uniquingKeysWith: { _, newer in newer })
    facts.owner = try await AssetReader(context: context).owner(by: reading)
    let real = pairs.filter { facts.assets[$0.asset] != nil }
    let latest = try await readPairs(real, request.kind, snapshot, &facts)
    try await readUsers(real, latest ?? snapshot, isFresh: latest != nil, &facts)
    describe(pairs, latest ?? snapshot, &facts)
    facts.readRequests = service.requestCount - before
    return facts
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

  /// Where the users stand: by the increment that was just read, one by one, or by the list of active ones.
  private func readUsers(
    _ pairs: Set<Assignment>, _ snapshot: LocationSnapshot, isFresh: Bool,
    _ facts: inout PlanFacts
  ) async throws {
    var ids = Set(pairs.compactMap { pair in pair.holder.clientUserID })
    if isFresh {
      for id in ids {
        guard let row = snapshot.users.index(of: id), snapshot.users.isActive(row) else { continue }
        facts.users[id] = .active
        ids.remove(id)
      }
    } else if ids.count > max(4, snapshot.users.activeCount / PairReader.assumedPageSize) {
      for user in try await context.service.users(GetUsers(.active)) where user.isActive {
        if ids.remove(user.id) != nil { facts.users[user.id] = .active }
      }
    }
    for id in ids.sorted() {
      let rows = try await context.service.users(GetUsers(clientUserID: id))
        .filter { $0.id == id }
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

extension Holder {
  var clientUserID: ClientUserID? {
    if case .clientUser(let id) = self { id } else { nil }
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

extension CutLimits {
  init(_ limits: Limits) {
    self.init(
      assets: limits.maxAssets, clientUsers: limits.maxClientUserIDs,
      serialNumbers: limits.maxSerialNumbers)
  }
}

/// Reads Get Assets for touched assets, and from it who manages the location.
struct AssetReader: Sendable {
  let context: OperationsContext

  /// The touched assets, by the fewest requests: one adam ID alone, else the whole list, which is a page or few.
  func read(_ adamIDs: Set<AdamID>) async throws -> AssetReading {
    let known = context.knowledge.current().assets.count
    let pages = max(1, known / PairReader.assumedPageSize)
    guard adamIDs.count <= pages else { return try await context.service.assets(nil) }
    var reading = AssetReading(assets: [], mdmInfo: nil)
    for adamID in adamIDs.sorted() {
      let part = try await context.service.assets(adamID)
      reading.assets += part.assets
      reading.mdmInfo = part.mdmInfo ?? reading.mdmInfo
    }
    return reading
  }

  /// The owner by a reading; where it names none, by GET client/config if the last word is older than 60 s.
  func owner(by reading: AssetReading) async throws -> LocationOwner {
    if let info = reading.mdmInfo, !info.id.isEmpty {
      context.owner.note(ResponseMeta(mdmInfo: info))
      return context.owner.owner
    }
    if let age = context.owner.age(at: context.now()), abs(age) <= 60,
      context.owner.owner != .unknown
    {
      return context.owner.owner
    }
    context.owner.note(config: try await context.service.clientConfig())
    return context.owner.owner
  }
}
