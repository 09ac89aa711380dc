import ArgumentParser
import Console
import Files
import LocationStore
import Screen
import SystemPackage
import TestSupport
import Testing

@testable import purser

/// `config.toml` while a console is open.
struct ConfigurationWatchTests {
  private func write(_ text: String, _ rig: ToolRig) throws {
    try PrivateDirectory.ensure(rig.places.configuration, on: LinuxFileSystem())
    try DurableFile.replace(
      rig.places.configurationFile, with: Array(text.utf8), on: LinuxFileSystem())
  }

  private func watch(_ rig: ToolRig, _ arguments: [String] = []) throws -> ConfigurationWatch {
    try ConfigurationWatch(
      ToolSettings(rig.context()), try CommonOptions.parse(arguments), isMono: false)
  }

  private func look(_ watch: ConfigurationWatch, asked: Bool = false) throws -> NewSettings? {
    try watch.look(asked: asked, glyphs: .unicode, depth: .colors256)
  }

  @Test("What changed comes once; what did not change never")
  func changes() throws {
    let rig = try ToolRig.alone()
    let watch = try watch(rig)
    #expect(try look(watch) == nil && watch.theme.name == "purser-dark")
    try write(
      "theme = \"nord\"\nmouse = false\nbell = true\n[columns]\nassets = [\"left\", \"name\"]\n",
      rig)
    let new = try #require(try look(watch))
    #expect(new.theme?.name == "nord" && !new.settings.mouse && new.settings.bell)
    #expect(new.settings.columns[.assets] == [.left, .name])
    #expect(new.settings.columns[.users] == nil)
    #expect(try look(watch) == nil && look(watch, asked: true) == nil)
    try write("theme = \"nord\"\n", rig)
    #expect(try #require(try look(watch)).theme == nil)
  }

  @Test("A mistake is told once, again when asked, and the settings before it stay")
  func mistakes() throws {
    let rig = try ToolRig.alone()
    try write("theme = \"nord\"\n", rig)
    let watch = try watch(rig)
    try write("theme = \"nord\"\nmouse = 3\n", rig)
    do {
      _ = try look(watch)
      Issue.record("was taken")
    } catch {
      #expect("\(error)".contains("config.toml") && "\(error)".contains("line 2"))
    }
    #expect(try look(watch) == nil)
    #expect(throws: Failure.self) { try look(watch, asked: true) }
    #expect(watch.theme.name == "nord")
    try write("theme = \"nord\"\n", rig)
    #expect(try look(watch) == nil)
  }

  @Test("A theme's file counts as well, and a theme of the command line stays")
  func themes() throws {
    let rig = try ToolRig.alone()
    try write("theme = \"mine\"\n", rig)
    try PrivateDirectory.ensure(rig.places.themes, on: LinuxFileSystem())
    let file = rig.places.themes.appending("mine.toml")
    func theme(_ color: String) throws {
      let text = "extends = \"nord\"\n[palette]\nred = \"\(color)\"\n"
      try DurableFile.replace(file, with: Array(text.utf8), on: LinuxFileSystem())
    }
    try theme("#ff0000")
    let watch = try watch(rig)
    try theme("#ff8888")
    #expect(try look(watch)?.theme?.palette["red"]?.rgb == RGB(255, 0x88, 0x88))
    let fixed = try self.watch(rig, ["--theme", "dracula"])
    try write("theme = \"nord\"\n", rig)
    #expect(try #require(try look(fixed)).theme == nil && fixed.theme.name == "dracula")
  }

  @Test("The page of themes lists own ones, and what is wrong with one")
  func shelf() throws {
    let rig = try ToolRig.alone()
    try PrivateDirectory.ensure(rig.places.themes, on: LinuxFileSystem())
    for (name, text) in [
      ("mine", "extends = \"nord\"\n"),
      ("wrong", "extends = \"nord\"\n[roles]\n\"row.selectd\" = \"red\"\n"),
    ] {
      try DurableFile.replace(
        rig.places.themes.appending("\(name).toml"), with: Array(text.utf8), on: LinuxFileSystem())
    }
    let choices = ThemeShelf(places: rig.places, files: LinuxFileSystem()).choices()
    #expect(choices.count == 14)
    #expect(choices.first { $0.name == "mine" }?.text == "extends = \"nord\"\n")
    let wrong = try #require(choices.first { $0.name == "wrong" })
    #expect(wrong.theme == nil && wrong.problem.contains("wrong.toml:3: there is no role"))
    #expect(choices.first { $0.name == "nord" }?.text.contains("[palette]") == true)
  }

  @Test("The columns of the configuration are those of the lists")
  func columnNames() {
    let kinds: [(String, ListKind)] = [
      ("users", .clientUsers), ("devices", .devices), ("assets", .assets),
      ("assignments", .assignments),
    ]
    #expect(Set(Configuration.columnNames.keys) == Set(kinds.map(\.0)))
    for (name, kind) in kinds {
      #expect(Configuration.columnNames[name] == kind.columns.map(\.rawValue))
    }
  }
}
