/// Where the service is: scheme, host, port and path prefix of every call.
package struct ServiceEndpoint: Hashable, Sendable {
  /// `https` or `http`.
  package let scheme: String
  /// The host in lower case; an IPv6 address with its brackets.
  package let host: String
  /// The port where it is not the scheme's own.
  package let port: Int?
  /// The path without a slash at its end: `/mdm/v2`.
  package let path: String

  /// Apple's own: `https://vpp.itunes.apple.com/mdm/v2`.
  package static let apple = ServiceEndpoint(
    scheme: "https", host: "vpp.itunes.apple.com", port: nil, path: "/mdm/v2")

  init(scheme: String, host: String, port: Int?, path: String) {
    self.scheme = scheme
    self.host = host
    self.port = port
    self.path = path
  }

  /// Reads an address of the form `scheme://host[:port][/path]`; `nil` for anything else, user info, a query or port 0 included.
  ///
  /// Whether the host may be used is the caller's question (product.md section 2).
  package init?(_ text: String) {
    guard let parts = URLParts(text), parts.query.isEmpty else { return nil }
    self.init(
      scheme: parts.scheme, host: parts.host, port: parts.port,
      path: String(parts.path.reversed().drop { $0 == "/" }.reversed()))
  }

  /// The host with its port where that is not the scheme's own: the word for `"service"` and the header.
  package var name: String { port.map { "\(host):\($0)" } ?? host }

  /// Whether it is Apple's own host over https on its own port.
  package var isApple: Bool { scheme == "https" && host == Self.apple.host && port == nil }

  /// Whether the host is this machine.
  package var isLoopback: Bool {
    host == "localhost" || host == "[::1]" || Self.isLoopbackIPv4(host)
  }

  /// The whole address of a path below the prefix.
  func url(path suffix: String, query: [QueryItem]) -> String {
    "\(scheme)://\(name)\(path)\(suffix)" + QueryItem.text(of: query)
  }

  /// The address the service has named for a call, if it is on this very host; else `nil`.
  func accepted(_ learned: String?, query: [QueryItem]) -> String? {
    guard let learned, let parts = URLParts(learned), parts.scheme == scheme, parts.host == host,
      parts.port == port, parts.query.isEmpty
    else { return nil }
    return "\(scheme)://\(name)\(parts.path)" + QueryItem.text(of: query)
  }

  private static func isLoopbackIPv4(_ host: String) -> Bool {
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
  }
}

/// An address taken apart by strict rules: no user info, no fragment, no blanks, plain ASCII.
struct URLParts {
  var scheme: String
  var host: String
  var port: Int?
  var path: String
  var query: String

  init?(_ text: String) {
    guard text.utf8.allSatisfy({ $0 > 32 && $0 < 127 && $0 != 92 }), !text.contains("#"),
      let colon = text.firstRange(of: "://")
    else { return nil }
    scheme = text[..<colon.lowerBound].lowercased()
    guard scheme == "https" || scheme == "http" else { return nil }
    let rest = text[colon.upperBound...]
    let authorityEnd = rest.firstIndex { $0 == "/" || $0 == "?" } ?? rest.endIndex
    guard let (host, port) = Self.hostAndPort(rest[..<authorityEnd], scheme: scheme) else {
      return nil
    }
    self.host = host
    self.port = port
    let tail = rest[authorityEnd...]
    let mark = tail.firstIndex(of: "?") ?? tail.endIndex
    path = String(tail[..<mark])
    query = String(tail[mark...].dropFirst())
  }

  private static func hostAndPort(_ text: Substring, scheme: String) -> (String, Int?)? {
    guard !text.contains("@") else { return nil }
    var host = text
    var port: Int?
    let afterBracket = text.hasPrefix("[") ? text.firstIndex(of: "]") : text.startIndex
    guard let afterBracket else { return nil }
    if let colon = text[afterBracket...].firstIndex(of: ":") {
      guard let number = UInt16(text[text.index(after: colon)...]), number > 0 else { return nil }
      host = text[..<colon]
      port = Int(number)
    }
    guard !host.isEmpty, host.hasPrefix("[") == host.hasSuffix("]") else { return nil }
    let isDefault = port == (scheme == "https" ? 443 : 80)
    return (host.lowercased(), isDefault ? nil : port)
  }
}

/// One `name=value` of a query.
package struct QueryItem: Hashable, Sendable {
  /// The service's name of the parameter.
  package var name: String
  /// The value, not yet escaped.
  package var value: String

  /// Joins both.
  package init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }

  /// The query with its question mark; empty if there is nothing to ask.
  static func text(of items: [QueryItem]) -> String {
    items.isEmpty
      ? ""
      : "?" + items.map { "\(escaped($0.name))=\(escaped($0.value))" }.joined(separator: "&")
  }

  /// Escapes every byte but letters, digits and `-._~`.
  static func escaped(_ text: String) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    var bytes: [UInt8] = []
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
        UInt8(ascii: "_"), UInt8(ascii: "~"):
        bytes.append(byte)
      default:
        bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
