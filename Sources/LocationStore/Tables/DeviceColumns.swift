import AppsAndBooks

/// The growing twin of a `DeviceTable`.
struct DeviceColumns: Sendable {
  private var serials: GrowingStrings
  private var flags: [UInt8]
  private var labels: [Int: String] = [:]

  /// Begins without rows, or continues a finished table.
  init(_ table: DeviceTable? = nil) {
    serials = GrowingStrings(table?.serials)
    flags = table?.flags ?? []
    for row in 0..<(table?.count ?? 0) {
      if let label = table?.label(row) { labels[row] = label }
    }
  }

  /// The number of rows.
  var count: Int { flags.count }

  /// The row of a serial number that an assignment names; adds one where there is none.
  mutating func row(of serial: UnsafeRawBufferPointer) -> Int {
    let row = intern(serial)
    flags[row] |= DeviceTable.seen
    return row
  }

  /// Takes what the loaded lists say now, in place of what they said before.
  mutating func setLists(_ devices: [LabelledDevice]) {
    labels = [:]
    for row in flags.indices { flags[row] &= ~DeviceTable.listed }
    for device in devices {
      var serial = device.serial.rawValue
      let row = serial.withUTF8 { intern(UnsafeRawBufferPointer($0)) }
      flags[row] |= DeviceTable.listed
      if let label = device.label { labels[row] = label }
    }
  }

  /// Makes the table.
  func table() -> DeviceTable {
    var texts = StringTableBuilder()
    for row in flags.indices { texts.append(labels[row] ?? "") }
    return DeviceTable(serials: serials.table(), labels: texts.table(), flags: flags)
  }

  private mutating func intern(_ serial: UnsafeRawBufferPointer) -> Int {
    let (row, isNew) = serials.intern(serial)
    if isNew { flags.append(0) }
    return row
  }
}
