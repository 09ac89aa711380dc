/// The App Store identifier of an app or a book, as the service writes it: decimal digits in a string.
///
/// (service-api.md section 5.1.) Kept as text, since the service promises no numeric range.
package struct AdamID: RawRepresentable, Hashable, Sendable, Comparable {
  /// The identifier exactly as the service wrote it.
  package let rawValue: String

  /// Takes the service's text as it is.
  package init(rawValue: String) {
    self.rawValue = rawValue
  }

  /// Takes a person's text, which is an adam ID only if it is 1 to 19 digits, without a leading zero.
  package init?(typed text: String) {
    let digits = text.utf8
    guard (1...19).contains(digits.count), digits.allSatisfy({ (48...57).contains($0) }),
      digits.first != 48
    else { return nil }
    rawValue = text
  }

  /// Orders by number, not by text: fewer digits come first.
  package static func < (a: AdamID, b: AdamID) -> Bool {
    (a.rawValue.utf8.count, a.rawValue) < (b.rawValue.utf8.count, b.rawValue)
  }
}
