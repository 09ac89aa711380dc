import AppsAndBooks
import Foundation
import HTTPTransport
import HTTPTypes
import NIOSSL
import Testing
import TestSupport

@testable import HTTPTransport

/// What really goes over the wire: every request at most once, in time, and never to another place.
@Suite(.timeLimit(.minutes(1)))
struct NetworkTransportTests {
  private func request(
    _ url: String, post: Bool = false, max: Int = 1 << 20
  ) -> TransportRequest {
    TransportRequest(
      method: post ? .post : .get, url: url, headerFields: [.authorization: "Bearer c2VjcmV0"],
      body: post ? Array("{}".utf8) : nil, deadline: .seconds(60), maxBodyBytes: max,
      usesFreshConnection: post)
  }

  private func error(
    _ transport: NetworkTransport, _ request: TransportRequest,
    sourceLocation: SourceLocation = #_sourceLocation
  ) async throws -> TransportError {
    try #require(
      await #expect(throws: TransportError.self, sourceLocation: sourceLocation) {
        try await transport.send(request)
      })
  }

  @Test("reads share a connection, every change has one of its own")
  func connections() async throws {
    let transport = try NetworkTransport()
    try await ByteServer.run({ _ in [ByteServer.answer("{}", fields: "x-a: b\r\n")] }) { server in
      for _ in 0..<3 {
        let response = try await transport.send(request(server.url))
        #expect(response.status == 200 && response.body == Array("{}".utf8))
        #expect(response.headerFields[HTTPField.Name("x-a")!] == "b")
      }
      #expect(server.connectionCount == 1)
      for _ in 0..<2 { _ = try await transport.send(request(server.url, post: true)) }
      #expect(server.connectionCount == 3)
      #expect(server.requests.map { $0.prefix(4) } == ["GET ", "GET ", "GET ", "POST", "POST"])
      #expect(server.requests.allSatisfy { $0.contains("Bearer c2VjcmV0") })
      #expect(server.requests.allSatisfy { !$0.lowercased().contains("accept-encoding") })
    }
  }

  @Test("a kept connection that the server closes on the next request: one request, no second try")
  func stale() async throws {
    let transport = try NetworkTransport()
    try await ByteServer.run({ $0 == 0 ? [ByteServer.answer("{}")] : [.close] }) { server in
      _ = try await transport.send(request(server.url))
      let error = try await error(transport, request(server.url))
      #expect(error.kind == .closed)
      #expect(server.requests.count == 2)
    }
  }

  @Test(
    "an answer that breaks off: one request, and it may have been taken",
    arguments: [
      [ByteServer.Step.close], [.reset], [.send("HTTP/1.1 200 OK\r\ncontent-le"), .close],
      [.send("HTTP/1.1 200 OK\r\ncontent-length: 20\r\n\r\n{\"eventId\":"), .close],
      [.send("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\n{\"eve"), .close],
      [.send("HTTP/1.1 200 OK\r\ncontent-length: 20\r\n\r\n{"), .reset],
      [.send("HTTP/1.1 100 Continue\r\n\r\n"), .close],
    ], [false, true])
  func broken(steps: [ByteServer.Step], post: Bool) async throws {
    let transport = try NetworkTransport()
    try await ByteServer.run({ _ in steps }) { server in
      let error = try await error(transport, request(server.url, post: post))
      #expect(error.kind == .closed && error.mayHaveBeenSent)
      #expect(server.requests.count == 1)
    }
  }

  @Test("an answer without a length that breaks off comes as far as it came")
  func noLength() async throws {
    let transport = try NetworkTransport()
    try await ByteServer.run({ _ in [.send("HTTP/1.1 200 OK\r\n\r\n{\"eve"), .close] }) { server in
      let response = try await transport.send(request(server.url, post: true))
      #expect(response.body == Array("{\"eve".utf8))
      #expect(server.requests.count == 1)
    }
  }

  @Test(
    "a redirect is handed over and not followed, for reads and changes",
    arguments: [
      301, 302, 303, 307, 308,
    ], [false, true])
  func redirect(status: Int, post: Bool) async throws {
    let transport = try NetworkTransport()
    try await ByteServer.run({ _ in [ByteServer.answer("{}")] }) { other in
      let location = "location: \(other.url)\r\n"
      try await ByteServer.run(
        { _ in [ByteServer.answer("", status: "\(status) X", fields: location)] }
      ) { server in
        let response = try await transport.send(request(server.url, post: post))
        #expect(response.status == status)
        #expect(server.requests.count == 1)
      }
      #expect(other.requests.isEmpty && other.connectionCount == 0)
    }
  }

  @Test(
    "an answer that never ends is given up at the deadline: one request",
    arguments: [
      [], [.send("HTTP/1.1 200 OK\r\ncontent-")],
      [.send("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{")],
      [.send("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1\r\n{\r\n")],
    ] as [[ByteServer.Step]], [false, true])
  func late(steps: [ByteServer.Step], post: Bool) async throws {
    let clock = ManualClock()
    let transport = try NetworkTransport(clock: clock)
    try await ByteServer.run({ _ in steps }) { server in
      async let result = error(transport, request(server.url, post: post))
      await server.requests(atLeast: 1)
      await clock.sleepers(atLeast: 1)
      clock.advance(by: .seconds(60))
      let error = try await result
      #expect(error.kind == .timeout && error.mayHaveBeenSent)
      #expect(error.reason == "no whole answer within 60 s")
      #expect(server.requests.count == 1)
    }
  }

  @Test(
    "an answer above the cap is refused, announced or not",
    arguments: [
      [.send("HTTP/1.1 200 OK\r\ncontent-length: 1025\r\n\r\n")],
      [.send("HTTP/1.1 200 OK\r\n\r\n"), .fill(5_000_000)],
      [.send("HTTP/1.1 200 OK\r\ncontent-length: 99999999999999\r\n\r\n"), .fill(2_000)],
    ] as [[ByteServer.Step]])
  func tooLarge(steps: [ByteServer.Step]) async throws {
    let transport = try NetworkTransport()
    try await ByteServer.run({ _ in steps }) { server in
      let error = try await error(transport, request(server.url, post: true, max: 1_024))
      #expect(error.kind == .tooLarge && error.mayHaveBeenSent)
      #expect(server.requests.count == 1)
    }
  }

  @Test("a compressed answer stays as it is, so that it can't grow")
  func compressed() async throws {
    let transport = try NetworkTransport()
    try await ByteServer.run({ _ in
      [ByteServer.answer("bomb", fields: "content-encoding: gzip\r\n")]
    }) { server in
      let response = try await transport.send(request(server.url))
      #expect(response.body == Array("bomb".utf8))
    }
  }

  @Test(
    "what is not HTTP is said to be so", arguments: ["SSH-2.0-OpenSSH_9.2\r\n", "<html>\r\n\r\n"])
  func notHTTP(text: String) async throws {
    let transport = try NetworkTransport()
    try await ByteServer.run({ _ in [.send(text), .close] }) { server in
      let error = try await error(transport, request(server.url, post: true))
      #expect(error.kind == .notHTTP && error.mayHaveBeenSent)
    }
  }

  @Test("a closed port and an unknown name: nothing was sent, at once")
  func unreachable() async throws {
    let transport = try NetworkTransport()
    let url = try await ByteServer.run({ _ in [] }) { $0.url }
    for post in [false, true] {
      let refused = try await error(transport, request(url, post: post))
      #expect(
        refused
          == TransportError(kind: .connect, mayHaveBeenSent: false, reason: "connection refused"))
      let name = String(repeating: "x", count: 64)
      let unknown = try await error(transport, request("http://\(name).example/", post: post))
      #expect(unknown.kind == .nameLookup && !unknown.mayHaveBeenSent)
    }
  }

  @Test("a call that is called off ends at once, as called off")
  func cancelled() async throws {
    let transport = try NetworkTransport()
    try await ByteServer.run({ _ in [] }) { server in
      let task = Task { try await transport.send(request(server.url)) }
      await server.requests(atLeast: 1)
      task.cancel()
      await #expect(throws: CancellationError.self) { try await task.value }
    }
  }

  // MARK: TLS

  private static var certificatePath: String {
    Bundle.module.bundleURL.appending(path: "Fixtures/TLS/certificate.pem").path
  }

  private static func serverContext() throws -> NIOSSLContext {
    let key = Bundle.module.bundleURL.appending(path: "Fixtures/TLS/key.pem").path
    return try NIOSSLContext(
      configuration: .makeServerConfiguration(
        certificateChain: NIOSSLCertificate.fromPEMFile(certificatePath).map { .certificate($0) },
        privateKey: .privateKey(NIOSSLPrivateKey(file: key, format: .pem))))
  }

  @Test("a certificate is always checked: trust and host name")
  func certificates() async throws {
    let context = try Self.serverContext()
    try await ByteServer.run(tls: context, { _ in [ByteServer.answer("{}")] }) { server in
      let plain = try NetworkTransport()
      let untrusted = try await error(
        plain, request("https://localhost:\(server.port)/", post: true))
      #expect(untrusted.kind == .tls && !untrusted.mayHaveBeenSent)
      #expect(untrusted.reason.contains("not trusted"))
      let trusting = try NetworkTransport(caFile: Self.certificatePath)
      let otherHost = try await error(
        trusting, request("https://127.0.0.1:\(server.port)/", post: true))
      #expect(otherHost.kind == .tls && !otherHost.mayHaveBeenSent)
      #expect(server.requests.isEmpty)
      let good = try await trusting.send(request("https://localhost:\(server.port)/", post: true))
      #expect(good.status == 200)
      #expect(server.requests.count == 1)
    }
  }

  @Test("a server that speaks no TLS gets no byte of the request")
  func noTLS() async throws {
    let transport = try NetworkTransport()
    try await ByteServer.run({ _ in [ByteServer.answer("{}")] }) { server in
      let error = try await error(
        transport, request("https://localhost:\(server.port)/", post: true))
      #expect(!error.mayHaveBeenSent)
      #expect(server.requests.isEmpty)
    }
  }

  @Test("a caFile without a certificate is refused at the start")
  func noCertificate() {
    #expect(throws: TransportError.self) { try NetworkTransport(caFile: "/dev/null") }
    #expect(throws: TransportError.self) { try NetworkTransport(caFile: "/nonexistent") }
  }
}
