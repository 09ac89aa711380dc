import Foundation

/// Finds pieces of a token of 24 characters or more where none may be (I6).
struct Canary {
  private static let window = 24
  private let secrets: [Data]

  /// The token's text, and the secret inside it.
  init(token: String) {
    var secrets = [Data(token.utf8)]
    if let inner = Data(base64Encoded: token),
      let json = try? JSONSerialization.jsonObject(with: inner) as? [String: Any],
      let text = json["token"] as? String
    {
      secrets.append(Data(text.utf8))
    }
    self.secrets = secrets
  }

  /// How many secrets it looks for.
  var count: Int { secrets.count }

  /// Whether the bytes hold such a piece.
  ///
  /// Any 24 characters in a row hold 12 that begin at a multiple of 12, so that these blocks are looked for first.
  func isIn(_ bytes: Data) -> Bool {
    secrets.contains { secret in
      stride(from: 0, to: secret.count - 11, by: 12).contains { offset in
        guard let found = bytes.range(of: secret[offset..<offset + 12]) else { return false }
        return length(around: found, bytes, offset, secret) >= Self.window
      }
    }
  }

  private func length(around found: Range<Int>, _ bytes: Data, _ offset: Int, _ secret: Data) -> Int
  {
    var before = 0
    while before < offset, found.lowerBound - before > bytes.startIndex,
      bytes[found.lowerBound - before - 1] == secret[offset - before - 1]
    {
      before += 1
    }
    var after = 12
    while offset + after < secret.count, found.lowerBound + after < bytes.endIndex,
      bytes[found.lowerBound + after] == secret[offset + after]
    {
      after += 1
    }
    return before + after
  }
}
