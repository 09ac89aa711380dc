import Foundation

/// Reads a file that only grows: at each look the whole lines that are new.
struct LineReader {
  private var offset = 0
  /// Whether the file ended with half a line at the last look.
  private(set) var isTorn = false
  /// Lines read so far.
  private(set) var count = 0

  mutating func readNew(_ path: String) -> [Data] {
    guard let bytes = try? Data(contentsOf: URL(filePath: path)) else { return [] }
    // Cut off after it was read whole: everything is looked at anew.
    if bytes.count < offset { self = LineReader() }
    let new = bytes[(bytes.startIndex + offset)...]
    isTorn = new.last.map { $0 != 10 } ?? false
    guard let end = new.lastIndex(of: 10) else { return [] }
    let lines = new[...end].split(separator: 10).map { Data($0) }
    offset += end - new.startIndex + 1
    count += lines.count
    return lines
  }
}
