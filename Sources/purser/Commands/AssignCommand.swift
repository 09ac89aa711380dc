import AppsAndBooks
import ArgumentParser
import LocationStore
import Operations

/// `purser assign`: gives licences.
struct AssignCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "assign", abstract: "Assign assets to users or devices.",
    discussion: """
      Plans from fresh reads, asks, sends, follows and verifies. Every asset goes to every holder; \
      a file with a column adamId names pairs.
      """)

  @OptionGroup var common: CommonOptions
  @OptionGroup var output: FormatOptions
  @OptionGroup var pairs: PairOptions
  @OptionGroup var change: ChangeOptions

  @Option(
    help: ArgumentHelp("Give what this holder has: user:ID or serial:SN.", valueName: "target"))
  var like: String?

  func validate() throws {
    if like != nil, !pairs.assets.isEmpty {
      throw ValidationError("Name --asset or --like, not both.")
    }
  }

  func run() async throws {
    let context = ToolContext.current
    try ChangeRunner.requireAnswerer(change, context)
    let session = try await LocationSession.open(common, .changing, context)
    try await session.load()
    let naming = Naming(session)
    var models: [AssetID] = []
    if let like {
      let target = try await naming.target(like)
      models = try await session.store.freshAssignments(of: target).map(\.asset).sorted()
      guard !models.isEmpty else {
        throw ToolError(.usage, "\(target.text) has no assets to give. Nothing was sent.")
      }
    }
    let builder = PairBuilder(pairs, naming, isQuiet: common.quiet, context)
    let request = ChangeRequest(
      kind: .assign, pairs: try await builder.pairs(and: models), reason: change.reason,
      shortage: change.upToAvailable ? .takeFirst : .refuse,
      impossible: change.skipImpossible ? .leaveOut : .refuse)
    try await ChangeRunner(
      session: session, options: change, format: output.format, isQuiet: common.quiet
    ).run(request)
  }
}

/// `purser reclaim`: takes licences back.
struct ReclaimCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reclaim", abstract: "Reclaim assets from users or devices.",
    discussion: """
      Plans from fresh reads, asks, sends, follows and verifies. A reclaimed app keeps working on \
      a device for about 30 days; books can't be reclaimed. --all revokes: Apple takes back \
      whatever the holders have by then.
      """)

  @OptionGroup var common: CommonOptions
  @OptionGroup var output: FormatOptions
  @OptionGroup var pairs: PairOptions
  @OptionGroup var change: ChangeOptions

  @Flag(help: "Everything that the holders have (revoke).")
  var all = false

  func validate() throws {
    if all, !pairs.assets.isEmpty {
      throw ValidationError("--all takes everything a holder has; --asset does not go with it.")
    }
  }

  func run() async throws {
    let context = ToolContext.current
    try ChangeRunner.requireAnswerer(change, context)
    guard all || !(pairs.assets.isEmpty && pairs.from.isEmpty) else {
      throw ToolError(
        .usage,
        "No asset is named. Name one with --asset, or a file with adamId; --all takes everything "
          + "a holder has. Nothing was sent.")
    }
    let session = try await LocationSession.open(common, .changing, context)
    try await session.load()
    let builder = PairBuilder(pairs, Naming(session), isQuiet: common.quiet, context)
    var request =
      all
      ? ChangeRequest.reclaimAll(from: try await builder.holders())
      : ChangeRequest(kind: .reclaim, pairs: try await builder.pairs())
    request.reason = change.reason
    request.impossible = change.skipImpossible ? .leaveOut : .refuse
    try await ChangeRunner(
      session: session, options: change, format: output.format, isQuiet: common.quiet
    ).run(request)
  }
}
