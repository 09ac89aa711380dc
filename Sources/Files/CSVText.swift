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
    var iterator = bytes.makeIterator()
    var decoder = UTF8()
    while true {
      switch decoder.decode(&iterator) {
      case .scalarValue(let scalar): scalars.append(scalar)
      case .emptyInput:
        try refuseNUL(in: scalars)
        return scalars
      case .error:
        try refuseNUL(in: scalars)
        throw CSVProblems([
          CSVProblem(
            line: line(atEndOf: scalars[...]),
            "the text is neither UTF-8 nor UTF-16. Save it as UTF-8.")
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
    let scalars = Array(text.unicodeScalars)
    try refuseNUL(in: scalars)
    return scalars
  }

  private static func refuseNUL(in scalars: [Unicode.Scalar]) throws(CSVProblems) {
    guard let place = scalars.firstIndex(of: "\0") else { return }
    let line = line(atEndOf: scalars[..<place])
    throw CSVProblems([CSVProblem(line: line, "there is a NUL; this is no text file.")])
  }

  /// The line on which a text ends; CR, LF and CR LF end lines.
  private static func line(atEndOf scalars: ArraySlice<Unicode.Scalar>) -> Int {
    var line = 1
    var before: Unicode.Scalar?
    for scalar in scalars {
      if scalar == "\r" || (scalar == "\n" && before != "\r") { line += 1 }
      before = scalar
    }
    return line
  }
}
