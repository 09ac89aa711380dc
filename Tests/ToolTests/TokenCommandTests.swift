import Files
import Foundation
import SimulatedService
import SystemPackage
import TestSupport
import Testing

struct TokenCommandTests {
  private let files = LinuxFileSystem()

  @Test("A downloaded token is kept 0600, becomes the default, and the loose file's rm is named")
  func adds() async throws {
    let rig = try await ToolRig()
    let file = try rig.writeToken("sToken_for_Campus Nord.vpptoken", mode: 0o644)
    let result = await rig.run("token", "add", file)
    #expect(result.code == 0, "\(result.errors)")
    #expect(result.output.contains("Kept the token as campus-nord"))
    #expect(result.output.contains("212 d left"))
    #expect(result.errors.contains("rm '\(file)'"))
    let kept = rig.places.tokens.appending("campus-nord.vpptoken")
    #expect(try files.status(at: kept, followingLinks: false).mode == 0o600)
    let settings = try Configuration.read(places: rig.places, on: files)
    #expect(settings.location?.rawValue == "campus-nord")
    let known = try LocationsFile(places: rig.places, files: files).read()
    #expect(known.values.first?.key == LocationKey(uID: try #require(rig.service?.uID)))
    let token = try #require(rig.service?.token)
    #expect(!(result.output + result.errors).contains(token.prefix(24)))
  }

  @Test("A renewal of the same location replaces its name; another name or location is refused")
  func renews() async throws {
    let rig = try await ToolRig()
    let service = try #require(rig.service)
    #expect(await rig.run("token", "add", try rig.writeToken(), "--name", "nord").code == 0)
    let renewal = try rig.writeToken("new.vpptoken", await service.makeToken(.valid))
    let second = await rig.run("token", "add", renewal, "--name", "other")
    #expect(second.code == 64)
    #expect(second.errors.contains("--name nord"))
    #expect(await rig.run("token", "add", renewal, "--name", "nord").code == 0)
    let list = try await rig.run("token", "list", "--json").objects()
    #expect(list.count == 1)
    let other = try await ToolRig { $0.seed = 5 }
    var foreign = rig
    foreign.environment["PURSER_SERVICE_URL"] = other.service?.url
    let file = try rig.writeToken("foreign.vpptoken", other.service?.token)
    let refused = await foreign.run("token", "add", file, "--name", "nord")
    #expect(refused.code == 64)
    #expect(refused.errors.contains("another location"))
  }

  @Test("A refused token is not kept", arguments: [TokenState.revoked, .expired, .garbage])
  func refuses(state: TokenState) async throws {
    let rig = try await ToolRig()
    let token = await rig.service?.makeToken(state)
    let result = await rig.run("token", "add", try rig.writeToken("x.vpptoken", token))
    #expect(result.code == 2)
    #expect(result.errors.contains("not kept"))
    #expect(await rig.run("token", "list", "--json").output == "[]\n")
  }

  @Test("Not reached: a new name is kept, an existing one is not replaced")
  func keepsUnchecked() async throws {
    let rig = try await ToolRig()
    let file = try rig.writeToken()
    await rig.service?.stop()
    let kept = await rig.run("token", "add", file, "--name", "nord")
    #expect(kept.code == 0)
    #expect(kept.errors.contains("first contact"))
    let again = await rig.run("token", "add", file, "--name", "nord")
    #expect(again.code == 3)
    #expect(again.errors.contains("not replaced"))
  }

  @Test("A token that is read, shown, listed and removed never shows itself")
  func showsNothing() async throws {
    var rig = try await ToolRig()
    let token = try #require(rig.service?.token)
    rig.input = Array(("\u{FEFF}" + token + "\r\n").utf8)
    #expect(await rig.run("token", "add", "-", "--name", "nord").code == 0)
    for arguments in [
      ["token", "show", "nord"], ["token", "list"], ["token", "list", "--format", "csv"],
      ["token", "show", "nord", "--json"], ["status"], ["token", "remove", "nord"],
    ] {
      let result = await rig.run(arguments)
      #expect(result.code == 0, "\(arguments): \(result.errors)")
      #expect(!(result.output + result.errors).contains(token.prefix(24)))
    }
    #expect(await rig.run("token", "show", "nord").code == 64)
  }

  @Test("Without a file a person is told to name one; a pipe is read")
  func wantsFile() async throws {
    var rig = try await ToolRig()
    rig.input = Array((rig.service?.token ?? "").utf8)
    #expect(await rig.run("token", "add", "--name", "nord").code == 0)
    rig.answers = ["y"]
    let person = await rig.run("token", "add")
    #expect(person.code == 64)
    #expect(person.errors.contains("vpptoken"))
  }

  @Test(
    "What is no token is refused by the step that failed",
    arguments: [
      ("", "empty"), ("{\"token\":1}", "decoded"), ("not base64!", "blank"), ("e30=", "missing"),
    ])
  func refusesOthers(text: String, part: String) async throws {
    let rig = try await ToolRig()
    let file = try rig.writeToken("x.vpptoken", text)
    let result = await rig.run("token", "add", file)
    #expect(result.code == 2)
    #expect(result.errors.contains(part), "\(result.errors)")
  }

  @Test("A token file that others can read is refused with its chmod everywhere but in add")
  func refusesLoose() async throws {
    let rig = try await ToolRig()
    let file = try rig.writeToken(mode: 0o644)
    let result = await rig.run("status", "--token-file", file)
    #expect(result.code == 2)
    #expect(result.errors.contains("chmod 600 \(file)"))
    #expect(await rig.service?.requests().isEmpty == true)
  }

  @Test("The token can come from a program or the environment, but only from one place")
  func takesSources() async throws {
    var rig = try await ToolRig()
    let file = try rig.writeToken()
    let program = await rig.run("status", "--token-command", "cat '\(file)'")
    #expect(program.code == 0, "\(program.errors)")
    #expect(await rig.run("status", "--token-command", "false").code == 2)
    #expect(await rig.run("status", "--token-command", "/no/such/program").code == 2)
    rig.environment["PURSER_TOKEN_FILE"] = file
    #expect(await rig.run("status").code == 0)
    let both = await rig.run("status", "--token-file", file, "--token-command", "cat x")
    #expect(both.code == 64)
    let argument = await rig.run("status", "--token", "eyJabc")
    #expect(argument.code == 64)
    #expect(argument.errors.contains("visible to everyone"))
  }

  @Test("Several locations and none named: 64 with the list")
  func wantsName() async throws {
    let rig = try await ToolRig()
    let store = TokenStore(places: rig.places, files: files)
    let token = try TokenText(trimming: Array((rig.service?.token ?? "").utf8), from: "t")
    for name in ["nord", "sued"] { try store.keep(token, as: try #require(LocationName(name))) }
    let result = await rig.run("status")
    #expect(result.code == 3)
    #expect(result.errors.contains("nord, sued"))
    #expect(await rig.run("status", "--location", "nord").code == 0)
    #expect(await rig.run("status", "--location", "west").code == 3)
  }
}
