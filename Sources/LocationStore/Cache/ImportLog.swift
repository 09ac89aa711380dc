import AppsAndBooks
import Crypto
import Files
import FoundationEssentials
import SystemPackage

/// The pages of an import that is not over: appended one by one, so that an interrupted import goes on where it stopped.
///
/// JSON Lines: a header, then one line for each page, each with the checksum of its text. Not synced: what a power failure
/// takes is read again.
struct ImportLog {
  static let format = "purser-import"
  /// Pages older than this are read again.
  static let maxAge = 86_400.0

  private let file: OpenFile
  private let files: any FileSystem
  private let key: String
  private let startedAt: Date
  private let counts: [AssetID: Int]
  private var needsHeader: Bool

  /// Opens the log at its end, or begins it.
  init(
    path: FilePath, key: String, continuing resumed: ResumedImport?, counts: [AssetID: Int],
    files: any FileSystem, now: Date
  ) throws {
    file = try files.open(path, .appendCreating)
    self.files = files
    self.key = key
    startedAt = now
    self.counts = counts
    needsHeader = resumed == nil
    try files.truncate(file, to: Int64(resumed?.byteCount ?? 0))
  }

  /// Adds a page.
  mutating func append(_ page: AssignmentsPage, index: Int) throws {
    if needsHeader {
      try append(ImportLine.header(key: key, at: startedAt, counts: counts, first: page))
      needsHeader = false
    }
    var gathered = ImportPage()
    page.add(to: &gathered)
    try append(gathered.line(index: index))
  }

  /// Closes the log; it stays.
  func close() {
    try? files.close(file)
  }

  private func append(_ json: JSONText) throws {
    let line = ImportLine.sealed(json.bytes)
    try line.withUnsafeBytes { raw in
      var rest = raw[...]
      while !rest.isEmpty {
        let count = try files.write(file, UnsafeRawBufferPointer(rebasing: rest))
        rest = rest.dropFirst(count)
      }
    }
  }
}

/// A line of the log: JSON without its closing brace, then its checksum as the last member.
enum ImportLine {
  private static let sumMark = Array(#","sum":""#.utf8)
  private static let end = Array("\"}\n".utf8)
  private static let sumDigits = 16

  static func header(
    key: String, at time: Date, counts: [AssetID: Int], first: AssignmentsPage
  ) -> JSONText {
    var json = JSONText()
    json.raw(#"{"format":"#)
    json.string(ImportLog.format)
    json.raw(#","version":"#)
    json.integer(CacheFile.version)
    json.raw(#","uIdHash":"#)
    json.string(key)
    json.raw(#","startedAt":"#)
    json.string(time.cacheText)
    json.raw(#","versionId":"#)
    json.string(first.paging.versionID)
    json.raw(#","firstPageCount":"#)
    json.integer(first.count)
    let counted = counts.sorted { $0.key < $1.key }
    json.raw(#","assets":["#)
    for (index, entry) in counted.enumerated() {
      if index > 0 { json.raw(",") }
      json.string("\(entry.key.adamID.rawValue):\(entry.key.pricingParam.rawValue)")
    }
    json.raw(#"],"assignedCounts":["#)
    for (index, entry) in counted.enumerated() {
      if index > 0 { json.raw(",") }
      json.integer(entry.value)
    }
    json.raw("]")
    return json
  }

  static func sealed(_ open: [UInt8]) -> [UInt8] {
    open + sumMark + SHA256.hash(data: open).hex.prefix(sumDigits).utf8 + end
  }

  /// The text of a line with its closing brace, if the checksum fits.
  static func opened(_ line: ArraySlice<UInt8>) -> [UInt8]? {
    let tail = sumMark.count + sumDigits + end.count
    guard line.count > tail else { return nil }
    let open = Array(line.dropLast(tail))
    return sealed(open).elementsEqual(line) ? open + [UInt8(ascii: "}")] : nil
  }
}

/// The rows of one page with their texts, each once.
struct ImportPage: AssignmentSink {
  private var assets = GrowingStrings()
  private var users = GrowingStrings()
  private var devices = GrowingStrings()
  private var rows: [Int] = []

  mutating func add(
    adamID: UnsafeRawBufferPointer, pricingParam: UnsafeRawBufferPointer, holderIsDevice: Bool,
    holder: UnsafeRawBufferPointer
  ) {
    let asset = Array(adamID) + [UInt8(ascii: ":")] + Array(pricingParam)
    rows.append(asset.withUnsafeBytes { assets.intern($0).index })
    rows.append(
      holderIsDevice ? devices.intern(holder).index << 1 | 1 : users.intern(holder).index << 1)
  }

  func line(index: Int) -> JSONText {
    var json = JSONText()
    json.raw(#"{"page":"#)
    json.integer(index)
    json.texts(#","assets":["#, assets)
    json.texts(#","clientUserIds":["#, users)
    json.texts(#","serialNumbers":["#, devices)
    json.raw(#","rows":["#)
    for (position, number) in rows.enumerated() {
      if position > 0 { json.raw(",") }
      json.integer(number)
    }
    json.raw("]")
    return json
  }
}

extension JSONText {
  fileprivate mutating func texts(_ name: StaticString, _ texts: GrowingStrings) {
    raw(name)
    for index in 0..<texts.count {
      if index > 0 { raw(",") }
      string(texts[index])
    }
    raw("]")
  }
}
