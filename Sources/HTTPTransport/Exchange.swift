import AppsAndBooks
import AsyncHTTPClient
import HTTPTypes
import NIOCore
import NIOHTTP1

/// One request and its whole answer, in the library's terms.
enum Exchange {
  /// The answer is larger than allowed.
  struct TooLarge: Error {}

  static func run(
    _ request: TransportRequest, on client: HTTPClient
  ) async throws -> TransportResponse {
    var sent = HTTPClientRequest(url: request.url)
    sent.method = HTTPMethod(rawValue: request.method.rawValue)
    for field in request.headerFields {
      sent.headers.add(name: field.name.rawName, value: field.value)
    }
    if let body = request.body { sent.body = .bytes(ByteBuffer(bytes: body)) }
    // The library's own deadline is the second net, behind the race of the caller.
    let response = try await client.execute(sent, deadline: .now() + amount(request.deadline))
    return TransportResponse(
      status: Int(response.status.code), headerFields: fields(response.headers),
      body: try await body(of: response, atMost: request.maxBodyBytes))
  }

  private static func body(of response: HTTPClientResponse, atMost limit: Int) async throws
    -> [UInt8]
  {
    var body: [UInt8] = []
    if let announced = response.headers.first(name: "content-length").flatMap({ Int($0) }) {
      guard announced <= limit else { throw TooLarge() }
      body.reserveCapacity(max(0, announced))
    }
    for try await chunk in response.body {
      guard body.count + chunk.readableBytes <= limit else { throw TooLarge() }
      body.append(contentsOf: chunk.readableBytesView)
    }
    return body
  }

  private static func fields(_ headers: HTTPHeaders) -> HTTPFields {
    var fields = HTTPFields()
    for (name, value) in headers {
      guard let name = HTTPField.Name(name) else { continue }
      fields.append(HTTPField(name: name, value: value))
    }
    return fields
  }

  private static func amount(_ duration: Duration) -> TimeAmount {
    .seconds(duration.components.seconds + 5)
  }
}
