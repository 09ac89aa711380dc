import Foundation
import Testing

/// The planted bugs (`Tests/PlantedBugs/run`) keep up with the sources: what can't be planted any more proves nothing.
struct PlantedBugsTests {
  private static let folder = SourceFile.root + "/Tests/PlantedBugs"

  /// A patch, as far as it has to be understood to see whether it still fits.
  private struct Patch {
    /// A file and the lines that have to stand in it in a row.
    var hunks: [(file: String, lines: [String])] = []

    init(_ text: String) {
      var file = ""
      for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
        if line.hasPrefix("+++ b/") {
          file = String(line.dropFirst(6))
        } else if line.hasPrefix("@@") {
          hunks.append((file, []))
        } else if let first = line.first, first == " " || first == "-", !hunks.isEmpty,
          !line.hasPrefix("--- ")
        {
          hunks[hunks.count - 1].lines.append(String(line.dropFirst()))
        }
      }
    }
  }

  private static func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".patch") }
      .map { String($0.dropLast(6)) }.sorted()
  }

  @Test("every planted bug still fits the sources")
  func patchesFit() throws {
    for name in try Self.names() {
      let patch = Patch(try String(contentsOfFile: "\(Self.folder)/\(name).patch", encoding: .utf8))
      #expect(!patch.hunks.isEmpty, "\(name) changes nothing")
      for hunk in patch.hunks {
        let text = try String(contentsOfFile: "\(SourceFile.root)/\(hunk.file)", encoding: .utf8)
        let wanted = hunk.lines.joined(separator: "\n")
        #expect(text.utf8.contains(wanted.utf8), "\(name) does not fit \(hunk.file)")
      }
    }
  }

  @Test("the table names every planted bug, and no other")
  func tableIsWhole() throws {
    let table = try String(contentsOfFile: Self.folder + "/README.md", encoding: .utf8)
    let rows = table.split(separator: "\n").filter { $0.hasPrefix("| `") }
      .compactMap { $0.split(separator: "`").dropFirst().first.map(String.init) }
    #expect(rows.sorted() == (try Self.names()))
    #expect(rows.count >= 12)
  }
}
