import Crypto
import FoundationEssentials
package import SystemPackage

/// A content token's bytes as they came from a file, trimmed; its text shows in no description.
package struct TokenText: Sendable, Equatable, CustomStringConvertible,
  CustomDebugStringConvertible,
  CustomReflectable
{
  /// The trimmed bytes: what goes into the Authorization header.
  package let bytes: [UInt8]

  /// Takes the bytes without outer white space and byte-order mark.
  ///
  /// - Throws: `FileError` if nothing is left; `path` only serves the message.
  package init(trimming bytes: [UInt8], from path: FilePath) throws {
    var rest = bytes[...]
    if rest.starts(with: [0xEF, 0xBB, 0xBF]) { rest = rest.dropFirst(3) }
    while let first = rest.first, first.isSpace { rest = rest.dropFirst() }
    while let last = rest.last, last.isSpace { rest = rest.dropLast() }
    guard !rest.isEmpty else {
      throw FileError(.malformed, path: path, "\(path) holds no token: it is empty.")
    }
    self.bytes = Array(rest)
  }

  /// The first 8 hex digits of the SHA-256 of the trimmed token.
  package var fingerprint: String { String(SHA256.hash(data: bytes).hex.prefix(8)) }

  package var description: String { "[content token]" }
  package var debugDescription: String { description }
  package var customMirror: Mirror { Mirror(self, children: [:]) }
}

/// Reads a content token from a file that only its owner can read (product.md section 2).
package enum TokenFile {
  /// The largest file that can be a token, in bytes.
  package static let sizeLimit = 8 * 1024

  /// What was read, and whether the file was looser than 0600.
  package struct Contents: Sendable, Equatable {
    package let token: TokenText
    /// Whether others can read the file; only with `acceptingLoose`.
    package let isLoose: Bool
  }

  /// The token in `path`.
  ///
  /// `acceptingLoose` is for `token add` alone: a file of this user that others can read is taken, and said to be loose.
  ///
  /// - Throws: `FileError`; the text never holds content of the file.
  package static func read(
    _ path: FilePath, acceptingLoose: Bool = false, on files: some FileSystem
  ) throws -> Contents {
    do {
      let file = try files.open(path, .read)
      defer { try? files.close(file) }
      let status = try files.status(of: file)
      guard status.kind == .regular else {
        throw FileError(
          .wrongKind, path: path,
          "The token file \(path) is \(status.kind.words). Name the *.vpptoken file itself.")
      }
      guard status.owner == files.userID else {
        throw FileError(
          .foreignOwner, path: path,
          "The token file \(path) belongs to another user (id \(status.owner)) and was not read. "
            + "Make a copy of your own.")
      }
      let isLoose = status.mode & 0o077 != 0
      guard !isLoose || acceptingLoose else { throw tooOpen(path) }
      let bytes = try contents(of: file, size: Int(clamping: status.size), path, files)
      return Contents(token: try TokenText(trimming: bytes, from: path), isLoose: isLoose)
    } catch Errno.tooManySymbolicLinkLevels {
      throw FileError(
        .wrongKind, path: path, "The token file \(path) is a link. Name the file it leads to.")
    } catch {
      throw FileError.system(error, path, "could not be read")
    }
  }

  private static func tooOpen(_ path: FilePath) -> FileError {
    FileError(
      .tooOpen, path: path,
      "The token file \(path) can be read by others and was not read. "
        + "Mend it with: chmod 600 \(path.shellQuoted)")
  }

  private static func contents(
    of file: OpenFile, size: Int, _ path: FilePath, _ files: some FileSystem
  ) throws -> [UInt8] {
    do {
      return try DurableFile.contents(of: file, size: size, limit: sizeLimit, path, files)
    } catch let error as FileError where error.code == .tooLarge {
      throw FileError(
        .tooLarge, path: path, "\(path) holds no token: it is larger than 8 KiB.")
    }
  }
}

extension UInt8 {
  /// Blank, tab, line feed, vertical tab, form feed, carriage return.
  var isSpace: Bool { self == 0x20 || (0x09...0x0D).contains(self) }
}
