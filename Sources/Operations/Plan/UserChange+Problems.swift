package import AppsAndBooks

extension UserChange {
  /// The longest identifier that is sent, in bytes of UTF-8.
  package static let maximumIDLength = 255
  /// The longest mail address that is sent, in bytes of UTF-8.
  package static let maximumAddressLength = 320

  /// Why a text is no identifier of a user; `nil` if it can be one (product.md section 5, «Plan»).
  package static func idProblem(_ text: String) -> String? {
    if text.isEmpty { return "A user ID is empty." }
    if let place = Array(text.unicodeScalars).firstIndex(where: isControl) {
      return "A user ID has a control character at position \(place + 1)."
    }
    if text.utf8.count > maximumIDLength {
      return "A user ID has \(text.utf8.count) bytes; \(maximumIDLength) are the most."
    }
    return nil
  }

  /// Why a text is no mail address, or account written like one; `nil` if it can be one.
  package static func addressProblem(_ text: String, _ what: String) -> String? {
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    let isPlain = text.unicodeScalars.allSatisfy { scalar in
      !scalar.properties.isWhitespace && !isControl(scalar)
    }
    let isAddress = parts.count == 2 && isPlain && parts.allSatisfy { !$0.isEmpty }
    if isAddress && text.utf8.count <= maximumAddressLength { return nil }
    let scalars = text.unicodeScalars
    var shown = String.UnicodeScalarView(scalars.count <= 64 ? scalars[...] : scalars.prefix(60))
    shown = .init(shown.map { isControl($0) ? " " : $0 })
    return "'\(String(shown))\(scalars.count <= 64 ? "" : "…")' is no \(what)."
  }

  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.generalCategory == .control
  }
}
