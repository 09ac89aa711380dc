package import SystemPackage

/// Directories that only their owner can enter.
package struct PrivateDirectory: Sendable {
  /// Makes `directory` and what is missing above it, then checks it.
  ///
  /// Each missing component is made with mode 0700. From the last folder named `purser` on, each has to be a real directory (no link)
  /// of this user without permissions for others; a parent that others can write to and that is not ours is refused too.
  ///
  /// - Throws: `FileError` that names the `chmod` where one mends it.
  package static func ensure(_ directory: FilePath, on files: some FileSystem) throws {
    let components = Array(directory.components)
    let firstOurs = components.lastIndex { $0.string == "purser" } ?? components.count - 1
    var path = FilePath(root: directory.root)
    for (index, component) in components.enumerated() {
      path.append(component)
      let isOurs = index >= firstOurs
      try makeIfMissing(path, on: files)
      let status = try statusOf(path, followingLinks: !isOurs, on: files)
      try isOurs ? check(status, path, files) : checkParent(status, path, files)
    }
  }

  /// Checks a directory that should exist: ours, no link, nothing for others.
  package static func check(_ directory: FilePath, on files: some FileSystem) throws {
    try check(statusOf(directory, followingLinks: false, on: files), directory, files)
  }

  private static func makeIfMissing(_ path: FilePath, on files: some FileSystem) throws {
    do {
      _ = try files.status(at: path, followingLinks: false)
    } catch Errno.noSuchFileOrDirectory {
      do {
        try files.makeDirectory(path)
        try DurableFile.syncDirectory(path.removingLastComponent(), on: files)
      } catch Errno.fileExists {
        // Another Purser made it in between; it is checked like any other.
      } catch {
        throw FileError.system(error, path, "could not be made")
      }
    } catch {
      throw FileError.system(error, path, "could not be looked at")
    }
  }

  private static func statusOf(
    _ path: FilePath, followingLinks: Bool, on files: some FileSystem
  ) throws -> FileStatus {
    do {
      return try files.status(at: path, followingLinks: followingLinks)
    } catch {
      throw FileError.system(error, path, "could not be looked at")
    }
  }

  private static func check(
    _ status: FileStatus, _ path: FilePath, _ files: some FileSystem
  ) throws {
    guard status.kind == .directory else {
      throw FileError(
        .wrongKind, path: path,
        "\(path) is \(status.kind.words), not a directory. Move it away and try again.")
    }
    guard status.owner == files.userID else {
      throw FileError(
        .foreignOwner, path: path,
        "\(path) belongs to another user (id \(status.owner)). "
          + "Set another place, or have it given to you.")
    }
    guard status.mode & 0o077 == 0 else {
      throw FileError(
        .tooOpen, path: path,
        "\(path) can be entered by others. Mend it with: chmod 700 \(path.shellQuoted)")
    }
  }

  private static func checkParent(
    _ status: FileStatus, _ path: FilePath, _ files: some FileSystem
  ) throws {
    guard status.kind == .directory else {
      throw FileError(
        .wrongKind, path: path, "\(path) is \(status.kind.words), not a directory.")
    }
    // In a sticky directory nobody else can rename what is ours.
    let isSticky = status.mode & 0o1000 != 0
    if status.owner != files.userID && status.owner != 0 && status.mode & 0o022 != 0 && !isSticky {
      throw FileError(
        .foreignOwner, path: path,
        "\(path) belongs to another user and can be written by others. Set another place.")
    }
  }
}

extension FileStatus.Kind {
  /// The kind as a noun with its article.
  package var words: String {
    switch self {
    case .regular: "a file"
    case .directory: "a directory"
    case .link: "a link"
    case .fifo: "a FIFO"
    case .other: "a device or socket"
    }
  }
}

extension FilePath {
  /// The path as a shell takes it in one word.
  package var shellQuoted: String {
    let plain = string.utf8.allSatisfy { byte in
      byte.isASCIIAlphanumeric || "/._-+,:@".utf8.contains(byte)
    }
    return plain && !string.isEmpty
      ? string
      : "'"
        + string.split(separator: "'", omittingEmptySubsequences: false)
        .joined(separator: "'\\''") + "'"
  }
}

extension UInt8 {
  var isASCIIAlphanumeric: Bool {
    isASCIIDigit || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20)
  }

  var isASCIIDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
}
