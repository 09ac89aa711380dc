import ArgumentParser
import LocationStore

/// The filter of every list; the console's language (product.md section 6).
struct FilterOption: ParsableArguments {
  @Option(
    help: ArgumentHelp("Only rows that pass, in the console's filter language.", valueName: "text"))
  var filter: String?

  /// The filter for a list; what is not understood is a usage error.
  func query(_ kind: ListKind) throws -> FilterQuery {
    let query = FilterQuery(filter ?? "", for: kind)
    guard query.problems.isEmpty else {
      throw ToolError(
        .usage,
        query.problems.joined(separator: "\n") + "\nColumns here: "
          + kind.columns.map(\.rawValue).joined(separator: ", ") + ".")
    }
    return query
  }
}

/// Which pairs a list is about: of an asset, of a holder, of both.
struct WhoseOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Of this asset: adam ID, ID:PLUS or name.", valueName: "a"))
  var asset: String?

  @Option(help: ArgumentHelp("Of this user: client user ID or e-mail.", valueName: "u"))
  var user: String?

  @Option(help: ArgumentHelp("Of this device.", valueName: "sn"))
  var serial: String?

  /// Whether nothing is named.
  var isEmpty: Bool { asset == nil && user == nil && serial == nil }

  func validate() throws {
    if user != nil, serial != nil {
      throw ValidationError("Name --user or --serial, not both.")
    }
  }
}
