import AsyncHTTPClient
package import AppsAndBooks

/// The proxy that the environment names; its login shows in no description.
package struct ProxySettings: Sendable, Hashable, CustomStringConvertible, CustomReflectable {
  /// The proxy's host.
  package let host: String
  /// The proxy's port.
  package let port: Int
  private let user: String?
  private let password: String
  private let exceptions: [String]

  /// Reads `HTTPS_PROXY` and `NO_PROXY`; an empty proxy is none.
  ///
  /// - Throws: a `TransportError` of kind `proxy` when the value is not `http://[user:password@]host[:port]`.
  package static func read(
    httpsProxy: String?, noProxy: String?
  ) throws(TransportError) -> ProxySettings? {
    guard let httpsProxy, !httpsProxy.isEmpty else { return nil }
    return try ProxySettings(httpsProxy, noProxy: noProxy ?? "")
  }

  private init(_ text: String, noProxy: String) throws(TransportError) {
    var rest = text[...]
    if let mark = rest.firstRange(of: "://") {
      guard rest[..<mark.lowerBound].lowercased() == "http" else {
        throw Self.problem("HTTPS_PROXY names a proxy that is not plain http")
      }
      rest = rest[mark.upperBound...]
    }
    rest = rest.prefix { $0 != "/" }
    var login: Substring?
    if let at = rest.lastIndex(of: "@") {
      login = rest[..<at]
      rest = rest[rest.index(after: at)...]
    }
    let colon = rest.hasPrefix("[") ? rest.firstRange(of: "]:")?.upperBound : nil
    let split =
      colon.map { rest.index(before: $0) } ?? (rest.hasPrefix("[") ? nil : rest.lastIndex(of: ":"))
    let name = split.map { rest[..<$0] } ?? rest
    let number = split.map { UInt16(rest[rest.index(after: $0)...]) } ?? 80
    guard !name.isEmpty, let number, number > 0 else {
      throw Self.problem("HTTPS_PROXY is not of the form http://host:port")
    }
    host = String(name.filter { $0 != "[" && $0 != "]" })
    port = Int(number)
    let parts = login?.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false) ?? []
    user = parts.first.map { Self.unescaped($0) }
    password = parts.count > 1 ? Self.unescaped(parts[1]) : ""
    exceptions = noProxy.split { $0 == "," || $0 == " " }.map { $0.lowercased() }
  }

  /// Host and port, never the login.
  package var description: String { "\(host):\(port)" }
  /// Nothing but the description.
  package var customMirror: Mirror {
    Mirror(description, children: EmptyCollection<Mirror.Child>())
  }

  /// Whether an address is asked through the proxy: https, not this machine, and not excepted.
  func covers(url: String) -> Bool {
    guard let address = ServiceEndpoint(String(url.prefix { $0 != "?" })),
      address.scheme == "https",
      !address.isLoopback
    else { return false }
    return !exceptions.contains { Self.matches($0, address) }
  }

  var forLibrary: HTTPClient.Configuration.Proxy {
    .server(
      host: host, port: port,
      authorization: user.map { .basic(username: $0, password: password) })
  }

  private static func matches(_ exception: String, _ address: ServiceEndpoint) -> Bool {
    if exception == "*" { return true }
    var name = exception[...]
    if let colon = name.lastIndex(of: ":"), let port = Int(name[name.index(after: colon)...]) {
      guard port == address.port ?? 443 else { return false }
      name = name[..<colon]
    }
    if name.hasPrefix("*") { name = name.dropFirst() }
    if name.hasPrefix(".") { name = name.dropFirst() }
    return !name.isEmpty && (address.host == name || address.host.hasSuffix(".\(name)"))
  }

  private static func unescaped(_ text: Substring) -> String {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%"), rest.count >= 2,
        let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
      else {
        bytes.append(byte)
        continue
      }
      bytes.append(value)
      rest = rest.dropFirst(2)
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func problem(_ reason: String) -> TransportError {
    TransportError(kind: .proxy, mayHaveBeenSent: false, reason: reason)
  }
}
