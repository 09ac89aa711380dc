package import AppsAndBooks
import HTTPTypes
import Synchronization

/// A transport that answers from a closure and keeps what it was asked.
package final class ScriptedTransport: Transport {
  /// Answers request number `index`, counted from zero.
  package typealias Answer =
    @Sendable (_ request: TransportRequest, _ index: Int) async throws -> TransportResponse

  private let answer: Answer
  private let seen = Mutex<[TransportRequest]>([])

  /// Answers every request by the closure.
  package init(_ answer: @escaping Answer) {
    self.answer = answer
  }

  /// Answers the requests one after the other from a list; behind its end every connection is refused.
  package convenience init(_ answers: [Result<TransportResponse, TransportError>]) {
    self.init { _, index in
      guard index < answers.count else {
        throw TransportError(kind: .connect, mayHaveBeenSent: false, reason: "connection refused")
      }
      return try answers[index].get()
    }
  }

  /// What was asked so far, in order.
  package var requests: [TransportRequest] { seen.withLock { $0 } }

  /// Forgets what was asked.
  package func reset() { seen.withLock { $0 = [] } }

  package func send(_ request: TransportRequest) async throws -> TransportResponse {
    let index = seen.withLock {
      $0.append(request)
      return $0.count - 1
    }
    return try await answer(request, index)
  }
}

extension TransportResponse {
  /// An answer with a JSON text as its body.
  package static func json(_ text: String, status: Int = 200) -> TransportResponse {
    TransportResponse(
      status: status, headerFields: [.contentType: "application/json"], body: Array(text.utf8))
  }
}

extension TransportRequest {
  /// The path of the address, without its query.
  package var path: String {
    let afterScheme = url.firstRange(of: "://").map { url[$0.upperBound...] } ?? url[...]
    guard let slash = afterScheme.firstIndex(of: "/") else { return "/" }
    return String(afterScheme[slash...].prefix { $0 != "?" })
  }

  /// The value of a parameter in the query, as it stands there.
  package func parameter(_ name: String) -> String? {
    guard let mark = url.firstIndex(of: "?") else { return nil }
    for item in url[url.index(after: mark)...].split(separator: "&") {
      let parts = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      if parts[0] == name { return parts.count > 1 ? String(parts[1]) : "" }
    }
    return nil
  }
}
