package import AppsAndBooks

/// A device of a loaded list: a serial number and, where the list has one, a label.
package struct LabelledDevice: Hashable, Sendable {
  /// The serial number.
  package var serial: SerialNumber
  /// A name, a room, an asset tag.
  package var label: String?

  /// Joins a serial number and a label.
  package init(serial: SerialNumber, label: String? = nil) {
    self.serial = serial
    self.label = label
  }
}

/// The devices of a location: every serial number seen in assignments or loaded from a list.
package final class DeviceTable: Sendable {
  /// Serial numbers, each once.
  let serials: StringTable
  let labels: StringTable
  /// For each row whether assignments named it (`seen`) and whether a loaded list does (`listed`).
  let flags: [UInt8]

  /// An assignment named the row since the last full walk.
  static let seen: UInt8 = 1
  /// A loaded list names the row.
  static let listed: UInt8 = 2

  /// Takes finished columns.
  init(serials: StringTable, labels: StringTable, flags: [UInt8]) {
    self.serials = serials
    self.labels = labels
    self.flags = flags
  }

  /// A table without rows.
  static var empty: DeviceTable { DeviceColumns().table() }

  /// The number of rows.
  package var count: Int { flags.count }

  /// The serial number of a row as text.
  package func serial(_ index: Int) -> String { serials[index] }

  /// The label of a row, from a loaded list.
  package func label(_ index: Int) -> String? {
    labels.range(index).isEmpty ? nil : labels[index]
  }

  /// Whether only a loaded list names the device: no assignment was seen.
  package func isListedOnly(_ index: Int) -> Bool { flags[index] == Self.listed }

  /// Whether anything names the device still; rows of forgotten lists are not shown.
  package func isShown(_ index: Int) -> Bool { flags[index] != 0 }

  /// The row of a serial number, compared byte by byte.
  package func index(of serial: SerialNumber) -> Int? { serials.index(of: serial.rawValue) }
}
