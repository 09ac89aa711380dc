import AppsAndBooks
import HTTPTypes
import Testing

@testable import HTTPTransport

/// `HTTPS_PROXY` and `NO_PROXY`: what goes through the proxy, and that its login shows nowhere.
@Suite(.timeLimit(.minutes(1)))
struct ProxyTests {
  @Test(
    "the proxy is read with port and login, and shows without the login",
    arguments: [
      ("http://proxy.example:3128", "proxy.example:3128"),
      ("proxy.example:3128", "proxy.example:3128"),
      ("http://proxy.example", "proxy.example:80"),
      ("http://u:p%40ss@proxy.example:8080/", "proxy.example:8080"),
      ("http://u@[::1]:8080", "::1:8080"),
    ])
  func read(text: String, shown: String) throws {
    let proxy = try #require(try ProxySettings.read(httpsProxy: text, noProxy: nil))
    var dumped = ""
    dump(proxy, to: &dumped)
    #expect("\(proxy)" == shown)
    #expect(!dumped.contains("p@ss") && !String(reflecting: proxy).contains("p@ss"))
  }

  @Test(
    "nothing named is no proxy; what can't be read is said, not passed over",
    arguments: [
      "https://proxy.example", "socks5://proxy.example", "http://", "http://:80", "http://proxy:0",
      "http://proxy:x",
    ])
  func wrong(text: String) throws {
    #expect(try ProxySettings.read(httpsProxy: nil, noProxy: "*") == nil)
    #expect(try ProxySettings.read(httpsProxy: "", noProxy: nil) == nil)
    #expect(throws: TransportError.self) { try ProxySettings.read(httpsProxy: text, noProxy: nil) }
  }

  @Test(
    "https goes through the proxy but for the exceptions, loopback never does",
    arguments: [
      ("", "https://vpp.itunes.apple.com/mdm/v2/assets?adamId=1", true),
      ("", "http://vpp.itunes.apple.com/", false), ("", "https://localhost:8443/", false),
      ("", "https://127.0.0.1/", false), ("*", "https://vpp.itunes.apple.com/", false),
      ("apple.com", "https://vpp.itunes.apple.com/", false),
      (".apple.com", "https://vpp.itunes.apple.com/", false),
      ("*.apple.com", "https://vpp.itunes.apple.com/", false),
      ("APPLE.com", "https://vpp.itunes.apple.com/", false),
      ("pple.com", "https://vpp.itunes.apple.com/", true),
      ("example.org, itunes.apple.com", "https://vpp.itunes.apple.com/", false),
      ("apple.com:443", "https://vpp.itunes.apple.com/", false),
      ("apple.com:8443", "https://vpp.itunes.apple.com/", true),
      (",, ", "https://vpp.itunes.apple.com/", true),
    ])
  func covers(exceptions: String, url: String, expected: Bool) throws {
    let proxy = try #require(try ProxySettings.read(httpsProxy: "http://p:1", noProxy: exceptions))
    #expect(proxy.covers(url: url) == expected)
  }

  private func send(
    _ answer: ByteServer.Step..., login: String = ""
  ) async throws -> (TransportError, [String]) {
    try await ByteServer.run({ _ in answer }) { server in
      let proxy = try ProxySettings.read(
        httpsProxy: "http://\(login)127.0.0.1:\(server.port)", noProxy: nil)
      let transport = try NetworkTransport(proxy: proxy)
      let error = try #require(
        await #expect(throws: TransportError.self) {
          try await transport.send(
            TransportRequest(
              method: .post, url: "https://mdm.example.org/x",
              headerFields: [.authorization: "Bearer c2VjcmV0"],
              body: [1], deadline: .seconds(60), maxBodyBytes: 10, usesFreshConnection: true))
        })
      return (error, server.requests)
    }
  }

  @Test(
    "a proxy that wants a login, refuses, or hangs up: nothing was sent, and its login shows nowhere"
  )
  func refused() async throws {
    for answer in [
      ByteServer.answer("", status: "407 Proxy Authentication Required"),
      ByteServer.answer("", status: "403 Forbidden"), .close, .reset,
    ] {
      let (error, requests) = try await send(answer, login: "user:s3cret@")
      #expect(!error.mayHaveBeenSent)
      #expect(!error.reason.contains("s3cret"))
      #expect(requests.count == 1)
      let head = try #require(requests.first)
      #expect(head.hasPrefix("CONNECT mdm.example.org:443"))
      #expect(!head.contains("c2VjcmV0"), "the token went to the proxy")
    }
    let (error, _) = try await send(ByteServer.answer("", status: "407 X"))
    #expect(error.kind == .proxy && error.reason.contains("asks for a login"))
  }
}
