/// Something that goes wrong with the n-th matching request, and with as many after it as told.
package struct Fault: Sendable {
  /// The endpoints it waits for; empty is every one.
  package var endpoints: Set<SimulatedEndpoint>
  /// Counted from 1 since the fault was added.
  package var nth: Int
  /// How many matching requests in a row it meets.
  package var count: Int
  package var action: Action

  package init(
    _ action: Action, at endpoints: Set<SimulatedEndpoint> = [], nth: Int = 1, count: Int = 1
  ) {
    self.endpoints = endpoints
    self.nth = nth
    self.count = count
    self.action = action
  }

  /// Every POST.
  package static let posts = Set(SimulatedEndpoint.allCases.filter(\.isPost))
  /// The three lists.
  package static let lists: Set<SimulatedEndpoint> = [.assets, .assignments, .users]

  /// What happens; «processed» means that the location changed.
  package enum Action: Sendable {
    /// The connection is closed before the request is processed.
    case dropBefore
    /// The request is processed, then the connection is closed without an answer.
    case dropAfter
    /// Processed, then the connection is reset (RST).
    case reset
    /// Not processed, never answered, until the client closes.
    case hang
    /// Processed, never answered.
    case hangAfter
    /// Processed; the body comes at this speed.
    case drip(bytesPerSecond: Int)
    /// Processed; the head announces the whole body, which ends after so many bytes.
    case truncate(at: Int, reset: Bool = false)
    /// Processed twice, as if a proxy had sent the request again.
    case duplicate
    /// Processed; an informational head (103) comes before the answer.
    case earlyHints
    /// Processed; the head announces just the first bytes, so the cut cannot be seen in HTTP.
    case truncateQuietly(at: Int)
    /// Not processed; an HTML page with status 200.
    case wrongType
    /// Not processed; a redirect to this URL.
    case redirect(to: String, status: Int = 302)
    /// Not processed; this status, Apple's body for `number` or none, and perhaps Retry-After.
    case status(Int, number: Int? = nil, retryAfter: RetryAfter? = nil)
    /// Not processed; a JSON body of about so many bytes.
    case hugeBody(bytes: Int)
    /// Not processed; a gzip body that unpacks to about so many bytes.
    case gzipBomb(bytes: Int)
    /// Not processed; so many extra header fields before an ordinary error body.
    case manyHeaders(Int)
    /// Not processed; this text as the body, with status 200.
    case body(String)
    /// Processed at once, answered after this time.
    case delay(Duration)
    /// Processed after this time, even if the client has gone by then.
    case delayProcessing(Duration)
    /// Status: 9708. A change: processed, answered with an event id that nobody knows.
    case unknownEvent
    /// A change: processed, answered without an event id.
    case noEventId
    /// A change: accepted, and its event stays PENDING without doing anything.
    case stuckEvent
    /// A change: accepted, its event reports COMPLETE, and nothing was done.
    case phantomEvent
    /// Status: this word as `eventStatus`.
    case eventStatus(String)
    /// Status: this `numCompleted`.
    case numCompleted(Int)
    /// The list's version moves before the request is processed, with no row changed.
    case moveVersion
    /// So many assignments move to another device before the request is processed.
    case changeRows(Int)
    /// Another client takes the location before the request is processed; nil releases it.
    case takeOver(id: String?, name: String)
    /// A list answers with paging fields that lead nowhere.
    case badPaging(BadPaging)
    /// The answer carries another `uId`.
    case wrongUId(String)
  }

  /// The forms of Retry-After.
  package enum RetryAfter: Sendable {
    case seconds(Int)
    /// An HTTP date so many seconds from now.
    case date(secondsFromNow: Int)
    /// `1500ms`, a form that some proxies send.
    case milliseconds(Int)
    case garbage
    case negative
  }

  package enum BadPaging: Sendable {
    /// `nextPageIndex` is the page itself.
    case notGrowing
    /// `nextPageIndex` leads back to the first page.
    case repeating
    /// There is always a next page, empty beyond the last.
    case neverEnding
  }
}

extension Fault.Action {
  /// The case's name, for the log.
  package var name: String {
    // A case with values describes itself as `name(…)`.
    String(String(describing: self).prefix { $0 != "(" })
  }
}
