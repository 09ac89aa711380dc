/// Decodes the bytes of a CSV file: UTF-8 or UTF-16, with or without byte-order mark.
enum CSVText {
  static func decode(_ bytes: [UInt8]) throws(CSVProblems) -> [Unicode.Scalar] {
    if bytes.starts(with: [0xFF, 0xFE]) { return try utf16(bytes.dropFirst(2), low: 0) }
    if bytes.starts(with: [0xFE, 0xFF]) { return try utf16(bytes.dropFirst(2), low: 1) }
    if bytes.count >= 4, bytes[0] != 0, bytes[1] == 0, bytes[3] == 0 {
      return try utf16(bytes[...], low: 0)
    }
    if bytes.count >= 4, bytes[0] == 0, bytes[1] != 0, bytes[2] == 0 {
      return try utf16(bytes[...], low: 1)
    }
    return try utf8(bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...])
  }

  private static func utf8(_ bytes: ArraySlice<UInt8>) throws(CSVProblems) -> [Unicode.Scalar] {
    var scalars: [Unicode.Scalar] = []
    scalars.reserveCapacity(bytes.count)
    var line = 1
    var iterator = bytes.makeIterator()
    var decoder = UTF8()
    while true {
      switch decoder.decode(&iterator) {
      case .scalarValue(let scalar):
        try refuseNUL(scalar, line)
        if scalar == "\n" { line += 1 }
        scalars.append(scalar)
      case .emptyInput: return scalars
      case .error:
        throw CSVProblems([
          CSVProblem(line: line, "the text is neither UTF-8 nor UTF-16. Save it as UTF-8.")
        ])
      }
    }
  }

  private static func utf16(
    _ bytes: ArraySlice<UInt8>, low: Int
  ) throws(CSVProblems) -> [Unicode.Scalar] {
    var units: [UInt16] = []
    units.reserveCapacity(bytes.count / 2)
    var index = bytes.startIndex
    while index + 1 < bytes.endIndex {
      units.append(UInt16(bytes[index + low]) | UInt16(bytes[index + 1 - low]) << 8)
      index += 2
    }
    guard let text = String(validating: units, as: UTF16.self), index == bytes.endIndex else {
      throw CSVProblems([
        CSVProblem(line: 1, "the text looks like UTF-16 and is broken. Save it as UTF-8.")
      ])
    }
    var line = 1
    for scalar in text.unicodeScalars {
      try refuseNUL(scalar, line)
      if scalar == "\n" { line += 1 }
    }
    return Array(text.unicodeScalars)
  }

  private static func refuseNUL(_ scalar: Unicode.Scalar, _ line: Int) throws(CSVProblems) {
    if scalar == "\0" {
      throw CSVProblems([CSVProblem(line: line, "there is a NUL; this is no text file.")])
    }
  }
}
