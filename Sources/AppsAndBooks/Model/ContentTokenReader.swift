import FoundationEssentials

/// The steps from the bytes of a token file to what it says.
enum ContentTokenReader {
  /// What the token says about itself, beside the secret.
  struct Content: Decodable {
    var token: String?
    var orgName: String?
    var expDate: String?
  }

  /// Cuts a byte order mark and outer white space.
  static func trimmed(_ bytes: some Collection<UInt8>) -> [UInt8] {
    var rest = Array(bytes)[...]
    if rest.starts(with: [0xEF, 0xBB, 0xBF]) { rest = rest.dropFirst(3) }
    while let first = rest.first, isBlank(first) { rest = rest.dropFirst() }
    while let last = rest.last, isBlank(last) { rest = rest.dropLast() }
    return Array(rest)
  }

  /// Reads what the token says, or names the step that failed.
  static func content(of bytes: [UInt8]) throws(ContentTokenError) -> Content {
    guard !bytes.isEmpty else { throw .empty }
    guard bytes.count <= 8_192 else { throw .tooLong }
    if bytes[0] == UInt8(ascii: "{") { throw .notEncoded }
    if let position = bytes.firstIndex(where: { !isBase64($0) }) {
      if bytes[position] == UInt8(ascii: "\"") || bytes[position] == UInt8(ascii: "'") {
        throw .quoted(position: position + 1)
      }
      if isBlank(bytes[position]) { throw .brokenByBlank(position: position + 1) }
      throw .notBase64(position: position + 1)
    }
    guard let decoded = Data(base64Encoded: Data(bytes)) else {
      throw .notBase64(position: bytes.count)
    }
    return try content(ofDecoded: decoded)
  }

  private static func content(ofDecoded decoded: Data) throws(ContentTokenError) -> Content {
    guard decoded.first(where: { !isBlank($0) }) == UInt8(ascii: "{") else { throw .innerValue }
    let content: Content
    do {
      content = try JSONDecoder().decode(Content.self, from: decoded)
    } catch DecodingError.typeMismatch(_, let context) {
      throw .wrongType(member: context.codingPath.first?.stringValue ?? "token")
    } catch {
      throw .notJSON
    }
    guard let inner = content.token, !inner.isEmpty else { throw .noSecret }
    return content
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 32 || (9...13).contains(byte) }

  private static func isBase64(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "/"),
      UInt8(ascii: "="):
      true
    default: false
    }
  }
}
