package import SystemPackage

/// What went wrong with a file: what happened, and what mends it.
package struct FileError: Error, Equatable, CustomStringConvertible {
  /// The kind of trouble, for those who decide by it.
  package enum Code: Sendable, Equatable {
    /// There is no such file.
    case missing
    /// Others can read or write it; the text names the `chmod`.
    case tooOpen
    /// It belongs to another user.
    case foreignOwner
    /// A directory, a link, a FIFO or a device stands where a file or directory is wanted.
    case wrongKind
    /// It is larger than its kind of file may be.
    case tooLarge
    /// The content is not what the file's kind asks for.
    case malformed
    /// The name is taken.
    case exists
    /// The file was moved or replaced while it was open.
    case replaced
    /// An earlier write or sync of this file failed; nothing more is written to it.
    case closedByFailure
    /// The environment does not say where files go.
    case noHome
    /// The system refused a call.
    case system(Errno)
  }

  package let code: Code
  /// The file's path as the person knows it.
  package let path: String
  /// The sentence for the person.
  package let description: String

  /// An error with its sentence.
  package init(_ code: Code, path: FilePath, _ description: String) {
    self.code = code
    self.path = path.string
    self.description = description
  }

  /// The system's refusal of `action` («could not be written»).
  package static func system(_ error: any Error, _ path: FilePath, _ action: String) -> FileError {
    if let known = error as? FileError { return known }
    let number = error as? Errno ?? .ioError
    if number == .noSuchFileOrDirectory {
      return FileError(.missing, path: path, "\(path) does not exist.")
    }
    return FileError(.system(number), path: path, "\(path) \(action): \(number.words).")
  }
}

extension Errno {
  /// The system's words for the number, with what mends the common ones.
  package var words: String {
    switch self {
    case .noSpace: "the disk is full; free some space and try again"
    case .diskQuotaExceeded: "the disk quota is used up; free some space and try again"
    case .readOnlyFileSystem: "the file system is read-only"
    case .permissionDenied: "permission denied"
    default: "\(self)"
    }
  }
}
