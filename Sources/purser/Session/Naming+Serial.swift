import Files

extension Naming {
  /// Why a text is no serial number, with the place; nothing if it can be one.
  ///
  /// Outer white space does not count. Looked at before letters are made capitals: some look-alikes (ſ, ı) become ASCII letters by that.
  static func serialProblem(_ text: String) -> String? {
    let scalars = Array(text.trimmed.unicodeScalars)
    guard !scalars.isEmpty else { return "A serial number is empty." }
    guard let place = scalars.firstIndex(where: { !isPlain($0) }) else { return nil }
    return
      "'\(text.trimmed.shortened)' is not a serial number, which has ASCII letters and digits only: "
      + "character \(place + 1) is \(word(scalars[place]))."
  }

  private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "0"..."9", "A"..."Z", "a"..."z": true
    default: false
    }
  }

  /// A character that does not show what it is.
  private static func word(_ scalar: Unicode.Scalar) -> String {
    if scalar == " " { return "a blank" }
    if scalar.isASCII, scalar.value > 0x20, scalar.value < 0x7F { return "'\(scalar)'" }
    let digits = String(scalar.value, radix: 16, uppercase: true)
    let code = "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    return scalar.properties.name.map { "\(code) (\($0))" } ?? code
  }
}

extension String {
  /// The text made safe for one line of a sentence, and only its beginning where it is too long to be repeated.
  var shortened: String {
    SafeText.line(
      unicodeScalars.count <= 64 ? self : String(unicodeScalars.prefix(60)) + "…")
  }
}
