import AppsAndBooks
import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// Turns the library's errors into our kinds and short texts without data.
enum FailureText {
  static func transportError(
    from error: any Error, mayHaveBeenSent: Bool, deadline: Duration, proxy: ProxySettings?
  ) -> TransportError {
    let (kind, reason) = describe(error, deadline: deadline, proxy: proxy)
    // Kinds that belong to the time before the connection stood can't have carried the request.
    let isEarly = [.nameLookup, .connect, .tls, .proxy].contains(kind)
    return TransportError(
      kind: kind, mayHaveBeenSent: mayHaveBeenSent && !isEarly, reason: reason)
  }

  private typealias Text = (TransportError.Kind, String)

  private static func describe(
    _ error: any Error, deadline: Duration, proxy: ProxySettings?
  ) -> Text {
    switch error {
    case is DeadlinePassed: late(deadline)
    case is Exchange.TooLarge: (.tooLarge, "the answer is larger than Purser takes")
    case let error as HTTPClientError: describe(error, deadline: deadline, proxy: proxy)
    case let error as NIOConnectionError: describe(error, proxy: proxy)
    case let error as IOError: ioText(error, whileConnecting: false)
    case is NIOSSLExtraError:
      (.tls, "the certificate is not the one of this host")
    case let error as NIOSSLError: describe(error)
    case is BoringSSLError: (.tls, "TLS could not be agreed on")
    // The connection ended inside the body: whole HTTP that stopped, not something else.
    case HTTPParserError.invalidEOFState:
      (.closed, "the line broke before the answer was whole")
    case is HTTPParserError: (.notHTTP, "what came is not HTTP")
    case ChannelError.connectTimeout: (.connect, "no connection within 10 s")
    default: (.closed, "the line broke before the answer was whole")
    }
  }

  private static func late(_ deadline: Duration) -> Text {
    (.timeout, "no whole answer within \(deadline.components.seconds) s")
  }

  private static func describe(
    _ error: HTTPClientError, deadline: Duration, proxy: ProxySettings?
  ) -> Text {
    switch error {
    case .connectTimeout, .getConnectionFromPoolTimeout:
      (.connect, "no connection within 10 s")
    case .tlsHandshakeTimeout: (.tls, "TLS was not agreed on within 10 s")
    case .httpProxyHandshakeTimeout, .invalidProxyResponse:
      (.proxy, "the proxy \(proxy?.description ?? "") does not let the connection through")
    case .proxyAuthenticationRequired:
      (.proxy, "the proxy \(proxy?.description ?? "") asks for a login")
    case .deadlineExceeded, .readTimeout, .writeTimeout: late(deadline)
    case .emptyHost, .emptyScheme, .invalidURL: (.nameLookup, "the address can't be read")
    default: (.closed, "the line broke before the answer was whole")
    }
  }

  private static func describe(_ error: NIOConnectionError, proxy: ProxySettings?) -> Text {
    let whose = proxy.map { "the proxy \($0.description)" } ?? "the host"
    guard let failure = error.connectionErrors.first else {
      return (.nameLookup, "the name of \(whose) could not be found")
    }
    if let error = failure.error as? IOError { return ioText(error, whileConnecting: true) }
    if case ChannelError.connectTimeout = failure.error {
      return (.connect, "no connection to \(whose) within 10 s")
    }
    return (.connect, "no connection to \(whose)")
  }

  private static func describe(_ error: NIOSSLError) -> Text {
    switch error {
    case .handshakeFailed(let cause):
      let text = "\(cause)"
      return text.contains("CERTIFICATE_VERIFY_FAILED")
        ? (
          .tls,
          "the certificate is not trusted (if a proxy inspects TLS, name its certificate as caFile)"
        )
        : (.tls, "TLS could not be agreed on")
    case .unableToValidateCertificate, .noCertificateToValidate:
      return (.tls, "the certificate is not trusted")
    case .failedToLoadCertificate, .noSuchFilesystemObject:
      return (.tls, "the system's certificates can't be read")
    default: return (.closed, "the line broke before the answer was whole")
    }
  }

  private static func ioText(_ error: IOError, whileConnecting: Bool) -> Text {
    switch error.errnoCode {
    case ECONNREFUSED: (.connect, "connection refused")
    case EHOSTUNREACH, ENETUNREACH: (.connect, "no way to the host")
    case ETIMEDOUT where whileConnecting: (.connect, "no connection in time")
    default:
      whileConnecting
        ? (.connect, "no connection") : (.closed, "the line broke before the answer was whole")
    }
  }
}
