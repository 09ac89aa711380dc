/// The name by which a kept token is called: `a-z 0-9 - _`, at most 32.
package struct LocationName: Sendable, Hashable, Comparable, CustomStringConvertible {
  package let rawValue: String

  /// The longest name, in characters.
  package static let maximumLength = 32

  /// A name as the person typed it; nothing if it breaks the rule.
  package init?(_ text: String) {
    guard (1...Self.maximumLength).contains(text.utf8.count), text.utf8.allSatisfy(Self.isAllowed)
    else { return nil }
    rawValue = text
  }

  /// A name made from the service's text (`locationName`, `orgName`) or any other: lower-cased, diacritics folded, everything else
  /// a hyphen.
  ///
  /// Nothing if no letter or digit is left.
  package init?(folding text: String) {
    var name = ""
    for scalar in text.lowercased().unicodeScalars where name.utf8.count < Self.maximumLength {
      if scalar.properties.generalCategory == .nonspacingMark { continue }
      let folded = scalar.isASCII ? String(scalar) : scalar.latinBase ?? "-"
      for byte in folded.utf8 where name.utf8.count < Self.maximumLength {
        let character = Self.isAllowed(byte) ? Character(Unicode.Scalar(byte)) : "-"
        if character != "-" || !(name.isEmpty || name.hasSuffix("-")) { name.append(character) }
      }
    }
    while name.hasSuffix("-") { name.removeLast() }
    guard name.utf8.contains(where: \.isASCIIAlphanumeric) else { return nil }
    rawValue = name
  }

  /// The name that a downloaded token file suggests: without folder, `sToken_for_` and ending.
  package init?(fileName: String) {
    var base = fileName.split(separator: "/").last.map(String.init) ?? fileName
    if let dot = base.lastIndex(of: "."), dot != base.startIndex { base = String(base[..<dot]) }
    let prefix = "stoken_for_"
    if base.lowercased().hasPrefix(prefix) { base = String(base.dropFirst(prefix.count)) }
    self.init(folding: base)
  }

  package var description: String { rawValue }

  package static func < (left: LocationName, right: LocationName) -> Bool {
    left.rawValue < right.rawValue
  }

  /// The sentence that says what a name may be.
  package static let rule = "A name has 1 to 32 of a-z, 0-9, - and _."

  private static func isAllowed(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || byte.isASCIIDigit
      || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
  }
}

extension Unicode.Scalar {
  /// The plain Latin letters of a small Latin letter with diacritics, by its Unicode name: é → e, ø → o, æ → ae, ß → ss.
  fileprivate var latinBase: String? {
    if self == "ß" { return "ss" }
    let prefix = "LATIN SMALL LETTER "
    guard let name = properties.name, name.hasPrefix(prefix) else { return nil }
    let words = name.dropFirst(prefix.count).split(separator: " ")
    guard let letter = words.first(where: { $0 != "DOTLESS" }), letter.count <= 2 else {
      return nil
    }
    return letter.lowercased()
  }
}
