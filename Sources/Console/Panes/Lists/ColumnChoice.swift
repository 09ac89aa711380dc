package import LocationStore

/// Which columns the lists show and in which order, where the configuration says so.
package struct ColumnChoice: Equatable, Sendable {
  private var columns: [KeyContext: [ListColumn]] = [:]

  /// The shipped columns.
  package init() {}

  /// The columns of `[columns]`, by the name of the list; their names were checked when the file was read.
  package init(_ names: [String: [String]]) {
    for (list, names) in names {
      guard let place = KeyContext(rawValue: list) else { continue }
      columns[place] = names.compactMap(ListColumn.init(rawValue:))
    }
  }

  /// The columns of a list; nil for the shipped ones.
  package subscript(list: ListID) -> [ListColumn]? { columns[list.context] }
}
