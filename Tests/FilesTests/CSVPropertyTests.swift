import Files
import TestSupport
import Testing

/// What holds for every CSV text; the seed of a failing case is in its message.
struct CSVPropertyTests {
  private static let cases = 1_000

  /// Pieces that have a meaning somewhere, and some that have none.
  private static let pieces = [
    ",", ";", "\t", "\"", "\"\"", "'", "\\", "\\\"", "\\,", "\n", "\r", "\r\n", " ", "=", "+", "-",
    "@", "＝", "a", "Serial", "0", "é", "e\u{301}", "🦊", "\u{FEFF}", "\u{200B}", "\u{2028}", "sep=;",
  ]

  private static func text(_ random: inout SeededGenerator) -> String {
    (0..<Int.random(in: 0...8, using: &random)).map { _ in
      pieces[Int.random(in: 0..<pieces.count, using: &random)]
    }.joined()
  }

  @Test("What is written is read back, white space at either end aside")
  func roundTrips() throws {
    for seed in 0..<UInt64(Self.cases) {
      var random = SeededGenerator(seed)
      let width = Int.random(in: 1...4, using: &random)
      let rows = (0..<Int.random(in: 1...5, using: &random)).map { _ in
        (0..<width).map { _ in Self.text(&random) }
      }
      var writer = CSVWriter(header: ["serial"] + (0..<width).map { "x\($0)" })
      for (number, row) in rows.enumerated() {
        writer.row([.integer(number)] + row.map(CSVWriter.Cell.text))
      }
      let bytes = writer.bytes
      let table = try #require(
        try? CSVTable(bytes, unnamed: []), "seed \(seed): \(String(decoding: bytes, as: UTF8.self))"
      )
      try #require(table.rowCount == rows.count, "seed \(seed)")
      for column in 0..<width {
        #expect(
          table.cells(at: column + 1).map { Array($0.text.unicodeScalars) }
            == rows.map { Array($0[column].trimmed.unicodeScalars) },
          "seed \(seed)")
      }
    }
  }

  @Test("Damaged files are read or refused with places inside them, and never crash the reader")
  func survivesDamage() throws {
    let files = try CSVShapesTests.names().map(CSVShapesTests.bytes)
    for seed in 0..<UInt64(Self.cases) {
      var random = SeededGenerator(seed)
      var bytes = files[Int.random(in: 0..<files.count, using: &random)]
      for _ in 0..<Int.random(in: 1...6, using: &random) { Self.damage(&bytes, &random) }
      let ends = bytes.count { $0 == 0x0A || $0 == 0x0D }
      do {
        let table = try CSVTable(bytes, unnamed: [.old, .new])
        for meaning in CSVMeaning.allCases {
          #expect(table.cells(of: meaning).map(\.count) ?? table.rowCount == table.rowCount)
          _ = table.understood(meaning) { $0.utf8.count > 3 }
        }
      } catch {
        #expect((1...CSVProblems.limit).contains(error.problems.count), "seed \(seed)")
        #expect(error.count >= error.problems.count)
        for problem in error.problems {
          #expect((1...ends + 1).contains(problem.line), "seed \(seed): \(problem)")
        }
      }
    }
  }

  private static func damage(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
    let place = Int.random(in: 0...bytes.count, using: &random)
    switch Int.random(in: 0..<5, using: &random) {
    case 0: bytes.insert(UInt8.random(in: 0...255, using: &random), at: place)
    case 1 where place < bytes.count: bytes[place] = UInt8.random(in: 0...255, using: &random)
    case 2 where place < bytes.count: bytes.remove(at: place)
    case 3: bytes.removeSubrange(place...)
    default:
      let piece = pieces[Int.random(in: 0..<pieces.count, using: &random)]
      bytes.insert(contentsOf: Array(piece.utf8), at: place)
    }
  }
}
