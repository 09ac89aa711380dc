import AppsAndBooks
import FoundationEssentials
import LocationStore
import Operations
package import Screen

/// The token status of every location (frame 15).
package struct TokensPage: PageState {
  /// What is known, in the order of the screen.
  private(set) var rows: [TokenStatus] = []
  private(set) var cursor = 0
  private(set) var offset = 0
  /// Whether every location has answered, so that the order does not change any more.
  private(set) var isComplete = false
  /// The lines of the page, its title rule included.
  private(set) var room = 20

  /// Begins without answers.
  package init() {}

  /// Opens the page and asks every location.
  package static func open() -> Reply {
    Reply([.push(Page(TokensPage()))], effects: [.askTokens])
  }

  package var context: KeyContext { .tokens }

  /// The row under the cursor.
  var current: TokenStatus? { rows.indices.contains(cursor) ? rows[cursor] : nil }

  package mutating func perform(
    _ command: Command, _ argument: String, in world: World
  ) -> Reply? {
    switch command {
    case .up: cursor -= 1
    case .down: cursor += 1
    case .pageUp: cursor -= 10
    case .pageDown: cursor += 10
    case .first: cursor = 0
    case .last: cursor = rows.count - 1
    case .leave: return .close
    case .sync:
      isComplete = false
      for index in rows.indices { rows[index].word = .waiting }
      return Reply(effects: [.askTokens])
    case .follow:
      guard let current else { return .done }
      return current.location == world.location.name
        ? Reply([.home]) : Reply([.home], effects: [.open(current.location)])
    case .copy:
      guard let current, !current.fingerprint.isEmpty else {
        return .say("No fingerprint is known.")
      }
      return Reply(
        [.say(Message("copied \(current.fingerprint)"))], effects: [.copy(current.fingerprint)])
    case .export: return Reply([.askPath(.tokens(rows))])
    default: return nil
    }
    cursor = max(0, min(cursor, rows.count - 1))
    return .done
  }

  package func availability(of command: Command, in world: World) -> Availability {
    switch command {
    case .follow, .copy, .export:
      rows.isEmpty ? .off("no location has answered yet") : .available
    default: .available
    }
  }

  package mutating func apply(_ action: Action, in world: World) -> Reply {
    switch action {
    case .token(let status):
      if let index = rows.firstIndex(where: { $0.location == status.location }) {
        rows[index] = status
      } else {
        rows.append(status)
      }
    case .tokensAnswered:
      let name = current?.location
      rows.sort { ($0.rank, $0.location) < ($1.rank, $1.location) }
      isComplete = true
      cursor = rows.firstIndex { $0.location == name } ?? 0
    default: break
    }
    return .done
  }

  package mutating func take(_ mouse: MouseEvent, in rect: Rect, world: World) -> Reply? {
    guard mouse.isClick else { return nil }
    let line = mouse.position.y - rect.y - 2
    guard (0..<max(0, rect.height - 2)).contains(line), rows.indices.contains(offset + line) else {
      return .done
    }
    cursor = offset + line
    return mouse.kind == .doubleClick ? perform(.follow, "", in: world) : .done
  }

  package mutating func settle(in rect: Rect, world: World) {
    room = rect.height
    let height = max(1, rect.height - 2)
    offset = max(cursor - height + 1, min(offset, cursor))
    offset = max(0, min(offset, rows.count - height))
  }
}

extension TokenStatus {
  /// Whether another client manages the location.
  var isForeign: Bool { if case .foreign = owner { true } else { false } }

  /// Refused before unreachable before what wants attention before what is well (product.md section 3, `status --all`).
  var rank: Int {
    switch word {
    case .expired, .revoked, .invalid: 0
    case .unreachable: 1
    case .expiring: 2
    case .ok: isForeign ? 3 : 5
    case .waiting: 4
    }
  }

  /// Whether a person has to do something.
  var needsPerson: Bool { rank < 4 }

  /// The sign before the row.
  var sign: (text: Shown, role: Role) {
    switch word {
    case .expired, .revoked, .invalid: ("✗", .stateFailed)
    case .unreachable: ("?", .stateUnknown)
    case .expiring: ("!", .planWarning)
    case .ok: isForeign ? ("!", .planWarning) : ("✓", .stateDone)
    case .waiting: ("…", .textDim)
    }
  }

  /// What is the matter, and what mends it; empty where all is well.
  func remedy(_ zone: LocalTime) -> String {
    let add = "then: purser token add FILE --name \(location)"
    let apple = number.map { " (\($0))" } ?? ""
    let day = expires.map { zone.day($0) }
    switch word {
    case .revoked:
      return "A newer token exists, or the account's password changed\(apple). "
        + "Download it in School Manager, \(add)"
    case .expired:
      return "Ended\(day.map { " on \($0)" } ?? ""). Download it again in School Manager, \(add)"
    case .invalid:
      return "Apple does not take this token\(apple). Download it again in School Manager, \(add)"
    case .unreachable:
      let reason = reason ?? "no answer"
      let what = reason.hasPrefix("no answer") ? "Apple gave \(reason)." : "Not reached: \(reason)."
      return days == nil ? what : what + " The days are those of the last answer."
    case .expiring:
      return "Ends\(day.map { " on \($0)" } ?? " soon"). "
        + "Download it again in School Manager; all licences stay."
    case .ok:
      return isForeign ? "Another client manages this location; Purser only reads there." : ""
    case .waiting: return ""
    }
  }

  /// Who manages the location, as the header says it.
  var ownerText: String {
    switch owner {
    case .unknown: "–"
    case .ours: "ours"
    case .unclaimed: "unclaimed"
    case .foreign(let name, _, _): name
    }
  }
}
