import AppsAndBooks
import Files
import Foundation
import Glibc
import SimulatedService
import SystemPackage
import TestSupport
import Testing

@testable import purser

/// The bad-input matrix, tokens: each is refused before anything is asked, and no text echoes one.
struct BadInputTokenTests {
  private static let change = "assign --asset 1 --serial F4KX00000001 --yes"

  private static func refused(_ name: String, _ message: String) -> BadInput {
    BadInput(
      "\(change) --token-file {folder}/\(name)", code: 2, asksNobody: true, "purser: \(message)")
  }

  // MARK: - Files

  private static let files: [BadInput] = [
    refused("empty", "{folder}/empty holds no token: it is empty."),
    refused("blank", "{folder}/blank holds no token: it is empty."),
    refused("large", "{folder}/large holds no token: it is larger than 8 KiB."),
    refused(
      "dir", "The token file {folder}/dir is a directory. Name the *.vpptoken file itself."),
    refused("link", "The token file {folder}/link is a link. Name the file it leads to."),
    refused("fifo", "The token file {folder}/fifo is a FIFO. Name the *.vpptoken file itself."),
    refused(
      "../../dev/null",
      "The token file /dev/null is a device or socket. Name the *.vpptoken file itself."),
    refused(
      "loose",
      "The token file {folder}/loose can be read by others and was not read. "
        + "Mend it with: chmod 600 {folder}/loose"),
    refused(
      "group",
      "The token file {folder}/group can be read by others and was not read. "
        + "Mend it with: chmod 600 {folder}/group"),
    refused("none", "{folder}/none does not exist."),
  ]

  @Test(
    "A file that holds no token, or that is none of ours alone, is refused by name",
    arguments: files)
  func refusesFiles(row: BadInput) async throws {
    let bench = try await BadInputBench()
    let folder = bench.rig.folder
    try folder.write("empty", [])
    try folder.write("blank", Array(" \r\n\t".utf8))
    try folder.write("large", [UInt8](repeating: 65, count: 8 * 1024 + 1))
    mkdir(folder.path.appending("dir").string, 0o700)
    symlink(bench.filled("{folder}/t.vpptoken"), folder.path.appending("link").string)
    mkfifo(folder.path.appending("fifo").string, 0o600)
    try bench.rig.writeToken("loose", mode: 0o644)
    try bench.rig.writeToken("group", mode: 0o640)
    var row = row
    row.arguments = row.arguments.map { $0.hasSuffix("/dev/null") ? "/dev/null" : $0 }
    try await bench.check(row)
  }

  @Test("A token file of another user is refused, whatever its mode")
  func refusesForeign() async throws {
    let bench = try await BadInputBench()
    var path = "/etc/passwd"
    var owner: UInt32 = 0
    if geteuid() == 0 {
      path = try bench.rig.writeToken("foreign")
      owner = 65_534
      chown(path, owner, owner)
    }
    try await bench.check(
      BadInput(
        "\(Self.change) --token-file \(path)", code: 2, asksNobody: true,
        "purser: The token file \(path) belongs to another user (id \(owner)) and was not read. "
          + "Make a copy of your own."))
  }

  @Test("A folder of kept tokens that others can enter is refused with its chmod")
  func refusesFolder() async throws {
    var bench = try await BadInputBench()
    bench.rig.environment["PURSER_TOKEN_FILE"] = nil
    #expect(await bench.rig.run("token", "add", bench.filled("{folder}/t.vpptoken")).code == 0)
    try bench.rig.folder.setMode("config/purser/tokens", 0o750)
    try await bench.check(
      BadInput(
        Self.change, code: 2, asksNobody: true,
        "purser: {folder}/config/purser/tokens can be entered by others. "
          + "Mend it with: chmod 700 {folder}/config/purser/tokens"))
  }

  // MARK: - Texts

  /// Texts that are no token, made of a good one, and what is said of them.
  private static let texts: [(@Sendable (String) -> String, String)] = [
    (
      { "\($0.prefix(20))\n\($0.dropFirst(20))" },
      "A blank or a line end stands at byte 21: the token is one line. Download the file again."
    ),
    (
      { "\($0.prefix(20))\r\n\($0.dropFirst(20))" },
      "A blank or a line end stands at byte 21: the token is one line. Download the file again."
    ),
    (
      { "\($0.prefix(4)) \($0.dropFirst(4))" },
      "A blank or a line end stands at byte 5: the token is one line. Download the file again."
    ),
    (
      { "\"\($0)\"" },
      "A quotation mark stands at byte 1: give the file as it was downloaded, without quotes."
    ),
    (
      { "\($0.prefix(9))\u{FEFF}\($0.dropFirst(9))" },
      "It stops being base64 at byte 10: it may be cut or not a token. Download the file again."
    ),
    (
      { _ in "no-token-at-all" },
      "It stops being base64 at byte 3: it may be cut or not a token. Download the file again."
    ),
    (
      { _ in base64("words, not JSON") },
      "This is the inner value of a token: give the whole file as it was downloaded."
    ),
    (
      { _ in base64("{\"token\":") },
      "It is base64, but what is inside is broken JSON. Download the file again."
    ),
    (
      { _ in base64("{\"orgName\":\"x\"}") },
      "It is base64 of JSON, but «token» is missing inside. Give the file as it was downloaded."
    ),
    (
      { _ in base64("{\"token\":7}") },
      "It is base64 of JSON, but «token» inside has the wrong type. Download the file again."
    ),
    (
      { String(decoding: Data(base64Encoded: $0) ?? Data(), as: UTF8.self) },
      "It was decoded: give the file as it was downloaded, which is base64."
    ),
    (
      { token in
        let json = Data(base64Encoded: token).flatMap {
          try? JSONSerialization.jsonObject(with: $0) as? [String: Any]
        }
        return json?["token"] as? String ?? ""
      }, "This is the inner value of a token: give the whole file as it was downloaded."
    ),
  ]

  private static func base64(_ text: String) -> String { Data(text.utf8).base64EncodedString() }

  @Test(
    "What is no token is refused by the step that failed, and never echoed",
    arguments: texts.indices)
  func refusesTexts(index: Int) async throws {
    let (make, sentence) = Self.texts[index]
    let bench = try await BadInputBench()
    let text = make(bench.service.token)
    try bench.rig.writeToken("x", text)
    let row = Self.refused("x", "The token of {folder}/x can't be used. \(sentence)")
    try await bench.check(row)
    #expect(text.count < 8 || !bench.filled(row.message).contains(text.prefix(8)))
  }

  @Test("A mark, line ends and blanks around a token are trimmed")
  func trims() async throws {
    let bench = try await BadInputBench()
    let file = try bench.rig.writeToken("x", "\u{FEFF}  \(bench.service.token)\t\r\n")
    #expect(await bench.rig.run("status", "--token-file", file).code == 0)
  }

  // MARK: - Expiry

  @Test("An expired token changes and reads nothing any more; the cache can be read")
  func isExpired() async throws {
    let bench = try await BadInputBench()
    #expect(await bench.rig.run("sync").code == 0)
    await bench.service.setTokenState(.expired)
    let refusal = await bench.rig.run(
      "assign", "--asset", bench.filled("{app}"), "--serial", "F4KX00000001", "--yes")
    #expect(refusal.code == 2)
    #expect(refusal.errors.contains("9621"), "\(refusal.errors)")
    #expect(await bench.service.postCount() == 0)
    #expect(await bench.rig.run("assets").code == 2)
    let cached = await bench.rig.run("assets", "--offline", "--format", "csv")
    #expect(cached.code == 0)
    #expect(cached.output.contains(bench.filled("{app}")))
  }

  @Test("An end that can't be read is said, and Apple decides; a far one is shown as it is")
  func tellsEnd() throws {
    var check = TokenCheck(
      location: "nord", state: .ok, expires: nil, client: .unclaimed, checkedAt: ToolRig.start)
    #expect(
      StatusText.lines([check], isSummary: false)
        == ["PURSER OK: nord: token ok, its end is not known, unclaimed"])
    check.expires = ToolRig.start.addingTimeInterval(4_000 * 86_400)
    #expect(
      StatusText.lines([check], isSummary: false)
        == ["PURSER OK: nord: token 4000 d, unclaimed | days_left=4000;31:;0:"])
  }

  // MARK: - The command line

  @Test(
    "A token on the command line is not used, and advice comes with it",
    arguments: ["--token eyJhbGciOi", "--token=eyJhbGciOi"])
  func refusesArgument(text: String) async throws {
    try await BadInputBench().check(
      BadInput(
        "\(Self.change) \(text)", asksNobody: true,
        "purser: a token on the command line is visible to everyone on this machine and was not "
          + "used. Keep it in a file (purser token add FILE), and get a new one if this was real."))
  }
}
