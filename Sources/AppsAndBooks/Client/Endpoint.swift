import FoundationEssentials

/// One call of the service that reads.
package protocol Endpoint: Sendable {
  /// What an answer tells.
  associatedtype Answer: Sendable
  /// The service's own name of the call, for errors and the log.
  static var name: String { get }
  /// The key of its address among the `urls` of Service Config.
  static var urlKey: String { get }
  /// Its path below the service's prefix.
  static var path: String { get }
  /// How a failed attempt is repeated, and how long one may take.
  static var policy: RetryPolicy { get }
  /// Whether the token goes along.
  static var needsToken: Bool { get }
  /// Whether it can do without an answer and may be on another host, so that its failures tell nothing of the service.
  static var isOptional: Bool { get }
  /// The number of bytes above which an answer is refused.
  static var maxBodyBytes: Int { get }
  /// The parameters.
  var query: [QueryItem] { get }
  /// Whether the token goes along as a cookie instead: only to Apple's own lookup host, and only where a person wants that.
  var showsToken: Bool { get }
  /// Reads an answer's body.
  func decode(_ body: [UInt8]) throws(BodyError) -> Reply<Answer>
}

extension Endpoint {
  package var showsToken: Bool { false }
  package static var needsToken: Bool { true }
  package static var isOptional: Bool { false }
  package static var maxBodyBytes: Int { 1 << 20 }
  package var query: [QueryItem] { [] }
}

/// One call of the service that changes something; sent once, never repeated by the client.
package protocol PostEndpoint: Sendable {
  /// What an answer tells.
  associatedtype Answer: Sendable
  /// The service's own name of the call.
  static var name: String { get }
  /// The key of its address among the `urls` of Service Config.
  static var urlKey: String { get }
  /// Its path below the service's prefix.
  static var path: String { get }
  /// The time for the one attempt.
  static var deadline: Duration { get }
  /// The body as JSON.
  func body() throws -> [UInt8]
  /// Reads an answer's body.
  func decode(_ body: [UInt8]) throws(BodyError) -> Reply<Answer>
}

extension PostEndpoint {
  package static var deadline: Duration { .seconds(60) }
}

/// What a body says: an answer, or an error of the service, which comes at any HTTP status.
package enum Reply<Answer: Sendable>: Sendable {
  /// The answer and the fields beside it.
  case answer(Answer, ResponseMeta)
  /// The service's error.
  case failure(ServiceFailure, ResponseMeta)
}

/// Why a body can't be read.
package struct BodyError: Error, Hashable, Sendable {
  /// What is wrong, with its place: «a member is named twice at byte 812».
  package var reason: String
  /// Whether the body just ends too early, as after a cut connection.
  package var isCut: Bool

  /// Describes what is wrong.
  package init(reason: String, isCut: Bool = false) {
    self.reason = reason
    self.isCut = isCut
  }
}
