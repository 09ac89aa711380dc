import AppsAndBooks
import Crypto
import Files
import FoundationEssentials
import SystemPackage

/// What every file of the cache says of itself.
struct CacheHeader: Hashable, Sendable {
  var fetchedAt: Date?
  var versionID: String?
  var fullWalkAt: Date?
}

/// One file of the cache: a line of JSON, then a line with the checksum of what precedes it.
///
/// Docs/CacheFormat.md describes the files.
struct CacheFile: Sendable {
  /// The version that is written and read.
  static let version = 1
  /// No file is read that is larger (reliability.md 13.4).
  static let maxBytes = 256 << 20

  let path: FilePath
  /// The word that says which file it is: `purser-assets`.
  let format: String
  /// The location's key.
  let key: String
  let files: any FileSystem

  /// Replaces the file.
  func write(_ header: CacheHeader, members: (inout CacheWriter) throws -> Void) throws {
    try DurableFile.replace(path, on: files) { durable in
      var writer = CacheWriter()
      writer.begin(format: format, version: Self.version, key: key, header)
      try members(&writer)
      try writer.end { try durable.write($0) }
    }
  }

  /// Replaces a large file piece by piece.
  func stream(
    _ header: CacheHeader,
    members: (inout CacheWriter, (inout CacheWriter) throws -> Void) throws -> Void
  ) throws {
    try DurableFile.replace(path, on: files) { durable in
      var writer = CacheWriter()
      writer.begin(format: format, version: Self.version, key: key, header)
      try members(&writer) { try $0.flush { try durable.write($0) } }
      try writer.end { try durable.write($0) }
    }
  }

  /// Reads the file: checksum, envelope, then each further member by `member`, which returns whether it knows it.
  func read(
    _ member: (inout CacheScanner, String) throws(CacheProblem) -> Bool
  ) throws(CacheProblem) -> CacheHeader {
    let bytes = try contents()
    let length = try Self.checkedLength(of: bytes)
    let result: Result<CacheHeader, CacheProblem> = bytes.withUnsafeBufferPointer { all in
      do throws(CacheProblem) {
        var scanner = CacheScanner(UnsafeBufferPointer(rebasing: all[..<length]))
        return .success(try envelope(&scanner, member))
      } catch {
        return .failure(error)
      }
    }
    return try result.get()
  }

  private func contents() throws(CacheProblem) -> [UInt8] {
    do {
      return try DurableFile.read(path, limit: Self.maxBytes, on: files)
    } catch let error as FileError where error.code == .missing {
      throw .missing
    } catch let error as FileError where error.code == .tooLarge {
      throw .damaged("it is too large")
    } catch let error as FileError {
      throw .unreadable(error.description)
    } catch {
      throw .unreadable("\(path) could not be read")
    }
  }

  private func envelope(
    _ scanner: inout CacheScanner,
    _ member: (inout CacheScanner, String) throws(CacheProblem) -> Bool
  ) throws(CacheProblem) -> CacheHeader {
    var header = CacheHeader()
    var seen: Set<String> = []
    let (key, format) = (key, format)
    try scanner.object { scanner, name throws(CacheProblem) in
      seen.insert(name)
      switch name {
      case "format": if try scanner.string() != format { throw .foreign }
      case "version":
        let version = try scanner.integer()
        if version > Self.version { throw .newer }
        if version != Self.version { throw .foreign }
      case "uIdHash": if try scanner.string() != key { throw .foreign }
      case "fetchedAt": header.fetchedAt = try scanner.optionalString().flatMap(ServiceDate.parse)
      case "fullWalkAt": header.fullWalkAt = try scanner.optionalString().flatMap(ServiceDate.parse)
      case "versionId": header.versionID = try scanner.optionalString()
      default: if try !member(&scanner, name) { try scanner.skip() }
      }
    }
    guard seen.isSuperset(of: ["format", "version", "uIdHash"]) else { throw .foreign }
    return header
  }

  /// The SHA-256 of bytes in hexadecimal digits.
  static func checksum(of bytes: ArraySlice<UInt8>) -> String { SHA256.hash(data: bytes).hex }

  /// The number of bytes before the checksum, after checking them.
  private static func checkedLength(of bytes: [UInt8]) throws(CacheProblem) -> Int {
    let newline = UInt8(ascii: "\n")
    guard bytes.last == newline,
      let start = bytes.dropLast().lastIndex(of: newline).map({ $0 + 1 })
    else { throw .damaged("its last line is missing") }
    let expected = CacheWriter.checksumLine(checksum(of: bytes[..<start]), length: start)
    guard bytes[start...].elementsEqual(expected) else {
      throw .damaged("its checksum does not fit")
    }
    return start
  }
}

/// Writes one file of the cache as text, with its checksum.
struct CacheWriter {
  var json = JSONText()
  private var hash = SHA256()
  private var length = 0

  /// Writes the members that every file has.
  mutating func begin(format: String, version: Int, key: String, _ header: CacheHeader) {
    json.raw(#"{"format":"#)
    json.string(format)
    json.raw(#","version":"#)
    json.integer(version)
    json.raw(#","uIdHash":"#)
    json.string(key)
    json.raw(#","fetchedAt":"#)
    json.string(header.fetchedAt?.cacheText)
    if let fullWalkAt = header.fullWalkAt {
      json.raw(#","fullWalkAt":"#)
      json.string(fullWalkAt.cacheText)
    }
    json.raw(#","versionId":"#)
    json.string(header.versionID)
  }

  /// Hands over what was written so far.
  mutating func flush(_ write: ([UInt8]) throws -> Void) rethrows {
    let bytes = json.drain()
    hash.update(data: bytes)
    length += bytes.count
    try write(bytes)
  }

  /// Ends the object and writes the line with the checksum.
  mutating func end(_ write: ([UInt8]) throws -> Void) rethrows {
    json.raw("}\n")
    try flush(write)
    try write(Self.checksumLine(hash.finalize().hex, length: length))
  }

  static func checksumLine(_ sum: String, length: Int) -> [UInt8] {
    Array("{\"sha256\":\"\(sum)\",\"length\":\(length)}\n".utf8)
  }
}

extension Date {
  /// The moment as the cache writes it, in UTC with whole seconds.
  var cacheText: String { formatted(.iso8601) }
}
