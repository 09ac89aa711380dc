import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle
import Synchronization

/// An HTTP server on 127.0.0.1 that hands every request, with its connection, to one closure.
struct LoopbackServer: Sendable {
  typealias Handler =
    @concurrent @Sendable (Request, consuming ResponseWriter, any Channel) async throws -> Void

  let port: Int
  private let group: ServiceGroup
  private let running: Task<Void, Never>
  private let connections: OpenConnections

  /// Listens and returns when it does; port 0 picks a free one.
  static func start(port: Int, handler: @escaping Handler) async throws -> LoopbackServer {
    let connections = OpenConnections()
    let (ready, source) = AsyncThrowingStream<Int, any Error>.makeStream()
    let silent = Logger(label: "simulated service", factory: { _ in SwiftLogNoOpLogHandler() })
    let server = try HTTPServerBuilder.http1().buildServer(
      configuration: ServerConfiguration(address: .hostname("127.0.0.1", port: port)),
      eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
      logger: silent,
      responder: { request, writer, channel in
        try connections.enter(channel)
        defer { connections.leave(channel) }
        try await handler(request, writer, channel)
      },
      onServerRunning: { channel in
        source.yield(channel.localAddress?.port ?? port)
      })
    let group = ServiceGroup(configuration: .init(services: [server], logger: silent))
    let running = Task {
      do {
        try await group.run()
        source.finish()
      } catch {
        source.finish(throwing: error)
      }
    }
    for try await bound in ready {
      return LoopbackServer(port: bound, group: group, running: running, connections: connections)
    }
    throw CancellationError()
  }

  /// Closes what is open, answered or not, and ends when the port is free again.
  func stop() async {
    connections.closeAll()
    await group.triggerGracefulShutdown()
    await running.value
  }
}

/// The connections with a request in progress, so that stopping does not wait for a hanging one.
private final class OpenConnections: Sendable {
  private struct State {
    var open: [ObjectIdentifier: any Channel] = [:]
    var isStopping = false
  }
  private let state = Mutex(State())

  func enter(_ channel: any Channel) throws {
    let isStopping = state.withLock { state in
      if !state.isStopping { state.open[ObjectIdentifier(channel)] = channel }
      return state.isStopping
    }
    if isStopping { throw CancellationError() }
  }

  func leave(_ channel: any Channel) {
    state.withLock { $0.open[ObjectIdentifier(channel)] = nil }
  }

  func closeAll() {
    let open = state.withLock { state in
      state.isStopping = true
      return Array(state.open.values)
    }
    for channel in open { channel.close(promise: nil) }
  }
}
