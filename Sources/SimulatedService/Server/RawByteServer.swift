import NIOCore
import NIOPosix
import Synchronization

/// A server that sends what no HTTP server would: bytes, pauses, closes and resets from a script.
///
/// Each connection gets the next script, further ones the last; a script begins when the first
/// bytes of a request have come. Listens on 127.0.0.1 only.
package struct RawByteServer: Sendable {
  /// One step of a script.
  package enum Step: Sendable {
    case send(String)
    case sendBytes([UInt8])
    /// By the machine's clock.
    case pause(Duration)
    /// Closes in the ordinary way (FIN).
    case close
    /// Resets the connection (RST).
    case reset
  }

  /// `http://127.0.0.1:PORT`.
  package let url: String
  private let channel: any Channel
  private let accepted: Accepted

  /// Listens on a free port.
  package static func start(_ scripts: [[Step]]) async throws -> RawByteServer {
    let accepted = Accepted()
    let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          let turn = min(accepted.add(channel), scripts.count - 1)
          let script = scripts.isEmpty ? [] : scripts[turn]
          try channel.pipeline.syncOperations.addHandler(ScriptHandler(script[...]))
        }
      }
      .bind(host: "127.0.0.1", port: 0).get()
    let port = channel.localAddress?.port ?? 0
    return RawByteServer(url: "http://127.0.0.1:\(port)", channel: channel, accepted: accepted)
  }

  /// How many connections came so far.
  package var connections: Int { accepted.count }

  /// Closes the connections and frees the port.
  package func stop() async {
    try? await channel.close()
    accepted.closeAll()
  }

  private final class Accepted: Sendable {
    private let channels = Mutex<[any Channel]>([])

    var count: Int { channels.withLock { $0.count } }

    /// Notes a connection and gives its turn, counted from zero.
    func add(_ channel: any Channel) -> Int {
      channels.withLock { channels in
        channels.append(channel)
        return channels.count - 1
      }
    }

    func closeAll() {
      for channel in channels.withLock({ $0 }) { channel.close(promise: nil) }
    }
  }
}

/// Plays one script on one connection.
private final class ScriptHandler: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  private var rest: ArraySlice<RawByteServer.Step>
  private var hasBegun = false

  init(_ script: ArraySlice<RawByteServer.Step>) {
    rest = script
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    if hasBegun { return }
    hasBegun = true
    play(context)
  }

  private func play(_ context: ChannelHandlerContext) {
    while let step = rest.popFirst() {
      switch step {
      case .send(let text):
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: text)), promise: nil)
      case .sendBytes(let bytes):
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: bytes)), promise: nil)
      case .pause(let time):
        context.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(time)) { self.play(context) }
        return
      case .close:
        context.close(promise: nil)
      case .reset:
        reset(context)
      }
    }
  }

  private func reset(_ context: ChannelHandlerContext) {
    // On the connection's own event loop this takes effect before the close.
    _ = context.channel.prepareReset()
    context.close(promise: nil)
  }
}
