/// All assignments as columns, sorted by asset and then by holder: twelve bytes a row.
///
/// The rows of an asset lie side by side; the rows of a holder are found by an index. Built off the main actor.
package final class AssignmentTable: Sendable {
  /// For each row the row of the asset table.
  let assets: [Int32]
  /// For each row the code of the holder.
  let holders: [Int32]
  /// For each asset where its rows begin, and at the end the number of rows.
  let assetStarts: [Int32]
  /// Row numbers grouped by holder.
  let byHolder: [Int32]
  /// For each holder code where its group begins in `byHolder`, and at the end the number of rows.
  let holderStarts: [Int32]

  /// Takes finished columns.
  init(
    assets: [Int32], holders: [Int32], assetStarts: [Int32], byHolder: [Int32],
    holderStarts: [Int32]
  ) {
    self.assets = assets
    self.holders = holders
    self.assetStarts = assetStarts
    self.byHolder = byHolder
    self.holderStarts = holderStarts
  }

  /// A table without rows.
  package convenience init() {
    self.init(assets: [], holders: [], assetStarts: [0], byHolder: [], holderStarts: [0])
  }

  /// The number of assignments.
  package var count: Int { holders.count }

  /// The asset of a row, as a row of the asset table.
  package func assetIndex(_ row: Int) -> Int { Int(assets[row]) }

  /// The holder of a row.
  package func holder(_ row: Int) -> HolderRef { HolderRef(code: holders[row]) }

  /// The rows of an asset.
  package func rows(ofAsset index: Int) -> RowIDs { RowIDs(range(ofAsset: index)) }

  /// The rows of a client user.
  package func rows(ofUser index: Int) -> RowIDs { rows(of: .user(index)) }

  /// The rows of a device.
  package func rows(ofDevice index: Int) -> RowIDs { rows(of: .device(index)) }

  /// The rows of a holder.
  package func rows(of holder: HolderRef) -> RowIDs {
    let code = Int(holder.code)
    guard code + 1 < holderStarts.count else { return RowIDs(0..<0) }
    return RowIDs(byHolder[Int(holderStarts[code])..<Int(holderStarts[code + 1])])
  }

  /// Whether an asset is held by a holder.
  package func contains(_ assetIndex: Int, _ holder: HolderRef) -> Bool {
    row(assetIndex, holder) != nil
  }

  /// The row of an asset and a holder, found in logarithmic time.
  package func row(_ assetIndex: Int, _ holder: HolderRef) -> Int? {
    let code = holder.code
    var range = range(ofAsset: assetIndex)
    while !range.isEmpty {
      let middle = range.lowerBound + range.count / 2
      if holders[middle] == code { return middle }
      range = holders[middle] < code ? (middle + 1)..<range.upperBound : range.lowerBound..<middle
    }
    return nil
  }

  /// The rows of an asset, which lie side by side.
  func range(ofAsset index: Int) -> Range<Int> {
    guard index >= 0, index + 1 < assetStarts.count else { return 0..<0 }
    return Int(assetStarts[index])..<Int(assetStarts[index + 1])
  }
}
