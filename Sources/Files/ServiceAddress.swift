/// The address of the service that will be asked (product.md section 2, «Service»), checked before anything is sent.
package struct ServiceAddress: Sendable, Equatable {
  /// What kind of host it is.
  package enum Kind: Sendable, Equatable {
    /// Apple's own.
    case apple
    /// This machine: a simulator or a test.
    case loopback
    /// A host listed under `allowedServiceHosts`.
    case allowed
  }

  /// Why an address is not asked; a usage error (64).
  package struct Refusal: Error, Equatable, CustomStringConvertible {
    package let description: String
  }

  package let kind: Kind
  /// `https` or, on loopback only, `http`.
  package let scheme: String
  /// Lower-cased; an IPv6 address without brackets.
  package let host: String
  /// The port if one was named.
  package let port: Int?
  /// `/mdm/v2`, without a slash at its end.
  package let path: String

  /// Apple's service.
  package static let apple = ServiceAddress(
    kind: .apple, scheme: "https", host: "vpp.itunes.apple.com", port: nil, path: "/mdm/v2")

  /// Whether the host asked is Apple's.
  package var isApple: Bool { kind == .apple }

  /// The host with its port, as header and answers show it.
  package var authority: String {
    let shown = host.contains(":") ? "[\(host)]" : host
    return port.map { "\(shown):\($0)" } ?? shown
  }

  /// The whole address without a slash at its end.
  package var url: String { "\(scheme)://\(authority)\(path)" }

  private init(kind: Kind, scheme: String, host: String, port: Int?, path: String) {
    self.kind = kind
    self.scheme = scheme
    self.host = host
    self.port = port
    self.path = path
  }

  /// Checks the text of `--service-url` or `PURSER_SERVICE_URL`.
  ///
  /// `allowedHosts` is `allowedServiceHosts` of the configuration.
  package init(_ text: String, allowedHosts: [String]) throws(Refusal) {
    guard text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }),
      let mark = text.firstRange(of: "://")
    else { throw Self.refusal("is not an address such as https://HOST/mdm/v2") }
    let scheme = text[..<mark.lowerBound].lowercased()
    let rest = text[mark.upperBound...]
    let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
    let path = String(rest.dropFirst(authority.count))
    guard scheme == "https" || scheme == "http" else {
      throw Self.refusal("begins with neither https:// nor http://")
    }
    guard !authority.contains("@") else { throw Self.refusal("holds a user name") }
    guard !path.contains(where: { "?#\\%".contains($0) }), !path.contains("..") else {
      throw Self.refusal("has more than a plain path")
    }
    let (host, port) = try Self.hostAndPort(authority)
    self.init(
      kind: try Self.kind(of: host, port: port, scheme: scheme, allowedHosts),
      scheme: scheme, host: host, port: port, path: Self.trimmed(path))
  }

  private static func hostAndPort(
    _ authority: Substring
  ) throws(Refusal) -> (String, Int?) {
    var host = authority
    var port: Substring?
    if authority.hasPrefix("["), let end = authority.firstIndex(of: "]") {
      host = authority[authority.index(after: authority.startIndex)..<end]
      let after = authority[authority.index(after: end)...]
      guard after.isEmpty || after.hasPrefix(":") else { throw refusal("has no proper host") }
      port = after.isEmpty ? nil : after.dropFirst()
    } else if let colon = authority.firstIndex(of: ":") {
      host = authority[..<colon]
      port = authority[authority.index(after: colon)...]
    }
    let isProper = host.utf8.allSatisfy {
      $0.isASCIIAlphanumeric || ".-:".utf8.contains($0)
    }
    guard !host.isEmpty, isProper else { throw refusal("has no proper host") }
    guard let port else { return (host.lowercased(), nil) }
    guard let number = UInt16(port), number > 0, port.utf8.allSatisfy(\.isASCIIDigit) else {
      throw refusal("has no proper port")
    }
    return (host.lowercased(), Int(number))
  }

  private static func kind(
    of host: String, port: Int?, scheme: String, _ allowedHosts: [String]
  ) throws(Refusal) -> Kind {
    if isLoopback(host) { return .loopback }
    guard scheme == "https" else {
      throw refusal("is not https; only this machine may be asked over http")
    }
    if host == apple.host && (port == nil || port == 443) { return .apple }
    let listed = allowedHosts.map { $0.lowercased() }
    let named = port.map { "\(host):\($0)" } ?? host
    guard listed.contains(host) || listed.contains(named) else {
      throw Refusal(
        description: "The service address names \(named), which is neither Apple's nor listed. "
          + "Nothing was sent. If the token may go there, add it to allowedServiceHosts in "
          + "config.toml.")
    }
    return .allowed
  }

  private static func isLoopback(_ host: String) -> Bool {
    if host == "localhost" || host == "::1" { return true }
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts[0] == "127"
      && parts.allSatisfy { UInt8($0) != nil && $0.utf8.allSatisfy(\.isASCIIDigit) }
  }

  private static func trimmed(_ path: String) -> String {
    var path = path
    while path.hasSuffix("/") { path.removeLast() }
    return path
  }

  // The address itself may hold a password: it is not repeated.
  private static func refusal(_ why: String) -> Refusal {
    Refusal(description: "The service address \(why). Nothing was sent.")
  }
}
