import AppsAndBooks
import Foundation
import HTTPTransport
import HTTPTypes
import NIOCore
import NIOPosix
import Synchronization
import Testing
import TestSupport

@testable import HTTPTransport

/// A listener that counts connections and request lines, and hangs up at a chosen moment, its answer written or not.
final class HangUpServer: Sendable {
  enum Moment: Sendable, CustomTestStringConvertible {
    /// As soon as the connection is accepted, nothing read.
    case accepted
    /// With the first byte that comes.
    case firstByte
    /// Once the head is there, whatever of the body came along.
    case head
    /// Once head and body are there.
    case body

    var testDescription: String { "hangs up: \(self)" }
  }

  struct Seen: Sendable {
    var connections = 0
    var requests = 0
    var text = ""
  }

  private let state = Mutex(Seen())
  let moment: Moment
  let resets: Bool

  init(_ moment: Moment, resets: Bool) {
    self.moment = moment
    self.resets = resets
  }

  var seen: Seen { state.withLock { $0 } }

  /// Serves while `body` runs and returns what was seen.
  func run(_ body: (Int) async throws -> Void) async throws -> Seen {
    let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .childChannelInitializer { child in
        child.eventLoop.makeCompletedFuture {
          self.state.withLock { $0.connections += 1 }
          try child.pipeline.syncOperations.addHandler(HangUp(server: self))
        }
      }
      .bind(host: "127.0.0.1", port: 0).get()
    let result: Result<Void, any Error>
    do {
      result = .success(try await body(channel.localAddress?.port ?? 0))
    } catch {
      result = .failure(error)
    }
    try? await channel.close()
    try result.get()
    return seen
  }

  /// Takes what came; `true` when it is time to hang up.
  fileprivate func note(_ text: String, all: String) -> Bool {
    state.withLock { seen in
      seen.text += text
      if all.contains("\r\n\r\n"), !(all.dropLast(text.count)).contains("\r\n\r\n") {
        seen.requests += 1
      }
    }
    switch moment {
    case .accepted, .firstByte: return true
    case .head: return all.contains("\r\n\r\n")
    case .body: return all.hasSuffix("{}") || (all.hasPrefix("GET") && all.hasSuffix("\r\n\r\n"))
    }
  }
}

private final class HangUp: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer

  private let server: HangUpServer
  private var all = ""

  init(server: HangUpServer) { self.server = server }

  func channelActive(context: ChannelHandlerContext) {
    if server.moment == .accepted { hangUp(context) }
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let text = String(buffer: unwrapInboundIn(data))
    all += text
    if server.note(text, all: all) { hangUp(context) }
  }

  private func hangUp(_ context: ChannelHandlerContext) {
    struct Linger: Sendable {
      var isOn: Int32 = 1
      var seconds: Int32 = 0
    }
    if server.resets, let options = context.channel as? any SocketOptionProvider {
      _ = options.unsafeSetSocketOption(level: .socket, name: .so_linger, value: Linger())
    }
    context.close(promise: nil)
  }
}

/// Requests counted on the wire: stale connections, redirects, proxies (reliability.md section 15.2, G5).
@Suite(.timeLimit(.minutes(1)))
struct WireCountTests {
  private static let token = ClientFixture.tokenText
  private static let change = ManageAssetsRequest(
    assets: [AssetID(AdamID(rawValue: "1"))], serialNumbers: [SerialNumber(rawValue: "S")])

  private func client(_ url: String, proxy: ProxySettings? = nil) throws -> APIClient {
    APIClient(
      service: try #require(ServiceEndpoint(url)),
      token: try ContentToken(bytes: Array(Self.token.utf8)),
      transport: try NetworkTransport(proxy: proxy), clock: JumpingClock(),
      now: { Date(timeIntervalSince1970: 1_700_000_000) }, random: SeededRandom(seed: 1))
  }

  private func post(
    _ url: String, _ transport: NetworkTransport
  ) async throws -> TransportError {
    try #require(
      await #expect(throws: TransportError.self) {
        try await transport.send(
          TransportRequest(
            method: .post, url: url, headerFields: [.authorization: "Bearer c2VjcmV0"],
            body: Array("{}".utf8), deadline: .seconds(60), maxBodyBytes: 1 << 20,
            usesFreshConnection: true))
      })
  }

  @Test(
    "F4: a connection that is closed after it was accepted carries a change once, whatever was read of it",
    arguments: [HangUpServer.Moment.accepted, .firstByte, .head, .body], [false, true])
  func hangUp(moment: HangUpServer.Moment, resets: Bool) async throws {
    let transport = try NetworkTransport()
    let seen = try await HangUpServer(moment, resets: resets).run { port in
      let error = try await post("http://127.0.0.1:\(port)/x", transport)
      // Hung up at once, it may be told before a byte could leave.
      #expect(error.mayHaveBeenSent || moment == .accepted)
    }
    #expect(seen.connections == 1)
    #expect(seen.requests <= 1)
    if moment == .head || moment == .body { #expect(seen.requests == 1) }
  }

  @Test("F5: kept connections that died carry no change: it has one of its own, and goes out once")
  func staleChange() async throws {
    // The first answer keeps the connection, every later request is hung up on.
    try await ByteServer.run({ $0 < 2 ? [ByteServer.answer("{}")] : [.close] }) { server in
      let client = try client(server.url)
      _ = try? await client.serviceConfig()
      _ = try? await client.clientConfig()
      let reads = server.connectionCount
      let outcome = await APIWriter(client).associate(Self.change)
      guard case .unknown = outcome else {
        Issue.record("\(outcome)")
        return
      }
      #expect(server.connectionCount == reads + 1)
      #expect(server.requests.count { $0.hasPrefix("POST") } == 1)
    }
  }

  @Test(
    "F5: a kept connection that the service closed behind an answer: the next read goes out once")
  func staleRead() async throws {
    try await ByteServer.run({ _ in
      [ByteServer.answer(#"{"uId":"1"}"#), .close]
    }) { server in
      let client = try client(server.url)
      for _ in 0..<5 { _ = try await client.clientConfig() }
      // One that found its connection dead before it left was repeated by the client's own rule, and counted.
      #expect(server.requests.count >= 5 && server.requests.count <= client.requestCount)
    }
  }

  @Test(
    "F19: a redirect is one request, and the token is never seen elsewhere",
    arguments: [301, 302, 303, 307, 308], ["127.0.0.1", "localhost"])
  func redirects(status: Int, host: String) async throws {
    try await ByteServer.run({ _ in [ByteServer.answer(#"{"eventId":"e"}"#)] }) { other in
      let location = "location: http://\(host):\(other.port)/mdm/v2/assets\r\n"
      try await ByteServer.run({ _ in
        [ByteServer.answer("", status: "\(status) X", fields: location)]
      }) { server in
        let client = try client(server.url)
        await #expect(throws: APIError.self) { try await client.clientConfig() }
        #expect(server.requests.count == 1)
        guard case .unknown = await APIWriter(client).associate(Self.change) else {
          Issue.record("not unknown")
          return
        }
        #expect(server.requests.count == 2)
        #expect(client.requestCount == 2)
      }
      #expect(other.connectionCount == 0 && other.requests.isEmpty)
    }
  }

  @Test(
    "F6: informational answers alone, then the end: one request, and nobody knows",
    arguments: ["100 Continue", "102 Processing", "103 Early Hints"], [1, 3])
  func informational(status: String, count: Int) async throws {
    let steps = [ByteServer.Step](repeating: .send("HTTP/1.1 \(status)\r\n\r\n"), count: count)
    try await ByteServer.run({ _ in steps + [.close] }) { server in
      let outcome = await APIWriter(try client(server.url)).associate(Self.change)
      guard case .unknown = outcome else {
        Issue.record("\(outcome)")
        return
      }
      #expect(server.requests.count == 1 && server.connectionCount == 1)
    }
  }

  @Test("F2: a connection that is never accepted: not sent, within the time for connecting")
  func connectHangs() async throws {
    // Nobody accepts, and the queue is full: the kernel drops what comes.
    let group = MultiThreadedEventLoopGroup.singleton
    let listener = try await ServerBootstrap(group: group)
      .serverChannelOption(ChannelOptions.backlog, value: 1)
      .serverChannelOption(ChannelOptions.autoRead, value: false)
      .bind(host: "127.0.0.1", port: 0).get()
    let port = listener.localAddress?.port ?? 0
    var fillers: [any Channel] = []
    for _ in 0..<2 {
      fillers.append(
        try await ClientBootstrap(group: group).connect(host: "127.0.0.1", port: port).get())
    }
    let transport = try NetworkTransport(clock: ContinuousClock(), connectTime: .milliseconds(150))
    let error = try await post("http://127.0.0.1:\(port)/x", transport)
    #expect(error.kind == .connect && !error.mayHaveBeenSent)
    for channel in fillers { try? await channel.close() }
    try? await listener.close()
  }

  // MARK: Proxies

  private func throughProxy(
    _ steps: [ByteServer.Step], noProxy: String? = nil
  ) async throws -> (PostOutcome, heads: [String], connections: Int) {
    try await ByteServer.run({ _ in steps }) { server in
      let proxy = try ProxySettings.read(
        httpsProxy: "http://user:s3cret@127.0.0.1:\(server.port)", noProxy: noProxy)
      let outcome = await APIWriter(
        try client("https://mdm.example.invalid/mdm/v2", proxy: proxy)
      ).associate(Self.change)
      return (outcome, server.requests, server.connectionCount)
    }
  }

  @Test(
    "F43: a proxy that refuses, asks for a login or dies inside CONNECT: not sent, once, no token, no login shown",
    arguments: [
      [ByteServer.answer("", status: "407 Proxy Authentication Required")],
      [ByteServer.answer("no", status: "403 Forbidden")], [ByteServer.answer("", status: "502 X")],
      [ByteServer.Step.close], [.reset], [.send("HTTP/1.1 200 Conn"), .close],
      [.send("HTTP/1.1 200 Conn"), .reset], [.send("SSH-2.0-OpenSSH\r\n"), .close],
      // It lets the connection through, and dies in the TLS handshake.
      [.send("HTTP/1.1 200 OK\r\n\r\n"), .close], [.send("HTTP/1.1 200 OK\r\n\r\n"), .reset],
      [.send("HTTP/1.1 200 OK\r\n\r\nnot TLS at all"), .close],
    ] as [[ByteServer.Step]])
  func proxies(steps: [ByteServer.Step]) async throws {
    let (outcome, heads, connections) = try await throughProxy(steps)
    guard case .notSent(let reason, _) = outcome else {
      Issue.record("\(outcome)")
      return
    }
    #expect(!reason.contains("s3cret"))
    #expect(connections == 1)
    #expect(heads.first?.hasPrefix("CONNECT mdm.example.invalid:443") == true)
    #expect(heads.allSatisfy { !$0.contains(Self.token) && !$0.contains("Bearer") })
  }

  @Test("F43: NO_PROXY goes past the proxy: it sees no connection")
  func noProxy() async throws {
    let (outcome, heads, connections) = try await throughProxy([.close], noProxy: "example.invalid")
    guard case .notSent = outcome else {
      Issue.record("\(outcome)")
      return
    }
    #expect(heads.isEmpty && connections == 0)
  }
}
