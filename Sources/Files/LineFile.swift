import Glibc
package import SystemPackage

/// A file of lines, read in blocks however long it is: history, audit.
package enum LineFile {
  /// One line.
  package struct Line {
    /// From 1.
    package let number: Int
    /// The bytes without the line feed; the first ones alone where the line is too long.
    package let bytes: ArraySlice<UInt8>
    /// Whether a line feed ends it; only the last line can be without.
    package let isEnded: Bool
    /// Whether it is longer than a line may be.
    package let isTooLong: Bool

    /// A line with all its parts.
    package init(number: Int, bytes: ArraySlice<UInt8>, isEnded: Bool, isTooLong: Bool) {
      self.number = number
      self.bytes = bytes
      self.isEnded = isEnded
      self.isTooLong = isTooLong
    }
  }

  /// The longest line that is kept whole, in bytes.
  package static let lineLimit = 16 << 20
  private static let blockSize = 1 << 18

  /// Hands every line to `body`, in order; holds a block and a line at most.
  ///
  /// - Throws: `FileError`, `missing` where there is no such file, or what `body` throws.
  package static func read(
    _ path: FilePath, lineLimit: Int = lineLimit, on files: some FileSystem,
    _ body: (Line) throws -> Void
  ) throws {
    let file: OpenFile
    do {
      file = try files.open(path, .read)
    } catch Errno.tooManySymbolicLinkLevels {
      throw FileError(.wrongKind, path: path, "\(path) is a link and was not read.")
    } catch {
      throw FileError.system(error, path, "could not be read")
    }
    defer { try? files.close(file) }
    var cutter = LineCutter(limit: lineLimit)
    while true {
      let block: [UInt8]
      do {
        try DurableFile.requireRegular(files.status(of: file), path)
        block = try [UInt8](unsafeUninitializedCapacity: blockSize) { buffer, count in
          count = try files.read(file, into: UnsafeMutableRawBufferPointer(buffer))
        }
      } catch {
        throw FileError.system(error, path, "could not be read")
      }
      if block.isEmpty { return try cutter.finish(body) }
      try cutter.take(block, body)
    }
  }
}

/// Cuts blocks into lines.
private struct LineCutter {
  let limit: Int
  private var number = 0
  /// The start of a line whose end did not come yet.
  private var begun: [UInt8] = []
  private var isTooLong = false

  init(limit: Int) { self.limit = limit }

  mutating func take(_ block: [UInt8], _ body: (LineFile.Line) throws -> Void) throws {
    var start = 0
    while let end = Self.lineFeed(in: block, from: start) {
      if begun.isEmpty, !isTooLong, end - start <= limit {
        number += 1
        try body(
          LineFile.Line(
            number: number, bytes: block[start..<end], isEnded: true, isTooLong: false))
      } else {
        keep(block[start..<end])
        try give(isEnded: true, body)
      }
      start = end + 1
    }
    keep(block[start...])
  }

  mutating func finish(_ body: (LineFile.Line) throws -> Void) throws {
    if !begun.isEmpty || isTooLong { try give(isEnded: false, body) }
  }

  private mutating func keep(_ bytes: ArraySlice<UInt8>) {
    let room = limit - begun.count
    if bytes.count > room { isTooLong = true }
    begun += bytes.prefix(room)
  }

  private mutating func give(
    isEnded: Bool, _ body: (LineFile.Line) throws -> Void
  ) throws {
    number += 1
    let line = LineFile.Line(
      number: number, bytes: begun[...], isEnded: isEnded, isTooLong: isTooLong)
    begun = []
    isTooLong = false
    try body(line)
  }

  private static func lineFeed(in block: [UInt8], from start: Int) -> Int? {
    block.withUnsafeBytes { raw -> Int? in
      guard let base = raw.baseAddress, start < raw.count,
        let found = memchr(base + start, 0x0A, raw.count - start)
      else { return nil }
      return UnsafeRawPointer(found) - base
    }
  }
}
