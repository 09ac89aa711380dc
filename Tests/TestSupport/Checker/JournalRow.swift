package import Files
package import Foundation
package import SystemPackage

/// One line of an operation journal, read without the product's decoder (reliability.md section 7.3).
package struct JournalRow: Sendable {
  /// The segment's file name.
  package var segment: String
  /// Counted in the segment from 1.
  package var sequence: Int
  /// When it was written.
  package var time: Date
  /// The operation's number.
  package var operation: Int
  /// The index of the request, where it is about one.
  package var request: Int?
  /// The attempt at it, from 1.
  package var attempt: Int?
  /// `intent`, `sending` and so on.
  package var type: String
  /// The rest.
  package var data: JSONTree

  /// Joins the parts.
  package init(
    segment: String = "000001.log", sequence: Int = 1, time: Date, operation: Int,
    request: Int? = nil, attempt: Int? = nil, type: String, data: JSONTree
  ) {
    self.segment = segment
    self.sequence = sequence
    self.time = time
    self.operation = operation
    self.request = request
    self.attempt = attempt
    self.type = type
    self.data = data
  }
}

/// A journal that can't be read.
package struct UnreadableJournal: Error, CustomStringConvertible {
  /// What is wrong, with segment and place.
  package var description: String
}

extension JournalRow {
  /// The lines of one segment; a torn tail is left out.
  ///
  /// - Throws: ``UnreadableJournal`` for damage before good lines, a gap, or a line that is not one.
  package static func rows(of bytes: [UInt8], segment: String) throws -> [JournalRow] {
    let scan = RecordFrame.scan(bytes)
    if case .damaged(let offset) = scan.end {
      throw UnreadableJournal(description: "\(segment) is damaged at byte \(offset)")
    }
    return try scan.records.enumerated().map { index, range in
      let tree = try JSONDecoder().decode(JSONTree.self, from: Data(bytes[range]))
      guard let sequence = tree["seq"]?.integer, sequence == index + 1,
        let time = tree["t"]?.text.flatMap(Self.date), let operation = tree["job"]?.integer,
        let type = tree["type"]?.text
      else { throw UnreadableJournal(description: "\(segment), line \(index + 1) is no line") }
      return JournalRow(
        segment: segment, sequence: sequence, time: time, operation: operation,
        request: tree["op"]?.integer, attempt: tree["att"]?.integer, type: type,
        data: tree["data"] ?? .null)
    }
  }

  /// The lines of every segment in a journal folder, in the order in which they may have been written.
  ///
  /// An absent folder has none.
  package static func rows(in folder: FilePath, on files: any FileSystem) throws -> [JournalRow] {
    let names = (try? files.names(in: folder)) ?? []
    let segments = try names.filter { $0.hasSuffix(".log") }.sorted().map { name in
      try rows(
        of: DurableFile.read(folder.appending(name), limit: 64 << 20, on: files), segment: name)
    }
    return merged(segments)
  }

  /// Joins segments by time; within one the order stays, and at one moment a request goes last.
  package static func merged(_ segments: [[JournalRow]]) -> [JournalRow] {
    var rest = segments.map { $0[...] }
    var rows: [JournalRow] = []
    func rank(_ row: JournalRow) -> (Date, Int) { (row.time, row.type == "sending" ? 1 : 0) }
    while let next = rest.indices.filter({ !rest[$0].isEmpty }).min(by: { a, b in
      guard let first = rest[a].first, let second = rest[b].first else { return false }
      return rank(first) < rank(second)
    }), let row = rest[next].popFirst() {
      rows.append(row)
    }
    return rows
  }

  private static func date(_ text: String) -> Date? {
    try? Date.ISO8601FormatStyle(includingFractionalSeconds: true).parse(text)
  }
}
