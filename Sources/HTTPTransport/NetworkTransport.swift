// The room HTTPTransport: the one place that imports the HTTP library. See Docs/Architecture.md.

package import AppsAndBooks
import AsyncHTTPClient
import HTTPTypes
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import Synchronization

/// The transport over async-http-client: no redirects, no decompression, TLS always checked, every request sent at most once.
///
/// Reads share up to five connections; a request that wants a fresh connection gets one of its own, closed afterwards.
/// Nothing is opened before the first request.
package final class NetworkTransport: Transport {
  /// The time within which a connection is to be there, its TLS included.
  static let connectTime = TimeAmount.seconds(10)

  private let configuration: HTTPClient.Configuration
  private let proxy: ProxySettings?
  private let clock: any Clock<Duration>
  /// The clients for reads, by whether they go through the proxy.
  private let shared = Mutex<[Bool: HTTPClient]>([:])

  /// Makes a transport; opens no connection.
  ///
  /// - Parameters:
  ///   - proxy: what `HTTPS_PROXY` and `NO_PROXY` say, if anything.
  ///   - caFile: a PEM file with certificates that are trusted beside the system's.
  ///   - clock: measures deadlines.
  /// - Throws: a `TransportError` of kind `tls` when the file has no certificate.
  package convenience init(
    proxy: ProxySettings? = nil, caFile: String? = nil,
    clock: any Clock<Duration> = ContinuousClock()
  ) throws(TransportError) {
    try self.init(proxy: proxy, caFile: caFile, clock: clock, connectTime: Self.connectTime)
  }

  /// Makes a transport with another time for connecting, for tests.
  init(
    proxy: ProxySettings? = nil, caFile: String? = nil, clock: any Clock<Duration>,
    connectTime: TimeAmount
  ) throws(TransportError) {
    self.proxy = proxy
    self.clock = clock
    configuration = try Self.configuration(caFile: caFile, connectTime: connectTime)
  }

  deinit {
    for client in shared.withLock({ $0.values.map { $0 } }) {
      let _: EventLoopFuture<Void> = client.shutdown()
    }
  }

  package func send(_ request: TransportRequest) async throws -> TransportResponse {
    let throughProxy = proxy?.covers(url: request.url) ?? false
    guard request.usesFreshConnection else {
      return try await exchange(
        request, on: sharedClient(throughProxy: throughProxy), opened: nil,
        proxy: throughProxy ? proxy : nil)
    }
    let opened = Flag()
    var configuration = configured(throughProxy: throughProxy)
    // Called when the connection stands, TLS and the proxy's consent included: before that no byte of the request can have left.
    configuration.http1_1ConnectionDebugInitializer = { channel in
      opened.raise()
      return channel.eventLoop.makeSucceededVoidFuture()
    }
    let client = HTTPClient(
      eventLoopGroup: .singletonMultiThreadedEventLoopGroup, configuration: configuration)
    let result: Result<TransportResponse, any Error>
    do {
      result = .success(
        try await exchange(
          request, on: client, opened: opened, proxy: throughProxy ? proxy : nil))
    } catch {
      result = .failure(error)
    }
    // The exchange is over; a connection that closes badly changes nothing.
    try? await client.shutdown()
    return try result.get()
  }

  /// The exchange against the clock, and its failure in our words.
  private func exchange(
    _ request: TransportRequest, on client: HTTPClient, opened: Flag?, proxy: ProxySettings?
  ) async throws -> TransportResponse {
    do {
      return try await withThrowingTaskGroup(of: TransportResponse?.self) { group in
        group.addTask { try await Exchange.run(request, on: client) }
        group.addTask { [clock] in
          try await clock.sleep(for: request.deadline)
          return nil
        }
        defer { group.cancelAll() }
        guard let response = try await group.next() ?? nil else { throw DeadlinePassed() }
        return response
      }
    } catch {
      try Task.checkCancellation()
      throw FailureText.transportError(
        from: error, mayHaveBeenSent: opened?.isRaised ?? true, deadline: request.deadline,
        proxy: proxy)
    }
  }

  private func sharedClient(throughProxy: Bool) -> HTTPClient {
    shared.withLock { clients in
      if let client = clients[throughProxy] { return client }
      let client = HTTPClient(
        eventLoopGroup: .singletonMultiThreadedEventLoopGroup,
        configuration: configured(throughProxy: throughProxy))
      clients[throughProxy] = client
      return client
    }
  }

  private func configured(throughProxy: Bool) -> HTTPClient.Configuration {
    var configuration = configuration
    if throughProxy, let proxy { configuration.proxy = proxy.forLibrary }
    return configuration
  }

  private static func configuration(
    caFile: String?, connectTime: TimeAmount
  ) throws(TransportError) -> HTTPClient.Configuration {
    var tls = TLSConfiguration.makeClientConfiguration()
    tls.minimumTLSVersion = .tlsv12
    if let caFile {
      do {
        tls.additionalTrustRoots = [.certificates(try NIOSSLCertificate.fromPEMFile(caFile))]
      } catch {
        throw TransportError(
          kind: .tls, mayHaveBeenSent: false,
          reason: "the file named as caFile holds no certificate in PEM form")
      }
    }
    var configuration = HTTPClient.Configuration(
      tlsConfiguration: tls, redirectConfiguration: .disallow,
      timeout: .init(connect: connectTime, read: nil), decompression: .disabled)
    configuration.httpVersion = .http1Only
    configuration.connectionPool.retryConnectionEstablishment = false
    configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 5
    configuration.connectionPool.idleTimeout = .seconds(30)
    return configuration
  }
}

/// The deadline came before the end of the answer.
struct DeadlinePassed: Error {}

/// Is raised once.
final class Flag: Sendable {
  private let raised = Atomic(false)

  var isRaised: Bool { raised.load(ordering: .acquiring) }

  func raise() { raised.store(true, ordering: .releasing) }
}
