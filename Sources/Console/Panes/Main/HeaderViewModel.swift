import FoundationEssentials
import LocationStore
import Screen

extension Header {
  /// The header of a state.
  init(_ state: AppState) {
    let world = state.world
    var parts: [Part] = []
    if let service = world.standing.service {
      parts.append(Part(Shown(service).cut(to: 24), .headerWarning))
    }
    parts.append(Self.token(world.standing.token))
    parts.append(Self.owner(world.standing.owner))
    if world.standing.readOnly != nil { parts.append(Part("read-only", .headerWarning)) }
    if let clock = world.standing.clock {
      parts.append(Part(Shown(clock), .headerWarning))
    }
    parts.append(Self.age(world))
    self.init(
      organization: Shown(world.location.organization), location: Shown(world.location.name),
      parts: parts, right: Self.right(state))
  }

  private static func token(_ token: Standing.Token) -> Part {
    switch token {
    case .unknown: Part("token –", short: "–")
    case .ok(nil): Part("token ok", short: "ok")
    case .ok(let days?):
      Part("token \(days) d", short: "\(days) d", days <= 30 ? .headerWarning : .headerText)
    case .expired: Part("token expired", short: "expired", .headerAlert)
    case .revoked: Part("token revoked", short: "revoked", .headerAlert)
    case .refused: Part("token invalid", short: "invalid", .headerAlert)
    }
  }

  private static func owner(_ owner: Standing.Owner) -> Part {
    switch owner {
    case .unknown: Part("owner –", short: "–")
    case .ours: Part("ours")
    case .unclaimed: Part("unclaimed", .headerWarning)
    case .foreign(let name, _, _): Part(Shown(name).cut(to: 24), .headerAlert)
    }
  }

  private static func age(_ world: World) -> Part {
    if case .importing(let figures) = world.sync {
      return Part("importing \(figures.percent) %")
    }
    guard let date = world.snapshot.fetchedAt else { return Part("not synced yet") }
    let age = Shown(Numbers.age(of: date, at: world.now))
    if world.standing.unreachable != nil {
      let isOld = world.now.timeIntervalSince(date) >= 86_400
      return Part("offline, cached \(age)", isOld ? .headerAlert : .headerWarning)
    }
    switch world.standing.token {
    case .expired, .revoked, .refused: return Part("cached \(age)", short: age)
    case .ok, .unknown:
      let word: Shown = world.snapshot.origin == .cache ? "cached" : "synced"
      return Part("\(word) \(age)", short: age)
    }
  }

  private static func right(_ state: AppState) -> [Part] {
    if case .importing(let figures) = state.world.sync {
      guard let left = figures.left else { return [] }
      return [Part("\(figures.elapsed) of \(figures.elapsed + left) s")]
    }
    let figures = state.changes.figures
    var parts: [Part] = []
    if figures.running > 0 {
      let word = Numbers.count(figures.running, "operation")
      let progress = "\(Numbers.count(figures.settled))/\(Numbers.count(figures.total))"
      parts.append(
        Part("\(word) ▸ \(progress)", short: "▸ \(progress)", .headerRunning))
    }
    if figures.failed > 0 {
      if !parts.isEmpty { parts.append(Part(" · ", .headerRunning)) }
      parts.append(Part("\(Numbers.count(figures.failed)) failed", .headerAlert))
    }
    return parts
  }
}
