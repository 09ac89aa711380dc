import Files
import Glibc
import SystemPackage
import TestSupport
import Testing

struct PlacesTests {
  @Test("Absolute XDG paths are used, relative ones ignored")
  func followsXDG() throws {
    let places = try Places(environment: [
      "HOME": "/home/eva", "XDG_CONFIG_HOME": "/etc/eva", "XDG_CACHE_HOME": "cache",
      "XDG_STATE_HOME": "",
    ])
    #expect(places.configurationFile == "/etc/eva/purser/config.toml")
    #expect(places.cache == "/home/eva/.cache/purser")
    #expect(places.state == "/home/eva/.local/state/purser")
    #expect(places.locationsFile == "/home/eva/.local/state/purser/locations.json")
  }

  @Test("Without a usable HOME the error says what to set", arguments: [nil, "", "home/eva"])
  func wantsHome(home: String?) {
    let error = #expect(throws: FileError.self) {
      try Places(environment: home.map { ["HOME": $0] } ?? [:])
    }
    #expect(error?.code == .noHome)
    #expect(error?.description.contains("XDG_STATE_HOME") == true)
  }

  @Test("A location's key is 32 hex digits and holds nothing of its uId")
  func makesKeys() {
    let key = LocationKey(uID: "../../etc")
    #expect(key.rawValue.count == 32)
    #expect(!key.rawValue.contains("/"))
    // printf %s 3051772900118402 | sha256sum
    #expect(LocationKey(uID: "abc").rawValue == "ba7816bf8f01cfea414140de5dae2223")
    #expect(LocationKey(rawValue: "../x") == nil)
  }

  @Test("Directories are made 0700 under a umask that takes nothing")
  func makesDirectories() throws {
    let folder = try TemporaryFolder()
    let files = LinuxFileSystem()
    let deep = folder.path.appending("state/purser/abc/devices")
    try PrivateDirectory.ensure(deep, on: files)
    try PrivateDirectory.ensure(deep, on: files)
    for path in [deep, deep.removingLastComponent(), folder.path.appending("state")] {
      #expect(try files.status(at: path, followingLinks: false).mode == 0o700)
    }
  }

  @Test("A directory that others can enter is refused with its chmod", arguments: [0o755, 0o710])
  func refusesOpenDirectories(mode: UInt32) throws {
    let folder = try TemporaryFolder()
    let files = LinuxFileSystem()
    let ours = folder.path.appending("purser")
    try PrivateDirectory.ensure(ours, on: files)
    try folder.setMode("purser", mode)
    let error = #expect(throws: FileError.self) {
      try PrivateDirectory.ensure(ours.appending("tokens"), on: files)
    }
    #expect(error?.code == .tooOpen)
    #expect(error?.description.hasSuffix("chmod 700 \(ours)") == true)
  }

  @Test("A link or a file in place of our directory is refused")
  func refusesLinks() throws {
    let folder = try TemporaryFolder()
    let files = LinuxFileSystem()
    symlink("/tmp", folder.path.appending("purser").string)
    let error = #expect(throws: FileError.self) {
      try PrivateDirectory.ensure(folder.path.appending("purser"), on: files)
    }
    #expect(error?.code == .wrongKind)
  }

  @Test("A path is quoted for the shell only where it has to be")
  func quotes() {
    #expect(FilePath("/a/b-c_1.txt").shellQuoted == "/a/b-c_1.txt")
    #expect(FilePath("/a b/it's").shellQuoted == "'/a b/it'\\''s'")
  }
}
