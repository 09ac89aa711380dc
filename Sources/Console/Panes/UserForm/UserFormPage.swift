import AppsAndBooks
import FoundationEssentials
import LocationStore
import Operations
package import Screen

/// Makes a client user or changes one: three fields, Enter opens the plan (screens.md, «Decided beside the contract»).
package struct UserFormPage: PageState {
  /// What is typed into.
  enum Field: Int, CaseIterable, Sendable {
    case id, email, account
  }

  /// The user that is changed; nil where one is made.
  let user: ClientUserID?
  /// The e-mail there is; empty for none.
  let emailBefore: String
  /// What was typed, by field.
  private(set) var inputs: [Field: LineInput]
  /// The field that is typed into.
  private(set) var focus: Field
  /// What is wrong, by field, since Enter was pressed.
  private(set) var problems: [Field: String] = [:]

  private init(user: ClientUserID?, emailBefore: String) {
    self.user = user
    self.emailBefore = emailBefore
    inputs = [
      .id: LineInput(user?.rawValue ?? ""), .email: LineInput(emailBefore), .account: LineInput(),
    ]
    focus = user == nil ? .id : .email
  }

  /// Opens an empty page.
  static func create() -> Reply {
    Reply([.push(Page(UserFormPage(user: nil, emailBefore: "")))])
  }

  /// Opens the page of a user, its e-mail as it is known.
  static func update(_ user: ClientUserID, in world: World) -> Reply {
    let email = world.snapshot.users.index(of: user).flatMap(world.snapshot.users.email)
    return Reply([.push(Page(UserFormPage(user: user, emailBefore: email ?? "")))])
  }

  package var context: KeyContext { .form }

  /// The fields that can be typed into.
  var fields: [Field] { user == nil ? Field.allCases : [.email, .account] }

  /// What was typed into a field.
  func text(of field: Field) -> String { inputs[field]?.text ?? "" }

  // MARK: - Keys

  package mutating func take(_ key: KeyPress, alone: Bool, in world: World) -> Reply? {
    switch key.key {
    case .tab, .down: move(by: 1)
    case .backTab, .up: move(by: -1)
    case .enter: return finish(in: world)
    default:
      guard var input = inputs[focus], input.take(key) else { return nil }
      inputs[focus] = input
      problems[focus] = nil
    }
    return .done
  }

  package mutating func perform(
    _ command: Command, _ argument: String, in world: World
  ) -> Reply? {
    switch command {
    case .leave: return .close
    case .nextPane, .down: move(by: 1)
    case .previousPane, .up: move(by: -1)
    case .first, .pageUp: focus = fields[0]
    case .last, .pageDown: focus = fields[fields.count - 1]
    case .follow: return finish(in: world)
    default: return nil
    }
    return .done
  }

  package mutating func paste(_ text: String, in world: World) -> Reply {
    inputs[focus]?.paste(text.trimmingBlanks)
    problems[focus] = nil
    return .done
  }

  package mutating func take(_ mouse: MouseEvent, in rect: Rect, world: World) -> Reply? {
    guard mouse.kind == .click else { return nil }
    let place = field(at: mouse.position.y - rect.y, width: rect.width)
    if let place, fields.contains(place) { focus = place }
    return .done
  }

  private mutating func move(by step: Int) {
    let place = fields.firstIndex(of: focus) ?? 0
    focus = fields[(place + step + fields.count) % fields.count]
  }

  // MARK: - The plan

  /// Opens the plan, or says at its field what is wrong.
  private mutating func finish(in world: World) -> Reply {
    problems = findProblems(in: world)
    if let wrong = fields.first(where: { problems[$0] != nil }) {
      focus = wrong
      return .done
    }
    let (email, account) = (text(of: .email), text(of: .account))
    let isSame = user != nil && email == emailBefore
    let change = UserChange(
      id: user ?? ClientUserID(rawValue: text(of: .id)),
      email: email.isEmpty || isSame ? nil : email,
      managedAppleID: account.isEmpty ? nil : account)
    let kind: OperationKind = user == nil ? .userCreate : .userUpdate
    return ChangeStart.plan(ChangeRequest.users(kind, [change]).lenient, in: world)
  }

  private func findProblems(in world: World) -> [Field: String] {
    var found: [Field: String] = [:]
    let (id, email, account) = (text(of: .id), text(of: .email), text(of: .account))
    if user == nil {
      found[.id] = UserChange.idProblem(id) ?? existing(id, in: world)
    } else if email.isEmpty, !emailBefore.isEmpty {
      found[.email] = "Apple takes no e-mail away: leave it, or type another one."
    } else if email == emailBefore, account.isEmpty {
      found[.email] = "Nothing is changed yet: type another e-mail, or an account below."
    }
    if found[.email] == nil, !email.isEmpty {
      found[.email] = UserChange.addressProblem(email, "e-mail address")
    }
    if !account.isEmpty {
      found[.account] = UserChange.addressProblem(account, "Managed Apple Account")
    }
    return found
  }

  private func existing(_ id: String, in world: World) -> String? {
    guard let row = world.snapshot.users.index(of: ClientUserID(rawValue: id)),
      world.snapshot.users.isListed(row), world.snapshot.users.isActive(row)
    else { return nil }
    return "\(id) exists already: \(world.key(.update).text) in the list changes it."
  }
}

extension String {
  /// The text without blanks and line ends around it, as a paste often has them.
  fileprivate var trimmingBlanks: String {
    var rest = Substring(self).drop(while: \.isWhitespace)
    while rest.last?.isWhitespace == true { rest = rest.dropLast() }
    return String(rest)
  }
}
