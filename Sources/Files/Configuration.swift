package import FoundationEssentials
package import SystemPackage

/// `config.toml`, read and checked (product.md section 2; keys listed in `ConfigurationReader.keys`).
package struct Configuration: Sendable, Equatable {
  /// The default location.
  package var location: LocationName?
  /// The id by which Purser manages locations; written at the first claim.
  package var clientID: UUID?
  /// The name shown to other clients.
  package var clientName: String?
  /// The theme's name.
  package var theme: String?
  /// Whether the mouse is used.
  package var mouse = true
  /// Whether the bell rings for an operation that took longer than a minute.
  package var bell = false
  /// How often an open console tops up; zero is never.
  package var refresh: Duration = .seconds(300)
  /// Whether names of custom apps are asked for, which sends the token as Apple's cookie.
  package var customAppNames = false
  /// Further certificate authorities, for an inspecting proxy.
  package var caFile: FilePath?
  /// Hosts besides Apple's that may be asked.
  package var allowedServiceHosts: [String] = []
  /// Locations in which nothing is changed from here.
  package var readOnly: [LocationName] = []
  /// Reversible pairs up to which one `y` confirms; at most the 25 of product.md section 5.
  package var confirmOnKeyUpTo = 25
  /// Bindings, by command name.
  package var keys: [String: [String]] = [:]
  /// Columns shown, by list, in their order; names are among `columnNames`.
  package var columns: [String: [String]] = [:]

  /// The built-in settings.
  package init() {}

  /// Why a configuration is not used; 64 on the command line.
  package struct Problem: Error, Equatable, CustomStringConvertible {
    /// The file it stands in.
    package let file: FilePath
    /// From 1; nothing where the file as a whole is meant.
    package let line: Int?
    /// The setting, `keys.NAME` within a table; nothing where it is about none.
    package let key: String?
    /// What is wrong and what would be right.
    package let sentence: String
    /// File, line and sentence.
    package let description: String

    /// Names a mistake.
    package init(_ file: FilePath, line: Int?, key: String? = nil, _ sentence: String) {
      self.file = file
      self.line = line
      self.key = key
      self.sentence = sentence
      description = line.map { "\(file), line \($0): \(sentence)" } ?? "\(file): \(sentence)"
    }
  }

  /// The largest file that is read, in bytes.
  package static let sizeLimit = 256 * 1024

  /// Reads the file of `places`; a missing one gives the built-in settings.
  ///
  /// - Throws: `Problem` or `FileError`.
  package static func read(places: Places, on files: some FileSystem) throws -> Configuration {
    guard let text = try text(places: places, on: files) else { return Configuration() }
    return try ConfigurationReader(text: text, file: places.configurationFile).read()
  }

  /// Reads a text as if it stood in `file`.
  package static func parse(_ text: String, file: FilePath) throws(Problem) -> Configuration {
    try ConfigurationReader(text: text, file: file).read()
  }

  /// A key that Purser writes itself.
  package enum WrittenKey: String, Sendable {
    case location, clientId
  }

  /// Writes one key and leaves every other line of the file as it is.
  package static func write(
    _ key: WrittenKey, _ value: String, places: Places, on files: some FileSystem
  ) throws {
    let file = places.configurationFile
    let old = try text(places: places, on: files) ?? ""
    _ = try parse(old, file: file)
    let new = ConfigurationText.setting(key.rawValue, to: value, in: old)
    _ = try parse(new, file: file)
    try PrivateDirectory.ensure(places.configuration, on: files)
    try DurableFile.replace(file, with: Array(new.utf8), on: files)
  }

  /// The text of the file; nothing where there is none.
  static func text(places: Places, on files: some FileSystem) throws -> String? {
    let file = places.configurationFile
    do {
      let status = try files.status(at: file, followingLinks: true)
      // Who can write it can name a host for the token.
      guard status.owner == files.userID, status.mode & 0o022 == 0 else {
        throw FileError(
          .tooOpen, path: file,
          "\(file) can be written by others and was not read. "
            + "Mend it with: chmod 600 \(file.shellQuoted)")
      }
      let bytes = try DurableFile.read(file, limit: sizeLimit, on: files)
      guard let text = String(validating: bytes, as: UTF8.self) else {
        throw Problem(file, line: nil, "the text is not UTF-8.")
      }
      return text
    } catch Errno.noSuchFileOrDirectory {
      return nil
    } catch let problem as Problem {
      throw problem
    } catch let error as FileError where error.code == .tooLarge {
      throw Problem(file, line: nil, "it is larger than \(sizeLimit >> 10) KiB.")
    } catch {
      throw FileError.system(error, file, "could not be read")
    }
  }
}
