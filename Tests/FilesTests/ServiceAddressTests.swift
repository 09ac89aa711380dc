import Files
import Testing

struct ServiceAddressTests {
  @Test("Apple's host needs nothing more")
  func takesApple() throws {
    let address = try ServiceAddress("https://VPP.itunes.apple.com/mdm/v2/", allowedHosts: [])
    #expect(address == .apple)
    #expect(address.url == "https://vpp.itunes.apple.com/mdm/v2")
    #expect(address.isApple)
  }

  @Test(
    "Loopback may be plain http",
    arguments: [
      ("http://127.0.0.1:8080", "127.0.0.1:8080"), ("http://localhost/mdm/v2", "localhost"),
      ("http://[::1]:99", "[::1]:99"), ("https://127.9.9.9", "127.9.9.9"),
    ])
  func takesLoopback(text: String, authority: String) throws {
    let address = try ServiceAddress(text, allowedHosts: [])
    #expect(address.kind == .loopback)
    #expect(address.authority == authority)
  }

  @Test("Other hosts have to be https and listed")
  func takesListed() throws {
    let hosts = ["Proxy.example.org", "other.example.org:8443"]
    let address = try ServiceAddress("https://proxy.example.org/mdm/v2", allowedHosts: hosts)
    #expect(address.kind == .allowed)
    #expect(
      try ServiceAddress("https://other.example.org:8443", allowedHosts: hosts).kind == .allowed)
    #expect(throws: ServiceAddress.Refusal.self) {
      try ServiceAddress("http://proxy.example.org", allowedHosts: hosts)
    }
    #expect(throws: ServiceAddress.Refusal.self) {
      try ServiceAddress("https://other.example.org", allowedHosts: hosts)
    }
  }

  @Test(
    "Anything else is refused before it is sent, and a password is not repeated",
    arguments: [
      "", "vpp.itunes.apple.com", "http://vpp.itunes.apple.com/mdm/v2", "ftp://localhost",
      "https://eva:secret@vpp.itunes.apple.com", "https://vpp.itunes.apple.com.evil.org",
      "https://vpp.itunes.apple.com:8443/mdm/v2", "https://localhost:0", "https://localhost:65536",
      "https://localhost:", "https://localhost:+80", "https://[::1", "https://[::1]x",
      "https://127.0.0.1.evil.org", "https://127.1", "https://xn--e\u{301}.org", "https://",
      "https://localhost/a?b", "https://localhost/#", "https://localhost/..%2f",
      "https://local host", "https://localhost\n.evil.org",
    ])
  func refuses(text: String) {
    let refusal = #expect(throws: ServiceAddress.Refusal.self) {
      try ServiceAddress(text, allowedHosts: [])
    }
    #expect(refusal?.description.contains("secret") == false)
    #expect(refusal?.description.contains("Nothing was sent.") == true)
  }
}
