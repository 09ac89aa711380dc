import AppsAndBooks
import ArgumentParser
import LocationStore
import Operations

/// `purser reassign`: moves licences from one holder to another.
struct ReassignCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reassign", abstract: "Move assets from one holder to another.",
    discussion: """
      Assigns first where a licence is free, reclaims first where none is; the second half is sent \
      once the first is verified. Without --asset everything reclaimable moves. A file with the \
      columns old and new moves from each old to its new holder.
      """)

  @OptionGroup var common: CommonOptions
  @OptionGroup var output: FormatOptions
  @OptionGroup var change: ChangeOptions

  @Option(
    name: .customLong("asset"), help: ArgumentHelp("Adam ID, ID:PLUS or name.", valueName: "a"))
  var assets: [String] = []

  @Option(help: ArgumentHelp("The old holder: user:ID or serial:SN.", valueName: "target"))
  var from: String?

  @Option(help: ArgumentHelp("The new holder: user:ID or serial:SN.", valueName: "target"))
  var to: String?

  @Option(
    help: ArgumentHelp(
      "Old and new holders from a CSV file; - is standard input.", valueName: "file.csv"))
  var map: String?

  func validate() throws {
    let hasPair = from != nil && to != nil
    guard (map != nil) != hasPair, map == nil || (from == nil && to == nil) else {
      throw ValidationError("Name --from and --to, or a file with --map.")
    }
  }

  func run() async throws {
    let context = ToolContext.current
    try ChangeRunner.requireAnswerer(change, context)
    let session = try await LocationSession.open(common, .changing, context)
    try await session.load()
    let naming = Naming(session)
    let holders = try await holders(naming, context)
    if !common.quiet {
      await naming.warn(ofLookAlikesOf: PairBuilder.users(holders.flatMap { [$0.old, $0.new] }))
    }
    var named: [AssetID] = []
    for text in assets { named.append(try await naming.asset(text)) }
    var moves: [Move] = []
    for (old, new) in holders {
      let held = named.isEmpty ? try await reclaimable(of: old, session) : named
      moves += held.map { Move(asset: $0, from: old, to: new) }
    }
    guard !moves.isEmpty else {
      throw ToolError(
        .usage, "The old holder has nothing that can be reassigned. Nothing was sent.")
    }
    var request = ChangeRequest.reassign(moves, reason: change.reason)
    request.impossible = change.skipImpossible ? .leaveOut : .refuse
    try await ChangeRunner(
      session: session, options: change, format: output.format, isQuiet: common.quiet
    ).run(request)
  }

  private func holders(
    _ naming: Naming, _ context: ToolContext
  ) async throws -> [(old: Holder, new: Holder)] {
    if let map {
      return try await MapFile.read(map, naming, isQuiet: common.quiet, context)
        .map { ($0.old, $0.new) }
    }
    guard let from, let to else { return [] }
    let (old, new) = (try await naming.target(from), try await naming.target(to))
    guard old != new else {
      throw ToolError(.usage, "\(from) is the old and the new holder. Nothing was sent.")
    }
    return [(old, new)]
  }

  /// What a holder has that can be moved, read freshly; books stay without a word, since nobody named them.
  private func reclaimable(of holder: Holder, _ session: LocationSession) async throws -> [AssetID]
  {
    let snapshot = session.store.current()
    return try await session.store.freshAssignments(of: holder).map(\.asset).sorted().filter { id in
      snapshot.assets.index(of: id).map { snapshot.assets.record($0).asset.canBeReclaimed } ?? true
    }
  }
}
