import Files
import Foundation
import SystemPackage
import TestSupport
import Testing

struct ConfigurationTests {
  private let file = FilePath("/c/config.toml")
  private let files = LinuxFileSystem()

  @Test("Every setting is read")
  func readsAll() throws {
    let settings = try Configuration.parse(
      """
      location = "campus-nord"
      clientId = "6F1E2B9C-1F36-4B77-9F0C-0D4A3B2C1D00"
      clientName = "Desk"
      theme = "dark"
      mouse = false
      bell = true
      refresh = 10
      customAppNames = true
      caFile = "/etc/ssl/proxy.pem"
      allowedServiceHosts = ["proxy.example.org"]
      readOnly = ["campus-sued"]
      confirmOnKeyUpTo = 5
      [keys]
      assign = "A"
      reclaim = ["r", "x"]
      [columns]
      assets = ["name", "left"]
      """, file: file)
    #expect(settings.location?.rawValue == "campus-nord")
    #expect(settings.clientID == UUID(uuidString: "6F1E2B9C-1F36-4B77-9F0C-0D4A3B2C1D00"))
    #expect(settings.clientName == "Desk")
    #expect(settings.theme == "dark")
    #expect(!settings.mouse && settings.bell)
    #expect(settings.refresh == .seconds(600))
    #expect(settings.customAppNames)
    #expect(settings.caFile == "/etc/ssl/proxy.pem")
    #expect(settings.allowedServiceHosts == ["proxy.example.org"])
    #expect(settings.readOnly == [LocationName("campus-sued")])
    #expect(settings.confirmOnKeyUpTo == 5)
    #expect(settings.keys == ["assign": ["A"], "reclaim": ["r", "x"]])
    #expect(settings.columns == ["assets": ["name", "left"]])
    #expect(try Configuration.parse("", file: file) == Configuration())
  }

  @Test(
    "What is wrong is named with file and line",
    arguments: [
      ("theme = \"dark\"\nlocaton = \"x\"", 2, "'location'"),
      ("mouse = \"off\"", 1, "true or false"),
      ("bell = 1", 1, "true or false"),
      ("[columns]\nassets = [\"nam\"]", 2, "'assets' has no column 'nam'. The nearest is 'name'."),
      ("[columns]\nasets = [\"name\"]", 2, "there is no list 'asets'. The nearest is 'assets'."),
      ("[columns]\nusers = []", 2, "names no column"),
      ("[columns]\nusers = [\"user\", \"held\", \"user\"]", 2, "'user' twice"),
      ("\n\nrefresh = \"soon\"", 3, "minutes"),
      ("refresh = 99999999999", 1, "minutes"),
      ("refresh = \"5s\"", 1, "30 s is the least"),
      ("theme = 3", 1, "text in quotes"),
      ("clientId = \"7\"", 1, "UUID"),
      ("location = \"../x\"", 1, "a-z"),
      ("readOnly = \"campus\"", 1, "list of texts"),
      ("allowedServiceHosts = [1]", 1, "list of texts"),
      ("caFile = \"ca.pem\"", 1, "absolute"),
      ("confirmOnKeyUpTo = 500", 1, "0 to 25"),
      ("keys = 1", 1, "[keys]"),
      ("[keys]\nassign = 1", 2, "list of texts"),
      ("# all well\n[kyes]\nassign = \"a\"", 2, "'keys'"),
      ("theme = \"a\"\ntheme = \"b\"", 2, "column"),
      ("theme = ", 1, "column"),
    ])
  func namesMistakes(text: String, line: Int, part: String) throws {
    let problem = #expect(throws: Configuration.Problem.self) {
      try Configuration.parse(text, file: file)
    }
    #expect(problem?.line == line)
    #expect(problem?.description.contains(part) == true, "\(problem?.description ?? "")")
    #expect(problem?.description.hasPrefix("/c/config.toml, line \(line): ") == true)
  }

  @Test("The refresh period takes minutes, seconds and off")
  func readsRefresh() throws {
    func period(_ text: String) throws -> Duration {
      try Configuration.parse("refresh = \(text)", file: file).refresh
    }
    #expect(try period("0") == .zero)
    #expect(try period("\"90s\"") == .seconds(90))
    #expect(try period("\"2m\"") == .seconds(120))
  }

  @Test("Writing a key changes its line and leaves every other as it was")
  func writesKeys() throws {
    let folder = try TemporaryFolder()
    let places = Places(under: folder.path)
    try Configuration.write(.location, "nord", places: places, on: files)
    let path = places.configurationFile
    #expect(try text(path) == "location = \"nord\"\n")
    let before = """
      # mine
      theme = "dark"
      location = "nord"  # the big one

      [keys]
      location = "l"

      """
    try DurableFile.replace(path, with: Array(before.utf8), on: files)
    try Configuration.write(.location, "sued", places: places, on: files)
    let id = "6F1E2B9C-1F36-4B77-9F0C-0D4A3B2C1D00"
    try Configuration.write(.clientId, id, places: places, on: files)
    #expect(
      try text(path) == """
        # mine
        theme = "dark"
        location = "sued"  # the big one
        clientId = "\(id)"

        [keys]
        location = "l"

        """)
    let settings = try Configuration.read(places: places, on: files)
    #expect(settings.location?.rawValue == "sued")
    #expect(try files.status(at: path, followingLinks: false).mode == 0o600)
  }

  @Test("A broken file is not written to, and one that others can write is not read")
  func refusesFiles() throws {
    let folder = try TemporaryFolder()
    let places = Places(under: folder.path)
    try PrivateDirectory.ensure(places.configuration, on: files)
    let path = places.configurationFile
    try DurableFile.replace(path, with: Array("x = 1".utf8), on: files)
    #expect(throws: Configuration.Problem.self) {
      try Configuration.write(.location, "nord", places: places, on: files)
    }
    #expect(try text(path) == "x = 1")
    try folder.setMode("config/purser/config.toml", 0o620)
    let error = #expect(throws: FileError.self) {
      try Configuration.read(places: places, on: files)
    }
    #expect(error?.code == .tooOpen)
  }

  private func text(_ path: FilePath) throws -> String {
    String(decoding: try DurableFile.read(path, limit: 10_000, on: files), as: UTF8.self)
  }
}
