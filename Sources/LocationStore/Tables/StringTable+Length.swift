extension StringTable {
  /// The most characters, counted as scalars, that one of the strings has; linear in the bytes.
  var longest: Int {
    var longest = 0
    for index in 0..<count where range(index).count > longest {
      longest = max(longest, bytes[range(index)].count { $0 & 0xC0 != 0x80 })
    }
    return longest
  }
}

extension UserTable {
  /// The most characters an identifier has, for the width of its column; linear in the rows.
  package var longestID: Int { ids.longest }
}

extension DeviceTable {
  /// The most characters a serial number has, for the width of its column; linear in the rows.
  package var longestSerial: Int { serials.longest }
}
