import AppsAndBooks
import Files

extension CacheWriter {
  /// Rows are handed over to the file in pieces of about so many bytes.
  private static let pieceSize = 1 << 17

  /// Writes assignments: the ids once, then for each asset the numbers of its holders as differences.
  ///
  /// A holder's number is twice its place in its list, plus one for devices. Places that hold nothing are `null`, so that
  /// the numbers are those of the snapshot and the file loads without sorting.
  mutating func assignments(
    of snapshot: LocationSnapshot, flush: (inout CacheWriter) throws -> Void
  ) rethrows {
    let table = snapshot.assignments
    let starts = table.holderStarts
    let codes = starts.indices.dropLast().filter { starts[$0] < starts[$0 + 1] }
    let users = (codes.last { $0 & 1 == 0 } ?? -2) / 2 + 1
    let devices = ((codes.last { $0 & 1 == 1 } ?? -1) + 1) / 2
    let assets = (0..<snapshot.assets.count).filter { !table.range(ofAsset: $0).isEmpty }
    json.raw(#","count":"#)
    json.integer(table.count)
    array(#","assets":"#, assets) { json, row in
      let id = snapshot.assets.records[row].asset.id
      json.string("\(id.adamID.rawValue):\(id.pricingParam.rawValue)")
    }
    array(#","clientUserIds":"#, 0..<users) { json, row in
      json.string(table.rows(ofUser: row).isEmpty ? nil : snapshot.users.ids[row])
    }
    array(#","serialNumbers":"#, 0..<devices) { json, row in
      json.string(table.rows(ofDevice: row).isEmpty ? nil : snapshot.devices.serials[row])
    }
    try flush(&self)
    json.raw(#","rows":["#)
    for (index, asset) in assets.enumerated() {
      json.raw(index == 0 ? "\n[" : ",\n[")
      var last: Int32 = 0
      var isFirst = true
      for row in table.range(ofAsset: asset) {
        let code = table.holders[row]
        if !isFirst { json.raw(",") }
        isFirst = false
        json.integer(Int(code - last))
        last = code
      }
      json.raw("]")
      if json.bytes.count > Self.pieceSize { try flush(&self) }
    }
    json.raw("]")
  }
}

/// The columns of the assignments as they are read.
struct CachedAssignments {
  private var count = 0
  private var assets = StringTableBuilder()
  private var users = StringTableBuilder()
  private var devices = StringTableBuilder()
  private var rowAssets: [Int32] = []
  private var rowHolders: [Int32] = []
  private var hasRows = false

  /// Reads a member; `false` if it is none of these.
  mutating func read(_ name: String, _ scanner: inout CacheScanner) throws(CacheProblem) -> Bool {
    switch name {
    case "count": count = try scanner.integer()
    case "assets": try scanner.strings(into: &assets)
    case "clientUserIds": try scanner.strings(into: &users)
    case "serialNumbers": try scanner.strings(into: &devices)
    case "rows": try readRows(&scanner)
    default: return false
    }
    return true
  }

  private mutating func readRows(_ scanner: inout CacheScanner) throws(CacheProblem) {
    guard count >= 0, count <= 20_000_000 else { throw .damaged("its count is out of range") }
    var assetColumn: [Int32] = []
    var holderColumn: [Int32] = []
    assetColumn.reserveCapacity(count)
    holderColumn.reserveCapacity(count)
    let ends = [users.count, devices.count]
    var asset: Int32 = 0
    try scanner.array { scanner throws(CacheProblem) in
      var code = 0
      var isFirst = true
      try scanner.integers { step throws(CacheProblem) in
        code &+= step
        guard step > 0 || (isFirst && step == 0), code >> 1 < ends[code & 1] else {
          throw .damaged("a row names no holder")
        }
        isFirst = false
        assetColumn.append(asset)
        holderColumn.append(Int32(truncatingIfNeeded: code))
      }
      asset += 1
    }
    guard asset == assets.count, holderColumn.count == count else {
      throw .damaged("its number of rows differs from its count")
    }
    rowAssets = assetColumn
    rowHolders = holderColumn
    hasRows = true
  }

  /// Enters the rows into a model and makes their table; without sorting where the model's order is the file's.
  func table(in model: inout LocationModel) throws(CacheProblem) -> AssignmentTable {
    guard hasRows else { throw .damaged("its rows are missing") }
    var assetRows: [Int32] = []
    for index in 0..<assets.count { assetRows.append(try assetRow(index, in: &model)) }
    var codes = [Int32](repeating: -1, count: 2 * max(users.count, devices.count))
    for code in rowHolders { codes[Int(code)] = 0 }
    for code in codes.indices where codes[code] == 0 {
      codes[code] =
        code & 1 == 0
        ? model.userCode(of: users, code >> 1) : model.deviceCode(of: devices, code >> 1)
    }
    let mappedAssets = rowAssets.map { assetRows[Int($0)] }
    let mappedHolders = rowHolders.map { codes[Int($0)] }
    if Self.isAscending(assetRows), Self.isAscending(codes.filter { $0 >= 0 }) {
      return AssignmentTable(sortedAssets: mappedAssets, holders: mappedHolders)
    }
    return AssignmentTable(
      keys: zip(mappedAssets, mappedHolders).map { AssignmentKey($0) << 32 | AssignmentKey($1) })
  }

  private func assetRow(
    _ index: Int, in model: inout LocationModel
  ) throws(CacheProblem) -> Int32 {
    let text = assets.text(index) ?? ""
    guard let colon = text.lastIndex(of: ":") else { throw .damaged("an asset has no variant") }
    let id = AssetID(
      AdamID(rawValue: String(text[..<colon])),
      PricingParam(rawValue: String(text[text.index(after: colon)...])))
    return Int32(model.row(of: id))
  }

  private static func isAscending(_ numbers: [Int32]) -> Bool {
    zip(numbers, numbers.dropFirst()).allSatisfy { $0 < $1 }
  }
}

extension LocationModel {
  /// The code of a client user by the text of a column.
  fileprivate mutating func userCode(of column: StringTableBuilder, _ index: Int) -> Int32 {
    column.withBytes(index) { HolderRef.user(users.row(of: $0)).code }
  }

  /// The code of a device by the text of a column.
  fileprivate mutating func deviceCode(of column: StringTableBuilder, _ index: Int) -> Int32 {
    column.withBytes(index) { HolderRef.device(devices.row(of: $0)).code }
  }
}
