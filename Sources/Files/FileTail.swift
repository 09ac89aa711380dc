package import SystemPackage

/// The end of a file that only grows, read without what stands before it.
package struct FileTail {
  /// Where `bytes` begin in the file.
  package let offset: Int64
  /// The last bytes.
  package let bytes: [UInt8]

  init(offset: Int64, bytes: [UInt8]) {
    self.offset = offset
    self.bytes = bytes
  }

  /// At most the last `limit` bytes of a regular file.
  ///
  /// - Throws: `FileError`, `missing` where there is no such file.
  package static func read(
    _ path: FilePath, limit: Int, on files: some FileSystem
  ) throws -> FileTail {
    do {
      let size = try piece(of: path, files) { file in
        let status = try files.status(of: file)
        try DurableFile.requireRegular(status, path)
        return status.size
      }
      let offset = max(0, size - Int64(limit))
      var bytes: [UInt8] = []
      while bytes.count < size - offset {
        let (start, room) = (offset + Int64(bytes.count), Int(size - offset) - bytes.count)
        let more = try piece(of: path, files) { file in
          try [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
            count = try files.read(
              file, at: start, into: UnsafeMutableRawBufferPointer(buffer))
          }
        }
        if more.isEmpty { break }
        bytes += more
      }
      return FileTail(offset: offset, bytes: bytes)
    } catch {
      throw FileError.system(error, path, "could not be read")
    }
  }

  private static func piece<Value>(
    of path: FilePath, _ files: some FileSystem, _ body: (OpenFile) throws -> Value
  ) throws -> Value {
    let file = try files.open(path, .read)
    defer { try? files.close(file) }
    return try body(file)
  }

  /// The last line that a line feed ends, without it, and where the file goes on behind it.
  ///
  /// Nothing where the line begins before `bytes`; an empty line at 0 where the file has no whole line.
  package var lastLine: (line: ArraySlice<UInt8>, end: Int64)? {
    guard let feed = bytes.lastIndex(of: 0x0A) else {
      return offset == 0 ? (bytes[..<0], 0) : nil
    }
    let end = offset + Int64(feed) + 1
    if let before = bytes[..<feed].lastIndex(of: 0x0A) { return (bytes[(before + 1)..<feed], end) }
    return offset == 0 ? (bytes[..<feed], end) : nil
  }
}

extension FileSystem {
  /// Reads up to `offset` and drops it: right for a descriptor that was not read from before, and slow.
  package func read(
    _ file: OpenFile, at offset: Int64, into buffer: UnsafeMutableRawBufferPointer
  ) throws -> Int {
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    var rest = offset
    while rest > 0 {
      let got = try piece.withUnsafeMutableBytes { raw in
        try read(
          file, into: UnsafeMutableRawBufferPointer(rebasing: raw[..<min(raw.count, Int(rest))]))
      }
      if got == 0 { return 0 }
      rest -= Int64(got)
    }
    return try read(file, into: buffer)
  }
}
