import AppsAndBooks
import Files
import FoundationEssentials
import LocationStore

extension Operations {
  /// What speaks against sending the request at `index` now: lock, quitting, owner, counts, limits, each looked at anew.
  func obstacle(before index: Int, of number: Int, lock: WriteLock) async -> HoldReason? {
    if let reason = localObstacle(lock) { return reason }
    do {
      guard let model = models[number] else { return Self.quitReason }
      let rest = model.requests[index...].filter(\.isToBeSent).map(\.request)
        .filter { $0.isSecondHalf == model.requests[index].request.isSecondHalf }
      let reader = AssetReader(context: context)
      let reading = try await reader.read(Set(rest.flatMap(\.touchedAssets).map(\.adamID)))
      assignedCounts.merge(PairReader.counts(of: reading.assets)) { _, newer in newer }
      if let reason = ownerObstacle(try await reader.owner(by: reading)) { return reason }
      if let reason = shortage(of: rest, in: reading, number) { return reason }
      try await adaptToLimits(number, from: index)
    } catch is CancellationError {
      return Self.quitReason
    } catch let error as APIError {
      context.owner.note(error)
      let isToken = error.isTokenProblem || error.isPermissionProblem
      return HoldReason(kind: isToken ? .token : .unreachable, text: error.description)
    } catch {
      return HoldReason(kind: .unreachable, text: "The service could not be asked: \(error)")
    }
    // Any of these reads may have taken a while.
    return localObstacle(lock) ?? ownerObstacle(context.owner.owner)
  }

  private func localObstacle(_ lock: WriteLock) -> HoldReason? {
    if isQuitting { return Self.quitReason }
    if let reason = storageTrouble {
      return HoldReason(kind: .storage, text: OperationsError.browsingOnly(reason))
    }
    if let reason = writingOff { return HoldReason(kind: .token, text: reason) }
    guard lock.isHeld else {
      return HoldReason(
        kind: .storage,
        text: OperationsError.browsingOnly("the write lock was lost: its file was replaced."))
    }
    return nil
  }

  private func ownerObstacle(_ owner: LocationOwner) -> HoldReason? {
    switch owner {
    case .ours: nil
    case .foreign(let info):
      HoldReason(kind: .owner, text: "The location is managed by «\(info.name)» now.")
    case .unclaimed, .unknown:
      HoldReason(kind: .owner, text: "No client manages the location now: claim it first.")
    }
  }

  /// A count below what the rest needs, or a refusal for want of licences seen by now.
  private func shortage(
    of rest: [PlannedRequest], in reading: AssetReading, _ number: Int
  ) -> HoldReason? {
    guard rest.contains(where: { $0.verb == .associate }) else { return nil }
    if models[number]?.ranOut == true {
      return HoldReason(kind: .shortage, text: "The licences ran out; the rest was not sent.")
    }
    var needed: [AssetID: Int] = [:]
    for request in rest where request.verb == .associate {
      for asset in request.assets { needed[asset, default: 0] += request.holders.count }
    }
    let assets = Dictionary(
      reading.assets.map { ($0.id, $0) }, uniquingKeysWith: { _, newer in newer })
    for (id, count) in needed.sorted(by: { $0.key < $1.key }) {
      guard let asset = assets[id] else {
        return HoldReason(
          kind: .shortage, text: "\(name(of: id)) is not an asset of this location any more.")
      }
      guard let left = asset.plannableCount, left < count else { continue }
      return HoldReason(
        kind: .shortage,
        text:
          "\(name(of: id)) has \(left) \(left == 1 ? "licence" : "licences") left by now, \(count) "
          + (count == 1 ? "is needed." : "are needed."))
    }
    return nil
  }

  private func name(of id: AssetID) -> String {
    let snapshot = context.knowledge.current()
    return snapshot.assets.index(of: id).map(snapshot.assets.displayName) ?? id.adamID.rawValue
  }

  /// Cuts the rest anew where the limits have become smaller than a request.
  private func adaptToLimits(_ number: Int, from index: Int) async throws {
    let limits = CutLimits(try await context.service.limits(maxAge: .seconds(300)))
    let isTooLarge = models[number]?.requests[index...].contains { !limits.allow($0.request) }
    if isTooLarge == true { _ = await recut(number, from: index, maxAge: .seconds(300)) }
  }
}

extension OperationModel {
  /// Whether an event reported that licences are missing.
  var ranOut: Bool {
    requests.contains { request in
      guard case .failed(let failures) = request.event else { return false }
      return failures.contains { $0.number == ServiceErrorNumber.notEnoughAssets.rawValue }
    }
  }

  /// Lets the request that was provably not taken go out again.
  mutating func sendAgain() {
    for index in requests.indices where requests[index].mayGoAgain {
      requests[index].phase = .waiting
    }
  }
}

extension RequestModel {
  /// Provably not taken, and not for a reason that stays.
  var mayGoAgain: Bool {
    switch phase {
    case .notSent: true
    case .rejected(let failure, _):
      [
        ServiceErrorNumber.tooManyRequests, .unavailable, .maintenance,
      ].contains { $0.rawValue == failure.number }
    default: false
    }
  }
}
