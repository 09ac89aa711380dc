import AppsAndBooks
import ArgumentParser
import LocationStore
import Operations

/// `purser user`: client users.
struct UserCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "user", abstract: "Create, update, retire and invite client users.",
    subcommands: [
      UserCreateCommand.self, UserUpdateCommand.self, UserRetireCommand.self,
      UserInviteCommand.self,
    ])
}

/// One client user, or a file of them.
struct UserOptions: ParsableArguments {
  @Argument(help: "The client user ID.")
  var id: String?

  @Option(help: "The e-mail.")
  var email: String?

  @Option(
    name: .customLong("managed-apple-id"),
    help: ArgumentHelp("The Managed Apple Account.", valueName: "m"))
  var managedAppleID: String?

  @Option(
    help: ArgumentHelp(
      "Users from a CSV file: clientUserId, email, managedAppleId; - is standard input.",
      valueName: "file.csv"))
  var from: String?

  func validate() throws {
    guard (id != nil) != (from != nil) else {
      throw ValidationError("Name a client user ID, or a file with --from.")
    }
    if from != nil, email != nil || managedAppleID != nil {
      throw ValidationError("With --from the file has the e-mails and accounts.")
    }
  }

  /// The users as they are to be.
  func changes(isQuiet: Bool, _ context: ToolContext) async throws -> [UserChange] {
    if let from { return try await UserFile.read(from, isQuiet: isQuiet, context) }
    return [
      UserChange(
        id: try Naming.identifier(id ?? ""), email: email, managedAppleID: managedAppleID)
    ]
  }
}

/// `purser user create`: makes client users.
struct UserCreateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "create", abstract: "Create client users.")

  @OptionGroup var users: UserOptions
  @OptionGroup var common: CommonOptions
  @OptionGroup var output: FormatOptions
  @OptionGroup var change: ChangeOptions

  func run() async throws {
    let runner = UserChangeRunner(common, output, change)
    try await runner.run(.userCreate) { context in
      try await users.changes(isQuiet: common.quiet, context)
    }
  }
}

/// `purser user update`: changes client users.
struct UserUpdateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "update", abstract: "Change e-mail or Managed Apple Account of client users.")

  @OptionGroup var users: UserOptions
  @OptionGroup var common: CommonOptions
  @OptionGroup var output: FormatOptions
  @OptionGroup var change: ChangeOptions

  func validate() throws {
    guard users.from != nil || users.email != nil || users.managedAppleID != nil else {
      throw ValidationError("Name --email or --managed-apple-id.")
    }
  }

  func run() async throws {
    let runner = UserChangeRunner(common, output, change)
    try await runner.run(.userUpdate) { context in
      let changes = try await users.changes(isQuiet: common.quiet, context)
      guard changes.allSatisfy({ $0.email != nil || $0.managedAppleID != nil }) else {
        throw ToolError(
          .usage,
          "A user has neither e-mail nor Managed Apple Account in the file. "
            + "Nothing was sent.")
      }
      return changes
    }
  }
}

/// `purser user retire`: retires client users; a typed name confirms it.
struct UserRetireCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "retire", abstract: "Retire client users; Apple brings none back.")

  @Argument(help: "The client user IDs.")
  var ids: [String] = []

  @Option(
    help: ArgumentHelp("Users from a CSV file; - is standard input.", valueName: "file.csv"))
  var from: String?

  @OptionGroup var common: CommonOptions
  @OptionGroup var output: FormatOptions
  @OptionGroup var change: ChangeOptions

  func validate() throws {
    guard ids.isEmpty != (from == nil) else {
      throw ValidationError("Name client user IDs, or a file with --from.")
    }
  }

  func run() async throws {
    let runner = UserChangeRunner(common, output, change)
    try await runner.run(.userRetire) { context in
      let changes =
        if let from {
          try await UserFile.read(from, isQuiet: common.quiet, context)
        } else {
          try ids.map { UserChange(id: try Naming.identifier($0)) }
        }
      return changes.map { UserChange(id: $0.id) }
    }
  }
}

/// What the three commands have in common.
struct UserChangeRunner {
  private let common: CommonOptions
  private let output: FormatOptions
  private let change: ChangeOptions

  init(_ common: CommonOptions, _ output: FormatOptions, _ change: ChangeOptions) {
    self.common = common
    self.output = output
    self.change = change
  }

  /// Reads the users first, so that a mistake in a file ends before the service is asked.
  func run(
    _ kind: OperationKind, _ users: (ToolContext) async throws -> [UserChange]
  ) async throws {
    let context = ToolContext.current
    try ChangeRunner.requireAnswerer(change, context)
    let changes = try await users(context)
    let session = try await LocationSession.open(common, .changing, context)
    try await session.load()
    if !common.quiet { await Naming(session).warn(ofLookAlikesOf: changes.map(\.id)) }
    var request = ChangeRequest.users(kind, changes, reason: change.reason)
    request.impossible = change.skipImpossible ? .leaveOut : .refuse
    try await ChangeRunner(
      session: session, options: change, format: output.format, isQuiet: common.quiet
    ).run(request)
  }
}

/// `purser user invite`: prints the invitation link.
struct UserInviteCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "invite", abstract: "Print the invitation link of a registered user.",
    discussion: "The link comes from the service's template; Purser prints it and never asks it.")

  @Argument(help: "The client user ID or e-mail.")
  var id: String

  @OptionGroup var common: CommonOptions
  @OptionGroup var output: FormatOptions

  func run() async throws {
    let context = ToolContext.current
    let session = try await LocationSession.open(common, .reading, context)
    _ = await session.store.loadCache()
    guard let client = session.client else {
      throw ToolError(.usage, "An invitation is read from the service: without --offline.")
    }
    let id = try await Naming(session).user(id)
    let rows = try await ServiceReader(client).users(GetUsers(clientUserID: id))
    guard let user = rows.first(where: { $0.id == id && $0.isActive }) else {
      let reason: ImpossibleReason = rows.isEmpty ? .unknownUser : .retiredUser
      throw ToolError(.partial, reason.sentence(holder: .clientUser(id)) + ".")
    }
    guard let code = user.inviteCode, user.status == .registered else {
      throw ToolError(
        .partial, "\(id.rawValue) has no open invitation: an Apple Account belongs to it already.")
    }
    guard let url = try await client.invitationURL(code: code) else {
      throw ToolError(.unreachable, "The service names no https template for invitations.")
    }
    let fields: [(String, RecordValue)] = [
      ("clientUserId", .text(id.rawValue)), ("email", .text(user.email)), ("url", .text(url)),
    ]
    if output.format == .table {
      context.output.line(SafeText.line(url))
    } else {
      RecordPrinter.printOne(fields, format: output.format, to: context.output)
    }
  }
}
