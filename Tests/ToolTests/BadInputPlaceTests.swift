import Files
import Foundation
import SimulatedService
import SystemPackage
import TestSupport
import Testing

@testable import purser

/// The bad-input matrix: configuration, addresses, names of locations, environment and arguments.
struct BadInputPlaceTests {
  // MARK: - Configuration

  /// A text of `config.toml`, and what is said of it after its path.
  private static let configurations: [(String, String)] = [
    ("them = \"x\"\n", ", line 1: there is no setting 'them'. The nearest is 'theme'."),
    ("theme = \"a\"\nversion = 9\n", ", line 2: there is no setting 'version'."),
    ("mouse = \"off\"\n", ", line 1: 'mouse' takes true or false."),
    (
      "refresh = \"soon\"\n",
      ", line 1: 'refresh' takes minutes (5) or a text such as \"90s\"; "
        + "30 s is the least, 0 is off."
    ),
    (
      "theme = \"a\"\n\ntheme = \"b\"\n",
      ", line 3: Error while parsing key-value pair: "
        + "cannot redefine existing string 'theme' (column 9)."
    ),
    (String(repeating: "# nothing\n", count: 1 << 20), ": it is larger than 256 KiB."),
  ]

  @Test("A configuration with a mistake is never passed over", arguments: configurations.indices)
  func refusesConfiguration(index: Int) async throws {
    let (text, sentence) = Self.configurations[index]
    let bench = try await BadInputBench()
    try bench.configure(text)
    try await bench.check(
      BadInput(
        "assign --asset {app} --serial F4KX00000001 --yes", asksNobody: true,
        "purser: {folder}/config/purser/config.toml" + sentence))
  }

  // MARK: - Addresses

  private static let addresses: [(String, String)] = [
    (
      "http://vpp.itunes.apple.com/mdm/v2",
      "The service address is not https; only this machine may be asked over http."
    ),
    ("https://example.org/mdm/v2", "example.org"),
    ("https://203.0.113.7/mdm/v2", "203.0.113.7"),
    ("https://xn--vpp-itunes-apple-x0g.com/mdm/v2", "xn--vpp-itunes-apple-x0g.com"),
    ("https://eva:secret@vpp.itunes.apple.com", "The service address holds a user name."),
    ("https://localhost:0/mdm/v2", "The service address has no proper port."),
    (
      "https://vpp.itunes.аpple.com/mdm/v2",
      "The service address is not an address such as https://HOST/mdm/v2."
    ),
  ]

  @Test(
    "An address that is not to be asked is refused before anything is sent", arguments: addresses)
  func refusesAddresses(address: String, sentence: String) async throws {
    let isHost = !sentence.hasPrefix("The ")
    let message =
      isHost
      ? "The service address names \(sentence), which is neither Apple's nor listed. Nothing was "
        + "sent. If the token may go there, add it to allowedServiceHosts in config.toml."
      : sentence + " Nothing was sent."
    try await BadInputBench().check(
      BadInput(
        "assign --asset 1 --serial A1 --yes --service-url \(address)", asksNobody: true,
        "purser: " + message))
  }

  // MARK: - Names of locations

  @Test(
    "A name of a location is never a path",
    arguments: ["../../x", "Con", "", "🦊", "a b", "x\u{0}y", String(repeating: "x", count: 300)])
  func refusesNames(name: String) async throws {
    try await BadInputBench().check(
      BadInput(
        ["token", "add", "{folder}/t.vpptoken", "--name", name], asksNobody: true,
        "purser: '\(SafeText.line(name.shortened))' can't be a name. "
          + "A name has 1 to 32 of a-z, 0-9, - and _."))
  }

  @Test("What the service or a file calls a location is in no path")
  func keepsNamesOutOfPaths() async throws {
    let bench = try await BadInputBench()
    let file = try bench.rig.writeToken("日本 🦊.vpptoken")
    #expect(await bench.rig.run("token", "add", file).code == 0)
    #expect(await bench.rig.run("sync", "--location", try await onlyName(bench)).code == 0)
    let state = bench.rig.folder.path.appending("state/purser").string
    let key = LocationKey(uID: bench.service.uID).rawValue
    let names = try FileManager.default.contentsOfDirectory(atPath: state)
    #expect(names.allSatisfy { $0 == key || $0.hasPrefix("locations.json") }, "\(names)")
  }

  private func onlyName(_ bench: BadInputBench) async throws -> String {
    let list = try await bench.rig.run("token", "list", "--json").objects()
    return try #require(list.first?["location"] as? String)
  }

  // MARK: - Counts

  @Test("Counts that disagree are shown as the service has them")
  func marksCounts() async throws {
    let bench = try await BadInputBench()
    await bench.service.skewAssignedCount(adamId: bench.filled("{app}"), by: 7)
    let list = try await bench.rig.run("assets", "--json").objects()
    let asset = try #require(list.first { $0["adamId"] as? String == bench.words["app"] })
    let truth = try #require(
      await bench.service.assets().first { $0.adamId == bench.words["app"] })
    #expect(asset["assignedCount"] as? Int == truth.assigned + 7)
    #expect(asset["totalCount"] as? Int == truth.total)
  }

  // MARK: - Environment

  @Test(
    "Without a place for files the variables to set are named", arguments: [nil, "", "home/eva"])
  func wantsHome(home: String?) async throws {
    var bench = try await BadInputBench()
    for name in ["XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"] {
      bench.rig.environment[name] = nil
    }
    bench.rig.environment["HOME"] = home
    try await bench.check(
      BadInput(
        "assign --asset 1 --serial A1 --yes", code: 6, asksNobody: true,
        "purser: HOME is not set to an absolute path, so there is no place for files. "
          + "Set HOME, or XDG_CONFIG_HOME, XDG_CACHE_HOME and XDG_STATE_HOME."))
  }

  @Test("Relative XDG paths, an odd TMPDIR, LANG and TERM change nothing")
  func ignoresEnvironment() async throws {
    var bench = try await BadInputBench()
    bench.rig.environment["XDG_STATE_HOME"] = "state"
    bench.rig.environment["TMPDIR"] = "/no/such/place"
    bench.rig.environment["LANG"] = "C"
    bench.rig.environment["TERM"] = nil
    #expect(await bench.rig.run("sync").code == 0)
    let home = bench.rig.folder.path.appending(".local/state/purser/locations.json")
    #expect(FileManager.default.fileExists(atPath: home.string))
    #expect(!FileManager.default.fileExists(atPath: "state/purser"))
  }

  // MARK: - Arguments

  @Test(
    "A mistake on the command line is a usage error, with the nearest name where there is one",
    arguments: [
      (["assets", "--ofline"], "--offline"), (["assets", "--fromat", "json"], "--format"),
      (["assign", "--asset", "1", "--serail", "A1", "--yes"], "--serial"),
      (["asign"], "asign"), (["assign", "--asset", "1", "--serial", "--yes"], "--serial"),
      (["assign", "--asset", "1", "--serial", "-x", "--yes"], "--serial"),
      (["assets", "--" + String(repeating: "x", count: 2 << 20)], "64 KiB"),
      (["assets", "--" + String(repeating: "x", count: 9_000)], "xxx"),
      (["assets", "--esc\u{1B}]52;c;x\u{7}"], "esc"), (["assets", "a\u{0}b"], "a"),
    ])
  func refusesArguments(arguments: [String], part: String) async throws {
    let bench = try await BadInputBench()
    let result = await bench.rig.run(arguments)
    #expect(result.code == 64)
    #expect(result.output.isEmpty)
    #expect(result.errors.contains(part), "\(result.errors.prefix(400))")
    #expect(result.errors.utf8.count < 8_000)
    #expect(!result.errors.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
    #expect(await bench.service.requests().isEmpty)
  }
}
