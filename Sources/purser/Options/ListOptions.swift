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
