import AppsAndBooks
import Testing

@testable import LocationStore

struct SortTests {
  private let location = Samples.location(assets: 25, holders: 120, rows: 1_200, seed: 9)

  @Test("every column sorts every list; reversed is the mirror", arguments: ListKind.allCases)
  func everyColumn(_ kind: ListKind) async throws {
    for column in kind.columns {
      let none = FilterQuery("", for: kind)
      let up = try await location.rows(of: kind, filter: none, sort: SortOrder(column))
      let down = try await location.rows(
        of: kind, filter: none, sort: SortOrder(column, descending: true))
      #expect(up.rows == down.rows.reversed())
      #expect(Set(up.rows).count == up.rows.count)
      let keys = up.rows.map { key(kind, column, Int($0)) }
      #expect(zip(keys, keys.dropFirst()).allSatisfy { $0 <= $1 }, "\(kind) \(column)")
    }
  }

  @Test("equal values keep the order of the first column")
  func ties() async throws {
    let rows = try await location.rows(
      of: .assets, filter: FilterQuery("", for: .assets), sort: SortOrder(.left))
    let keys = rows.rows.map { row in
      let record = location.assets.record(Int(row))
      return (record.asset.availableCount ?? -1, Folding.folded(record.displayName))
    }
    for (a, b) in zip(keys, keys.dropFirst()) where a.0 == b.0 {
      #expect(!b.1.lexicographicallyPrecedes(a.1))
    }
  }

  @Test("the assignments of one asset come by holder")
  func scoped() async throws {
    let rows = try await location.rows(
      of: .assignments, filter: FilterQuery("", for: .assignments), sort: SortOrder(.asset),
      scope: .ofAsset(3))
    let holders = rows.rows.map {
      Folding.folded(location.assignment(Int($0)).holder.text)
    }
    #expect(!holders.isEmpty)
    for (a, b) in zip(holders, holders.dropFirst()) { #expect(!b.lexicographicallyPrecedes(a)) }
  }

  @Test("rows under change come first by state, and are found anew when the states change")
  func states() async throws {
    let row = location.assignment(700)
    let sort = SortOrder(.state)
    let none = FilterQuery("", for: .assignments)
    let before = try await location.rows(of: .assignments, filter: none, sort: sort)
    #expect(before.rows.first != 700)
    let after = try await location.rows(
      of: .assignments, filter: none, sort: sort, states: RowStates([row: "pending"]))
    #expect(after.rows.first == 700)
  }

  /// What a row is sorted by, as bytes that compare like it.
  private func key(_ kind: ListKind, _ column: ListColumn, _ row: Int) -> Key {
    if column.isNumber {
      return .number(location.number(column, of: kind, row: row) ?? -1)
    }
    let text: String
    switch (kind, column) {
    case (.assignments, .asset):
      text = location.assets.displayName(location.assignments.assetIndex(row))
    case (.assignments, .id):
      text = location.assets.record(location.assignments.assetIndex(row)).idText
    case (.assignments, .holder): text = location.assignment(row).holder.text
    case (.assignments, .kind): text = location.assignments.holder(row).isDevice ? "0" : "1"
    case (.assignments, .state): text = ""
    case (.clientUsers, .status): text = location.users.status(row)?.rawValue ?? ""
    default: text = location.texts(column, of: kind).map { $0[row] } ?? ""
    }
    return .text(Folding.folded(text))
  }

  private enum Key: Comparable {
    case number(Int)
    case text([UInt8])

    static func < (a: Key, b: Key) -> Bool {
      switch (a, b) {
      case (.number(let a), .number(let b)): a < b
      case (.text(let a), .text(let b)): a.lexicographicallyPrecedes(b)
      default: false
      }
    }
  }
}
