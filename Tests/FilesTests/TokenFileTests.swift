import Files
import Foundation
import Glibc
import SystemPackage
import TestSupport
import Testing

struct TokenFileTests {
  private let files = LinuxFileSystem()

  @Test(
    "Outer white space and a byte-order mark are trimmed",
    arguments: ["abc", "abc\n", "\r\n abc\t\r\n", "\u{FEFF}abc\r\n"])
  func trims(text: String) throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("t.vpptoken", Array(text.utf8))
    let contents = try TokenFile.read(path, on: files)
    #expect(contents.token.bytes == Array("abc".utf8))
    #expect(contents.token.fingerprint == "ba7816bf")
    #expect(!contents.isLoose)
  }

  @Test("A token shows nothing of itself")
  func isRedacted() throws {
    let token = try TokenText(trimming: Array("secret".utf8), from: "t")
    #expect("\(token)" == "[content token]")
    var dumped = ""
    dump(token, to: &dumped)
    #expect(!dumped.contains("115"))
    #expect(!String(reflecting: token).contains("secret"))
  }

  @Test(
    "A file that others can read is refused with the chmod that mends it",
    arguments: [0o644, 0o640, 0o604, 0o660, 0o620])
  func refusesLooseFiles(mode: UInt32) throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("t.vpptoken", Array("abc".utf8), mode: mode)
    let error = #expect(throws: FileError.self) { try TokenFile.read(path, on: files) }
    #expect(error?.code == .tooOpen)
    #expect(error?.description.hasSuffix("chmod 600 \(path)") == true)
    let accepted = try TokenFile.read(path, acceptingLoose: true, on: files)
    #expect(accepted.isLoose)
    #expect(accepted.token.bytes == Array("abc".utf8))
  }

  @Test("A directory, a link, a FIFO, an empty, a large and a missing file are refused by name")
  func refusesOthers() throws {
    let folder = try TemporaryFolder()
    let good = try folder.write("good", Array("abc".utf8))
    symlink(good.string, folder.path.appending("link").string)
    mkfifo(folder.path.appending("fifo").string, 0o600)
    mkdir(folder.path.appending("dir").string, 0o700)
    try folder.write("empty", Array(" \n".utf8))
    try folder.write("large", [UInt8](repeating: 65, count: 8 * 1024 + 1))
    let cases: [(String, FileError.Code)] = [
      ("link", .wrongKind), ("fifo", .wrongKind), ("dir", .wrongKind), ("empty", .malformed),
      ("large", .tooLarge), ("none", .missing),
    ]
    for (name, code) in cases {
      let error = #expect(throws: FileError.self, "\(name)") {
        try TokenFile.read(folder.path.appending(name), on: files)
      }
      #expect(error?.code == code)
    }
  }

  @Test("Kept tokens are 0600 in 0700, listed, read back and removed")
  func keeps() throws {
    let folder = try TemporaryFolder()
    let places = Places(under: folder.path)
    let store = TokenStore(places: places, files: files)
    #expect(try store.names().isEmpty)
    let name = try #require(LocationName("campus-nord"))
    let token = try TokenText(trimming: Array("abc".utf8), from: "t")
    try store.keep(token, as: name)
    #expect(try files.status(at: store.path(of: name), followingLinks: false).mode == 0o600)
    #expect(try files.status(at: places.tokens, followingLinks: false).mode == 0o700)
    #expect(try store.names() == [name])
    #expect(try store.token(named: name) == token)
    try store.remove(name)
    #expect(try store.names().isEmpty)
    let error = #expect(throws: FileError.self) { try store.token(named: name) }
    #expect(error?.code == .missing)
  }

  @Test(
    "Names come from file names",
    arguments: [
      ("sToken_for_Campus Nord.vpptoken", "campus-nord"),
      ("/tmp/sToken_for_Lindenhof_Schulen.vpptoken", "lindenhof_schulen"),
      ("mine.vpptoken", "mine"), ("a.b.vpptoken", "a-b"),
    ])
  func namesFromFiles(file: String, name: String) {
    #expect(LocationName(fileName: file)?.rawValue == name)
  }

  @Test(
    "Names come from the service's text, folded",
    arguments: [
      ("Züri Straße", "zuri-strasse"), ("École Nº 3", "ecole-n-3"), ("../../x", "x"),
      ("Ærø & Łódź", "aero-lodz"), ("Zu\u{308}ri", "zuri"), ("a\u{0}\u{1B}[2Jb", "a-2jb"),
      (String(repeating: "ab ", count: 30), "ab-ab-ab-ab-ab-ab-ab-ab-ab-ab-ab"),
    ])
  func namesFromText(text: String, name: String) {
    #expect(LocationName(folding: text)?.rawValue == name)
  }

  @Test("Text without a letter or digit gives no name", arguments: ["", "日本", "…", "---", "🦊"])
  func namesNothing(text: String) {
    #expect(LocationName(folding: text) == nil)
  }

  @Test(
    "A typed name has to keep the rule",
    arguments: ["", "A", "a b", "ä", "../x", String(repeating: "a", count: 33), "a\n"])
  func refusesNames(text: String) {
    #expect(LocationName(text) == nil)
  }
}
