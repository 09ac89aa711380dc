/// One request as the server saw it, never with a token.
package struct LoggedRequest: Sendable {
  /// Counted from 0 in the order of arrival.
  package let index: Int
  package let endpoint: SimulatedEndpoint
  package let method: String
  /// Without the query.
  package let path: String
  /// Percent-decoded, in no order.
  package let query: [String: String]
  package let body: [UInt8]
  /// Since the server started, by its clock.
  package let time: Duration
  /// Whether an Authorization or Cookie header came with it.
  package let carriedCredentials: Bool
  /// What was done, for people: `200`, `400 9702`, `dropAfter · 200`.
  package internal(set) var did: String = ""
  /// The status answered, nil where no answer was made.
  package internal(set) var status: Int?
  /// The service's error number in the answer.
  package internal(set) var errorNumber: Int?
}
