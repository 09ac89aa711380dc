import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// A server on the loopback that counts requests and answers each by a script of bytes, closes and resets.
///
/// Unlike a real server it can answer half, twice or not at all. It has no clock of its own.
final class ByteServer: Sendable {
  enum Step: Sendable {
    case send(String)
    /// So many bytes of `x`.
    case fill(Int)
    /// Closes in the ordinary way.
    case close
    /// Closes with a reset.
    case reset
  }

  /// A whole answer with its length.
  static func answer(_ body: String, status: String = "200 OK", fields: String = "") -> Step {
    .send("HTTP/1.1 \(status)\r\ncontent-length: \(body.utf8.count)\r\n\(fields)\r\n\(body)")
  }

  private let state = Mutex(State())
  private let script: @Sendable (_ request: Int) -> [Step]

  private struct State {
    var channel: (any Channel)?
    var connections: [any Channel] = []
    var heads: [String] = []
    var waiting: [(count: Int, wake: CheckedContinuation<Void, Never>)] = []
  }

  private init(script: @escaping @Sendable (Int) -> [Step]) { self.script = script }

  /// Runs `body` with a server that answers request number `request`, counted from zero over all connections.
  static func run<R>(
    tls: NIOSSLContext? = nil, _ script: @escaping @Sendable (_ request: Int) -> [Step],
    _ body: (ByteServer) async throws -> R
  ) async throws -> R {
    let server = ByteServer(script: script)
    let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .serverChannelOption(ChannelOptions.socketOption(.so_reuseaddr), value: 1)
      .childChannelInitializer { child in
        child.eventLoop.makeCompletedFuture {
          server.state.withLock { $0.connections.append(child) }
          if let tls {
            try child.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls))
          }
          try child.pipeline.syncOperations.addHandler(Connection(server: server))
        }
      }
      .bind(host: "127.0.0.1", port: 0).get()
    server.state.withLock { $0.channel = channel }
    let result: Result<R, any Error>
    do {
      result = .success(try await body(server))
    } catch {
      result = .failure(error)
    }
    try? await channel.close()
    for child in server.state.withLock({ $0.connections }) { child.close(promise: nil) }
    return try result.get()
  }

  var port: Int { state.withLock { $0.channel?.localAddress?.port ?? 0 } }
  var url: String { "http://127.0.0.1:\(port)/mdm/v2" }
  /// The heads of the requests that came, whole.
  var requests: [String] { state.withLock { $0.heads } }
  var connectionCount: Int { state.withLock { $0.connections.count } }

  /// Waits until so many requests have come.
  func requests(atLeast count: Int) async {
    await withCheckedContinuation { wake in
      let isMet = state.withLock { state in
        if state.heads.count >= count { return true }
        state.waiting.append((count, wake))
        return false
      }
      if isMet { wake.resume() }
    }
  }

  fileprivate func note(_ head: String) -> [Step] {
    let (index, woken) = state.withLock { state in
      state.heads.append(head)
      let count = state.heads.count
      let woken = state.waiting.filter { $0.count <= count }
      state.waiting.removeAll { $0.count <= count }
      return (count - 1, woken)
    }
    for waiting in woken { waiting.wake.resume() }
    return script(index)
  }
}

/// One connection: cuts what comes into requests by their heads and `content-length`.
private final class Connection: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  private let server: ByteServer
  private var received = ""

  init(server: ByteServer) { self.server = server }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let buffer = unwrapInboundIn(data)
    // A greeting in TLS to a server without: answered as real servers do.
    if buffer.readableBytesView.first == 0x16 {
      play(ByteServer.answer("", status: "400 Bad Request"), context)
      return play(.close, context)
    }
    received += String(buffer: buffer)
    while let end = received.firstRange(of: "\r\n\r\n") {
      let head = String(received[..<end.lowerBound])
      let rest = received[end.upperBound...]
      let length =
        head.split(separator: "\r\n").lazy.map { $0.lowercased() }
        .first { $0.hasPrefix("content-length:") }
        .flatMap { Int($0.dropFirst(15).drop { $0 == " " }) } ?? 0
      guard rest.utf8.count >= length else { return }
      received = String(rest.utf8.dropFirst(length)) ?? ""
      for step in server.note(head) { play(step, context) }
    }
  }

  private func play(_ step: ByteServer.Step, _ context: ChannelHandlerContext) {
    switch step {
    case .send(let text):
      context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: text)), promise: nil)
    case .fill(let count):
      context.writeAndFlush(
        wrapOutboundOut(ByteBuffer(repeating: UInt8(ascii: "x"), count: count)), promise: nil)
    case .close: context.close(promise: nil)
    case .reset:
      // With a linger time of zero the kernel sends RST instead of FIN.
      if let options = context.channel as? any SocketOptionProvider {
        _ = options.unsafeSetSocketOption(level: .socket, name: .so_linger, value: Linger())
      }
      context.close(promise: nil)
    }
  }
}

/// The kernel's `struct linger`.
private struct Linger: Sendable {
  var isOn: Int32 = 1
  var seconds: Int32 = 0
}
