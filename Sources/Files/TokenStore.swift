package import SystemPackage

/// The content tokens that the person has added: `tokens/NAME.vpptoken`, 0600.
package struct TokenStore: Sendable {
  private let directory: FilePath
  private let files: any FileSystem
  private static let ending = ".vpptoken"

  /// The store in the configuration folder.
  package init(places: Places, files: any FileSystem) {
    directory = places.tokens
    self.files = files
  }

  /// The names of the kept tokens, sorted; files with other names are passed over.
  package func names() throws -> [LocationName] {
    do {
      return try files.names(in: directory).compactMap { file in
        file.hasSuffix(Self.ending) ? LocationName(String(file.dropLast(Self.ending.count))) : nil
      }.sorted()
    } catch Errno.noSuchFileOrDirectory {
      return []
    } catch {
      throw FileError.system(error, directory, "could not be read")
    }
  }

  /// Where the token of that name lies.
  package func path(of name: LocationName) -> FilePath {
    directory.appending(name.rawValue + Self.ending)
  }

  /// The token of that name.
  package func token(named name: LocationName) throws -> TokenText {
    try PrivateDirectory.check(directory, on: files)
    return try TokenFile.read(path(of: name), on: files).token
  }

  /// Keeps a token under a name, replacing one that bears it; whether that may be is the caller's to know.
  package func keep(_ token: TokenText, as name: LocationName) throws {
    try PrivateDirectory.ensure(directory, on: files)
    try DurableFile.replace(path(of: name), with: token.bytes + [UInt8(ascii: "\n")], on: files)
  }

  /// Removes a kept token.
  ///
  /// The disk is not wiped.
  package func remove(_ name: LocationName) throws {
    let path = path(of: name)
    do {
      try files.unlink(path)
      try DurableFile.syncDirectory(directory, on: files)
    } catch {
      throw FileError.system(error, path, "could not be removed")
    }
  }
}
