/// Why a call of the service gave no answer; what every call of the client throws beside `CancellationError`.
///
/// It carries neither the token nor the body.
package struct APIError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What went wrong, by kind.
  package enum Kind: Hashable, Sendable {
    /// The service answered with its own error number, at any HTTP status; the message is the service's text.
    case service(ServiceErrorNumber, message: String)
    /// An HTTP status without the service's error body.
    case http(status: Int)
    /// No answer.
    case transport(TransportError)
    /// The answer is not the service's: HTML, broken JSON, a missing identity. The text names the place.
    case notApple(String)
    /// The pages of a list contradict each other.
    case paging(String)
    /// The answer is of another location than the one asked.
    case wrongLocation
    /// The service asks for a longer pause than five minutes, or the retry budget is spent.
    case pause(String)
  }

  /// The call as the service names it: «Get Assets».
  package var operation: String
  /// What went wrong.
  package var kind: Kind
  /// The HTTP status, if there was one.
  package var status: Int?
  /// When the service wants to be asked again, if it said so.
  package var retryAfter: RetryAfter?
  /// What a failed item was about, if the service said so.
  package var failures: [ServiceFailure]

  /// Describes a failure.
  package init(
    operation: String, kind: Kind, status: Int? = nil, retryAfter: RetryAfter? = nil,
    failures: [ServiceFailure] = []
  ) {
    self.operation = operation
    self.kind = kind
    self.status = status
    self.retryAfter = retryAfter
    self.failures = failures
  }

  /// The service's number, where it gave one.
  // Inlined into a `catch … where`, it crashes the optimizer of Swift 6.3.1 (CopyPropagation).
  @inline(never)
  package var number: ServiceErrorNumber? {
    if case .service(let number, _) = kind { number } else { nil }
  }

  /// Whether the token itself is the problem (exit code 2).
  package var isTokenProblem: Bool { number?.isTokenProblem ?? false || status == 401 }

  /// Whether the token is good but may not do this (exit code 2).
  package var isPermissionProblem: Bool { number?.isPermissionProblem ?? false || status == 403 }

  /// Whether the service was not reached, or not in a state to answer (exit code 3).
  package var isUnreachable: Bool {
    if isTokenProblem || isPermissionProblem { return false }
    switch kind {
    case .transport, .http, .notApple, .pause: return true
    case .service(let number, _): return number.isPassing
    case .paging, .wrongLocation: return false
    }
  }

  /// What happened and what to do next, for the person.
  ///
  /// Service texts inside are untrusted: sanitize before showing.
  package var description: String {
    switch kind {
    case .service(let number, let message):
      number.isKnown
        ? "\(number.advice) (Apple \(number.rawValue), \(operation))"
        : "Apple answered «\(message.prefix(200))». \(number.advice) (Apple \(number.rawValue), \(operation))"
    case .http(let status):
      "\(operation) was answered with HTTP \(status) and nothing else. \(Self.hint(for: status))"
    case .transport(let error): "\(operation) got no answer: \(error.reason)."
    case .notApple(let reason): "The answer to \(operation) is not Apple's: \(reason)."
    case .paging(let reason): "The pages of \(operation) don't fit together: \(reason). Sync again."
    case .wrongLocation:
      "The answer to \(operation) is of another location than the one asked. Nothing more is sent with this token."
    case .pause(let reason): "\(operation) is put off: \(reason)."
    }
  }

  /// A short text without any data, for the log.
  package var logText: String {
    let what =
      switch kind {
      case .service(let number, _): "service \(number.rawValue)"
      case .http: "http"
      case .transport(let error): "transport \(error.kind.rawValue)"
      case .notApple: "notApple"
      case .paging: "paging"
      case .wrongLocation: "wrongLocation"
      case .pause: "pause"
      }
    return "\(operation): \(what)" + (status.map { " status \($0)" } ?? "")
  }

  private static func hint(for status: Int) -> String {
    switch status {
    case 300..<400:
      "It points to another address, which is not followed: a proxy or a captive portal may be between."
    case 401: "The token is not accepted."
    case 403: "This token may not do that, or a proxy forbids it."
    case 407: "The proxy asks for a login."
    case 429, 503: "Try again in a minute."
    case 500...: "Apple or a proxy has trouble. Try again later."
    default: "Try again later."
    }
  }
}
