import FoundationEssentials
import LocationStore
package import Screen

/// What stands below the header while something is wrong: one to three lines.
package struct Banner: Equatable, Sendable {
  /// A sentence with its shorter form, for where three lines do not hold the long ones.
  package struct Sentence: Equatable, Sendable, ExpressibleByStringInterpolation {
    package var text: Shown
    package var short: Shown

    /// Joins both; without a shorter form there is one.
    package init(_ text: Shown, short: Shown? = nil) {
      self.text = text
      self.short = short ?? text
    }

    package init(stringLiteral text: String) { self.init(Shown(text)) }
  }

  /// `!` or `✗`.
  package var sign: Shown
  /// One sentence a line; a line that is too long goes on below.
  package var sentences: [Sentence]
  /// The ground.
  package var role: Role

  /// What is wrong with a world; nil when nothing is.
  package init?(_ world: World) {
    let standing = world.standing
    switch (standing.token, standing.owner, standing.unreachable) {
    case (.expired(let date), _, _):
      let moment = date.map { " on \(world.zone.day($0)) at \(world.zone.time($0))" } ?? ""
      self.init(
        alert: [
          Sentence(
            "The token ended\(Shown(moment)). Nothing can be read or changed.",
            short: "The token ended\(Shown(moment))."),
          "New token from School Manager, then: purser token add FILE --name \(world.location.name)",
        ])
    case (.revoked(let number), _, _):
      self.init(
        alert: [
          Sentence(
            "The token is revoked (\(number)): a newer one exists, or the password changed.",
            short: "The token is revoked (\(number))."),
          "Download it in School Manager: purser token add FILE --name \(world.location.name)",
        ])
    case (.refused(let number), _, _):
      self.init(
        alert: [
          Sentence(
            "Apple does not take this token (\(number)). Nothing can be read or changed.",
            short: "Apple does not take this token (\(number))."),
          "Download it in School Manager: purser token add FILE --name \(world.location.name)",
        ])
    case (_, .foreign(let name, let since, let wasOurs), _):
      self.init(alert: Self.foreign(name, since: since, wasOurs: wasOurs, world))
    case (_, _, let unreachable?) where world.storage == nil:
      self.init(warning: Self.text(of: unreachable, world))
    default:
      guard let storage = world.storage else { return nil }
      self.init(alert: [Sentence(Shown(storage))])
    }
  }

  private static func foreign(
    _ name: String, since: Date?, wasOurs: Bool, _ world: World
  ) -> [Sentence] {
    let from = since.map { " since \(world.zone.moment($0, now: world.now))" } ?? ""
    let before = wasOurs ? ", before that by \(world.settings.clientName)" : ""
    return [
      Sentence(
        "Managed by «\(Shown(name))»\(Shown(from))\(Shown(before)).",
        short: "Managed by «\(Shown(name).cut(to: 24))»\(Shown(from))."),
      Sentence(
        "Assign, reclaim, reassign and user changes are off; browsing goes on.",
        short: "Changes are off; browsing goes on."),
      Sentence(
        "To take it over: :client claim --takeover   (the other then loses it)",
        short: "To take it over: :client claim --takeover"),
    ]
  }

  private init(alert: [Sentence]) {
    sign = "✗"
    sentences = alert
    role = .bannerAlert
  }

  private init(warning: Shown) {
    sign = "!"
    sentences = [Sentence(warning)]
    role = .bannerWarning
  }

  private static func text(of unreachable: Standing.Unreachable, _ world: World) -> Shown {
    var text: Shown = "\(unreachable.host) can't be reached: \(unreachable.reason)."
    if let next = unreachable.nextTry {
      let seconds = Int(next.timeIntervalSince(world.now).rounded(.up))
      text += seconds > 0 ? " Next try in \(Numbers.span(seconds))." : " Trying now."
    } else {
      text += " Trying now."
    }
    return text
  }

  /// The lines for a width, at most three: the shorter sentences where the long ones take more.
  package func lines(width: Int) -> [Shown] {
    let width = max(10, width - 3)
    let long = sentences.flatMap { $0.text.wrapped(to: width) }
    let lines = long.count <= 3 ? long : sentences.flatMap { $0.short.wrapped(to: width) }
    guard lines.count > 3 else { return lines }
    let last = lines[2].width < width ? lines[2] + "…" : lines[2].cut(to: width - 1)
    return Array(lines.prefix(2)) + [last]
  }
}

extension Canvas {
  /// Draws a banner over a rectangle as high as its lines.
  package mutating func put(_ banner: Banner, in rect: Rect) {
    fill(rect, banner.role)
    for (index, line) in banner.lines(width: rect.width).enumerated() where index < rect.height {
      if index == 0 { put(banner.sign, x: rect.x + 1, y: rect.y, role: banner.role) }
      put(line, x: rect.x + 3, y: rect.y + index, width: rect.width - 3, role: banner.role)
    }
  }
}
