/// A holder by its row in the tables of one snapshot.
package enum HolderRef: Hashable, Sendable {
  /// Row of `UserTable`.
  case user(Int)
  /// Row of `DeviceTable`.
  case device(Int)

  /// The two cases as one number, dense enough to index arrays: the row, then one bit for «device».
  var code: Int32 {
    switch self {
    case .user(let row): Int32(row) << 1
    case .device(let row): Int32(row) << 1 | 1
    }
  }

  /// The holder of a code.
  init(code: Int32) {
    self = code & 1 == 0 ? .user(Int(code >> 1)) : .device(Int(code >> 1))
  }

  /// Whether it is a device.
  package var isDevice: Bool {
    if case .device = self { true } else { false }
  }
}

/// Row numbers of the assignment table, in ascending order.
package struct RowIDs: RandomAccessCollection, Sendable {
  private enum Storage: Sendable {
    case range(Range<Int>)
    case slice(ArraySlice<Int32>)
  }
  private let storage: Storage

  /// Rows that lie side by side.
  init(_ range: Range<Int>) { storage = .range(range) }

  /// Rows that an index names.
  init(_ slice: ArraySlice<Int32>) { storage = .slice(slice) }

  /// Always 0.
  package var startIndex: Int { 0 }

  /// The number of rows.
  package var endIndex: Int {
    switch storage {
    case .range(let range): range.count
    case .slice(let slice): slice.count
    }
  }

  /// The row number at a position.
  package subscript(position: Int) -> Int {
    switch storage {
    case .range(let range): range.lowerBound + position
    case .slice(let slice): Int(slice[slice.startIndex + position])
    }
  }
}
