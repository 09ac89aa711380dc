import Files
import SystemPackage
import TestSupport
import Testing

/// Lines and tails of files that only grow.
struct LineFileTests {
  private let path = FilePath("/lines")

  private func lines(_ text: [UInt8], limit: Int = 1 << 20) throws -> [String] {
    let disk = MemoryFileSystem()
    try DurableFile.replace(path, with: text, on: disk)
    var found: [String] = []
    try LineFile.read(path, lineLimit: limit, on: disk) { line in
      let marks = (line.isEnded ? "" : "…") + (line.isTooLong ? "!" : "")
      found.append("\(line.number):\(String(decoding: line.bytes, as: UTF8.self))\(marks)")
    }
    return found
  }

  @Test("Lines are numbered from 1; the last may lack its end, a long one is cut")
  func cuts() throws {
    #expect(try lines([]) == [])
    #expect(try lines(Array("a\n\nb".utf8)) == ["1:a", "2:", "3:b…"])
    #expect(try lines(Array("abcdef\nxy\nabcdef".utf8), limit: 3) == ["1:abc!", "2:xy", "3:abc…!"])
  }

  @Test("A line that spans blocks is one line", arguments: [262_143, 262_144, 262_145, 700_000])
  func spansBlocks(length: Int) throws {
    let long = String(repeating: "x", count: length)
    let found = try lines(Array("\(long)\n\(long)\nend\n".utf8))
    #expect(found == ["1:\(long)", "2:\(long)", "3:end"])
  }

  @Test("A missing file and a link are refused by name")
  func refuses() throws {
    let folder = try TemporaryFolder()
    let files = LinuxFileSystem()
    let missing = folder.path.appending("none")
    #expect(throws: FileError.self) { try LineFile.read(missing, on: files) { _ in } }
    #expect(throws: FileError.self) { try FileTail.read(missing, limit: 1, on: files) }
  }

  @Test(
    "The tail knows its last whole line, or that it has to be longer",
    arguments: [
      ("", 9, "", 0), ("half", 9, "", 0), ("a\nbc\n", 9, "bc", 5), ("a\nbc\nx", 9, "bc", 5),
      ("a\nbc\n", 4, "bc", 5), ("a\nbc\n", 3, nil, 0), ("a\nbc\nxyz", 3, nil, 0),
    ] as [(String, Int, String?, Int64)])
  func tails(text: String, limit: Int, line: String?, end: Int64) throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("tail", Array(text.utf8))
    let memory = MemoryFileSystem()
    try DurableFile.replace(path, with: Array(text.utf8), on: memory)
    let tails = [
      try FileTail.read(file, limit: limit, on: LinuxFileSystem()),
      try FileTail.read(path, limit: limit, on: memory),
    ]
    for tail in tails {
      #expect(tail.lastLine.map { String(decoding: $0.line, as: UTF8.self) } == line)
      #expect((tail.lastLine?.end ?? 0) == end)
    }
  }
}
