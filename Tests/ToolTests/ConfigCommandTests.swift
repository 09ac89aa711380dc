import Files
import Foundation
import SystemPackage
import TestSupport
import Testing

/// `purser config check` and `purser config show`.
struct ConfigCommandTests {
  private func rig(_ text: String? = nil) throws -> ToolRig {
    let rig = try ToolRig.alone()
    for folder in ["config", "config/purser", "config/purser/tokens", "config/purser/themes"] {
      try FileManager.default.createDirectory(
        atPath: rig.folder.path.string + "/" + folder, withIntermediateDirectories: false,
        attributes: [.posixPermissions: 0o700])
    }
    if let text { try rig.folder.write("config/purser/config.toml", Array(text.utf8)) }
    return rig
  }

  private func file(_ rig: ToolRig) -> String { rig.places.configurationFile.string }

  @Test("Every mistake at once, with file, line and the nearest name: 64")
  func namesMistakes() async throws {
    let rig = try rig(
      """
      them = "purser-dark"
      location = "campus-nort"
      mouse = "yes"
      theme = "purser-drak"
      refresh = 5
      caFile = "/no/such.pem"
      allowedServiceHosts = ["https://x.example.org", "y.example.org:8443"]
      confirmOnKeyUpTo = 26
      [keys]
      asign = "A"
      reclaim = ["R", "hyper-x"]
      assign = 3
      [columns]
      assets = "name"
      users = [1]

      """)
    try rig.folder.write("config/purser/tokens/campus-nord.vpptoken", Array("x".utf8))
    let result = await rig.run("config", "check")
    #expect(result.code == 64)
    #expect(result.errors == "purser: 11 mistakes were found.\n")
    let path = file(rig)
    let expected = [
      "line 1: there is no setting 'them'. The nearest is 'theme'.",
      "line 2: no token is kept under the name 'campus-nort'. The nearest is 'campus-nord'.",
      "line 3: 'mouse' takes true or false.",
      "line 4: there is no theme 'purser-drak'. The nearest is 'purser-dark'.",
      "line 6: /no/such.pem does not exist.",
      "line 7: 'https://x.example.org' is not a host alone, such as \"apps.example.org\".",
      "line 8: 'confirmOnKeyUpTo' takes a number from 0 to 25.",
      "line 10: there is no command 'asign'. The nearest is 'assign'.",
      "line 11: keys: «hyper-x» is no key. Write a letter, ^u for Control, F5, Enter, Space, PgUp …",
      "line 12: 'assign' takes a list of texts, such as [\"one\", \"two\"].",
      "line 15: 'users' takes a list of texts, such as [\"one\", \"two\"].",
    ].map { "\(path), \($0)" }
    #expect(result.output.split(separator: "\n").map(String.init) == expected)
    let json = try await rig.run("config", "check", "--json").objects()
    #expect(json.count == 11)
    #expect(json[7]["file"] as? String == path)
    #expect(json[7]["line"] as? Int == 10)
    #expect(json[7]["key"] as? String == "keys.asign")
    #expect(
      json[7]["problem"] as? String == "there is no command 'asign'. The nearest is 'assign'.")
  }

  @Test("A good file, none, one that is no TOML, and keys given twice")
  func reads() async throws {
    let none = try rig()
    let absent = await none.run("config", "check")
    #expect(absent.code == 0)
    #expect(
      absent.output == "\(file(none)) does not exist; every setting is the built-in one.\n")
    let good = try rig("theme = \"mono\"\nreadOnly = [\"elsewhere\"]\n")
    let fine = await good.run("config", "check")
    #expect(fine.code == 0)
    #expect(fine.output == "\(file(good)): 2 settings, no mistake.\n")
    #expect(
      fine.errors
        == "purser: readOnly names 'elsewhere', and no token is kept under that name here.\n")
    #expect(await good.run("config", "check", "--json").output == "[]\n")
    let broken = try rig("mouse = true\nmouse = false\n")
    let torn = await broken.run("config", "check")
    #expect(torn.code == 64)
    #expect(torn.output.hasPrefix("\(file(broken)), line 2: "))
    #expect(torn.errors == "purser: 1 mistake was found.\n")
    let twice = try rig("[keys]\nassign = \"A\"\nreclaim = \"A\"\n")
    let taken = await twice.run("config", "check")
    #expect(taken.code == 64)
    #expect(taken.output.contains("keys: A is given to «"))
  }

  @Test("An own theme with a mistake is named with its file and line")
  func checksThemes() async throws {
    let rig = try rig("theme = \"mine\"\n")
    try rig.folder.write(
      "config/purser/themes/mine.toml", Array("extends = \"mono\"\nbogus = 1\n".utf8))
    try rig.folder.write(
      "config/purser/themes/good.toml", Array("extends = \"mono\"\n".utf8))
    let result = await rig.run("config", "check")
    #expect(result.code == 64)
    let theme = rig.places.themes.string + "/mine.toml"
    #expect(
      result.output == "\(theme), line 2: there is no setting \"bogus\" in a theme.\n",
      "\(result.output)")
  }

  @Test("A file that others can write to is refused with the chmod that mends it: 6")
  func refusesLoose() async throws {
    let rig = try rig()
    try rig.folder.write(
      "config/purser/config.toml", Array("mouse = false\n".utf8), mode: 0o622)
    let result = await rig.run("config", "check")
    #expect(result.code == 6)
    #expect(result.errors.contains("chmod 600"))
  }

  @Test("show tells each setting and where it is from: option, environment, line, built in")
  func shows() async throws {
    var rig = try rig(
      """
      # ours
      location = "campus-nord"
      mouse = false
      refresh = "90s"
      [keys]
      assign = ["A", "F9"]

      """)
    rig.environment["NO_COLOR"] = "1"
    rig.environment["HTTPS_PROXY"] = "http://user:secret@proxy.example.org:3128"
    rig.environment["PURSER_SERVICE_URL"] = "http://127.0.0.1:9/mdm/v2"
    let result = await rig.run("config", "show", "--json", "--theme", "mono")
    #expect(result.code == 0, "\(result.errors)")
    #expect(!result.output.contains("secret"))
    var found: [String: (Any?, String)] = [:]
    for row in try result.objects() {
      let name = try #require(row["setting"] as? String)
      found[name] = (row["value"], try #require(row["from"] as? String))
    }
    let texts: [(String, String?, String)] = [
      ("location", "campus-nord", "config.toml, line 2"), ("token", nil, "config.toml, line 2"),
      ("theme", "mono", "option --theme"), ("refresh", "90s", "config.toml, line 4"),
      ("clientId", nil, "default"), ("caFile", nil, "default"),
      ("serviceUrl", "http://127.0.0.1:9/mdm/v2", "environment PURSER_SERVICE_URL"),
      ("stateFolder", rig.places.state.string, "environment XDG_STATE_HOME"),
    ]
    for (name, value, origin) in texts {
      let row = try #require(found[name], "\(name)")
      #expect(row.0 as? String == value, "\(name)")
      #expect(row.1 == origin, "\(name)")
    }
    #expect(found["mouse"]?.0 as? Bool == false)
    #expect(found["colours"]?.0 as? Bool == false)
    #expect(found["colours"]?.1 == "environment NO_COLOR")
    #expect(found["confirmOnKeyUpTo"]?.0 as? Int == 25)
    #expect(found["keys.assign"]?.0 as? [String] == ["A", "F9"])
    #expect(found["keys.assign"]?.1 == "config.toml, line 6")
    #expect((found["proxy"]?.0 as? String)?.contains("proxy.example.org:3128") == true)
    for key in ConfigurationCheck.keys where key != "keys" && key != "columns" {
      #expect(found[key] != nil, "\(key)")
    }
    let table = await rig.run("config", "show").output
    #expect(table.hasPrefix("Setting"))
    #expect(table.contains("purser-dark"))
  }

  @Test("show never prints a token, wherever it was put by mistake")
  func hidesTokens() async throws {
    var rig = try rig()
    let token = String(repeating: "c2VjcmV0", count: 20)
    rig.environment["PURSER_TOKEN_FILE"] = token
    let results = [
      await rig.run("config", "show"), await rig.run("config", "show", "--token-file", token),
      await rig.run("config", "show", "--token-command", "echo \(token)"),
    ]
    for result in results {
      #expect(result.code == 0)
      #expect(!(result.output + result.errors).contains("c2VjcmV0"))
    }
    try rig.folder.write("t.vpptoken", Array(token.utf8))
    let path = rig.folder.path.string + "/t.vpptoken"
    #expect(await rig.run("config", "show", "--token-file", path).output.contains(path))
  }
}
