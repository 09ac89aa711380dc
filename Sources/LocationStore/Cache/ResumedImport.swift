import AppsAndBooks
import Files
import FoundationEssentials
import SystemPackage

/// What an interrupted import has left.
struct ResumedImport: Sendable {
  /// The version of the first page then.
  var versionID: String?
  /// The rows of the first page then: other pages than those of now if they differ.
  var firstPageCount = 0
  /// The assigned licences of each asset then.
  var counts: [AssetID: Int] = [:]
  /// The pages at hand.
  var pages: Set<Int> = []
  var rowCount = 0
  /// The bytes of the log up to the last whole line.
  var byteCount = 0
  private var assignments: [Assignment] = []

  /// Reads a log; `nil` where nothing of it can be used.
  init?(_ bytes: [UInt8], key: String, now: Date) {
    var rest = bytes[...]
    guard let head = Self.nextLine(&rest), readHeader(head, key: key, now: now) else { return nil }
    byteCount = bytes.count - rest.count
    while let line = Self.nextLine(&rest), readPage(line) {
      byteCount = bytes.count - rest.count
    }
    rowCount = assignments.count
    if pages.isEmpty { return nil }
  }

  /// Adds the rows at hand to a model.
  func add(to model: inout LocationModel) {
    for assignment in assignments { model.add(assignment) }
  }

  private static func nextLine(_ rest: inout ArraySlice<UInt8>) -> [UInt8]? {
    guard let end = rest.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
    let line = rest[...end]
    rest = rest[(end + 1)...]
    return ImportLine.opened(line)
  }

  private mutating func readHeader(_ line: [UInt8], key: String, now: Date) -> Bool {
    var words: [String: String] = [:]
    var numbers: [String: Int] = [:]
    var assets = StringTableBuilder()
    var counts: [Int] = []
    let isRead = Self.scan(line) { scanner, name throws(CacheProblem) in
      switch name {
      case "format", "uIdHash", "startedAt", "versionId":
        words[name] = try scanner.optionalString()
      case "version", "firstPageCount": numbers[name] = try scanner.integer()
      case "assets": try scanner.strings(into: &assets)
      case "assignedCounts":
        try scanner.integers { number throws(CacheProblem) in counts.append(number) }
      default: try scanner.skip()
      }
    }
    guard isRead, words["format"] == ImportLog.format, words["uIdHash"] == key,
      numbers["version"] == CacheFile.version,
      let started = words["startedAt"].flatMap(ServiceDate.parse),
      abs(now.timeIntervalSince(started)) <= ImportLog.maxAge, let version = words["versionId"]
    else { return false }
    for (index, count) in counts.enumerated() where index < assets.count {
      self.counts[Self.asset(assets.text(index) ?? "")] = count
    }
    versionID = version
    firstPageCount = numbers["firstPageCount"] ?? 0
    return true
  }

  private mutating func readPage(_ line: [UInt8]) -> Bool {
    var page: Int?
    var assets = StringTableBuilder()
    var users = StringTableBuilder()
    var devices = StringTableBuilder()
    var rows: [Int] = []
    let isRead = Self.scan(line) { scanner, name throws(CacheProblem) in
      switch name {
      case "page": page = try scanner.integer()
      case "assets": try scanner.strings(into: &assets)
      case "clientUserIds": try scanner.strings(into: &users)
      case "serialNumbers": try scanner.strings(into: &devices)
      case "rows": try scanner.integers { number throws(CacheProblem) in rows.append(number) }
      default: try scanner.skip()
      }
    }
    guard isRead, let page, rows.count.isMultiple(of: 2) else { return false }
    for position in stride(from: 0, to: rows.count, by: 2) {
      let (asset, code) = (rows[position], rows[position + 1])
      let holders = code & 1 == 0 ? users : devices
      guard asset >= 0, asset < assets.count, code >= 0, code >> 1 < holders.count else {
        return false
      }
      let text = holders.text(code >> 1) ?? ""
      assignments.append(
        Assignment(
          asset: Self.asset(assets.text(asset) ?? ""),
          holder: code & 1 == 0
            ? .clientUser(ClientUserID(rawValue: text)) : .device(SerialNumber(rawValue: text))))
    }
    pages.insert(page)
    return true
  }

  private static func asset(_ text: String) -> AssetID {
    let colon = text.lastIndex(of: ":") ?? text.endIndex
    return AssetID(
      AdamID(rawValue: String(text[..<colon])),
      PricingParam(rawValue: String(text[colon...].dropFirst())))
  }

  private static func scan(
    _ line: [UInt8],
    _ member: (inout CacheScanner, String) throws(CacheProblem) -> Void
  ) -> Bool {
    line.withUnsafeBufferPointer { bytes in
      var scanner = CacheScanner(bytes)
      do throws(CacheProblem) {
        try scanner.object(member)
        return true
      } catch {
        return false
      }
    }
  }
}

extension LocationCache {
  private var importPath: FilePath { directory.appending("import.jsonl") }

  /// What an interrupted import has left, if it can be gone on with.
  func resumeImport(now: Date) -> ResumedImport? {
    guard
      let bytes = try? DurableFile.read(importPath, limit: CacheFile.maxBytes, on: files)
    else { return nil }
    return ResumedImport(bytes, key: key, now: now)
  }

  /// Opens the log of the import that begins or goes on; `nil` where it can't be kept.
  func importLog(continuing resumed: ResumedImport?, counts: [AssetID: Int], now: Date)
    -> ImportLog?
  {
    do {
      try prepare()
      return try ImportLog(
        path: importPath, key: key, continuing: resumed, counts: counts, files: files, now: now)
    } catch {
      note(String(describing: error))
      return nil
    }
  }

  /// Forgets the import: it is over, or of no use.
  func dropImport() {
    try? files.unlink(importPath)
  }
}
