package import HTTPTypes

/// One request as it goes on the wire.
package struct TransportRequest: Sendable {
  /// GET or POST.
  package var method: HTTPRequest.Method
  /// The whole address with its query, already escaped.
  package var url: String
  /// Every header field, the token's included; never logged.
  package var headerFields: HTTPFields
  /// The body of a POST.
  package var body: [UInt8]?
  /// The time for the whole exchange, the last byte of the body included.
  package var deadline: Duration
  /// The number of body bytes above which the answer is refused.
  package var maxBodyBytes: Int
  /// Whether a connection is opened for this request alone: so for every POST, so that nothing below us can send it twice.
  package var usesFreshConnection: Bool

  /// Describes a request.
  package init(
    method: HTTPRequest.Method, url: String, headerFields: HTTPFields, body: [UInt8]? = nil,
    deadline: Duration, maxBodyBytes: Int, usesFreshConnection: Bool
  ) {
    self.method = method
    self.url = url
    self.headerFields = headerFields
    self.body = body
    self.deadline = deadline
    self.maxBodyBytes = maxBodyBytes
    self.usesFreshConnection = usesFreshConnection
  }
}

/// One answer as it came from the wire, whole.
package struct TransportResponse: Sendable {
  /// The HTTP status.
  package var status: Int
  /// The header fields.
  package var headerFields: HTTPFields
  /// The whole body.
  package var body: [UInt8]

  /// Describes an answer.
  package init(status: Int, headerFields: HTTPFields = [:], body: [UInt8]) {
    self.status = status
    self.headerFields = headerFields
    self.body = body
  }
}

/// The one way to the network.
///
/// It follows no redirect, sends each request at most once, checks TLS always, and ends within the deadline.
package protocol Transport: Sendable {
  /// Sends one request and returns its whole answer.
  ///
  /// - Throws: `TransportError`, or `CancellationError`.
  func send(_ request: TransportRequest) async throws -> TransportResponse
}

/// Why an exchange gave no answer.
package struct TransportError: Error, Hashable, Sendable {
  /// What went wrong, by kind.
  package enum Kind: String, Sendable {
    /// The host's name could not be resolved.
    case nameLookup
    /// No connection: refused, unreachable, or not in time.
    case connect
    /// The certificate or the TLS handshake was refused.
    case tls
    /// The proxy refused or asked for a login.
    case proxy
    /// The deadline passed.
    case timeout
    /// The connection broke before the answer was whole.
    case closed
    /// The answer is larger than allowed.
    case tooLarge
    /// What came is not HTTP.
    case notHTTP
  }

  /// What went wrong.
  package var kind: Kind
  /// Whether any byte of the request may have left: if not, the service cannot have seen it (reliability.md section 8.2).
  package var mayHaveBeenSent: Bool
  /// A short text without data, for the person: «connection refused».
  package var reason: String

  /// Describes a failure.
  package init(kind: Kind, mayHaveBeenSent: Bool, reason: String) {
    self.kind = kind
    self.mayHaveBeenSent = mayHaveBeenSent
    self.reason = reason
  }
}

extension TransportRequest: CustomStringConvertible, CustomReflectable {
  /// Method and address; never the header fields, which hold the token.
  package var description: String { "\(method.rawValue) \(url)" }
  /// Nothing but the description, so that `dump` shows no header field either.
  package var customMirror: Mirror {
    Mirror(description, children: EmptyCollection<Mirror.Child>())
  }
}
