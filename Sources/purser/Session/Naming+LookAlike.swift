import AppsAndBooks
import LocationStore

extension Naming {
  /// Tells of identifiers that are no user's and look like one that is: known from the cache alone, so nobody is asked.
  func warn(ofLookAlikesOf ids: [ClientUserID]) {
    let users = session.store.current().users
    let unknown = ids.filter { users.index(of: $0) == nil }
    guard !unknown.isEmpty, users.count > 0 else { return }
    if lookAlikes.isEmpty {
      for index in 0..<users.count where users.isListed(index) {
        lookAlikes[Self.skeleton(users.id(index).rawValue)] = users.id(index)
      }
    }
    for id in unknown {
      guard let twin = lookAlikes[Self.skeleton(id.rawValue)], twin != id else { continue }
      session.settings.context.errors.line(
        SafeText.line(
          "purser: '\(id.rawValue)' is not the user '\(twin.rawValue)', but looks alike."))
    }
  }

  /// What is left of an identifier where the differences that eyes miss are taken away.
  static func skeleton(_ text: String) -> String {
    var skeleton = String.UnicodeScalarView()
    for scalar in text.lowercased().unicodeScalars {
      let isUnseen =
        scalar.properties.isWhitespace || scalar.properties.isDefaultIgnorableCodePoint
        || scalar == "-" || scalar == "_" || scalar == "."
      if isUnseen { continue }
      // Full-width forms stand 0xFEE0 above ASCII.
      let isWide = (0xFF01...0xFF5E).contains(scalar.value)
      let plain = isWide ? Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar : scalar
      skeleton.append(twins[plain] ?? plain)
    }
    return String(skeleton).lowercased()
  }

  /// Letters and digits that look like another; the Cyrillic and Greek ones are those of the common fonts.
  private static let twins: [Unicode.Scalar: Unicode.Scalar] = [
    "0": "o", "1": "l", "i": "l", "ı": "l", "а": "a", "е": "e", "о": "o", "р": "p", "с": "c",
    "х": "x", "у": "y", "і": "l", "ѕ": "s", "ј": "j", "к": "k", "м": "m", "т": "t", "ο": "o",
    "α": "a", "ν": "v", "ρ": "p", "κ": "k", "ι": "l",
  ]
}
