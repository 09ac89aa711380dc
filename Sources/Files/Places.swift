import Crypto
import FoundationEssentials
package import SystemPackage

/// Where Purser keeps its files, by the XDG base directory specification (product.md section 2).
///
/// A value made from an environment; it touches no disk.
package struct Places: Sendable, Equatable {
  /// `$XDG_CONFIG_HOME/purser`.
  package let configuration: FilePath
  /// `$XDG_CACHE_HOME/purser`; may be deleted at any time.
  package let cache: FilePath
  /// `$XDG_STATE_HOME/purser`.
  package let state: FilePath
  /// `$XDG_RUNTIME_DIR/purser`; emptied at logout, and not everyone has one.
  package let runtime: FilePath?

  /// The places that `environment` names; relative XDG paths are ignored.
  ///
  /// - Throws: `FileError` with code `noHome` if neither the XDG variables nor an absolute `HOME` say where.
  package init(environment: [String: String]) throws {
    func base(_ variable: String, _ fallback: String) throws -> FilePath {
      if let given = environment[variable].map({ FilePath($0) }), given.isAbsolute {
        return given.appending("purser")
      }
      guard let home = environment["HOME"].map({ FilePath($0) }), home.isAbsolute else {
        throw FileError(
          .noHome, path: "~",
          "HOME is not set to an absolute path, so there is no place for files. "
            + "Set HOME, or XDG_CONFIG_HOME, XDG_CACHE_HOME and XDG_STATE_HOME.")
      }
      return home.appending(FilePath(fallback).components).appending("purser")
    }
    configuration = try base("XDG_CONFIG_HOME", ".config")
    cache = try base("XDG_CACHE_HOME", ".cache")
    state = try base("XDG_STATE_HOME", ".local/state")
    runtime = environment["XDG_RUNTIME_DIR"].map { FilePath($0) }
      .flatMap { $0.isAbsolute ? $0.appending("purser") : nil }
  }

  /// All three places under one folder; what the demo and tests use.
  package init(under folder: FilePath) {
    configuration = folder.appending("config").appending("purser")
    cache = folder.appending("cache").appending("purser")
    state = folder.appending("state").appending("purser")
    runtime = folder.appending("run").appending("purser")
  }

  /// `config.toml`.
  package var configurationFile: FilePath { configuration.appending("config.toml") }
  /// The kept content tokens.
  package var tokens: FilePath { configuration.appending("tokens") }
  /// The person's own themes.
  package var themes: FilePath { configuration.appending("themes") }
  /// Which token belongs to which location.
  package var locationsFile: FilePath { state.appending("locations.json") }

  /// The cache folder of one location.
  package func cache(of key: LocationKey) -> FilePath { cache.appending(key.rawValue) }
  /// The state folder of one location: journal, audit, history, device lists, lock, log.
  package func state(of key: LocationKey) -> FilePath { state.appending(key.rawValue) }
  /// Where what the journal of a location could not take is kept for the next start, best first.
  package func unwritten(of key: LocationKey) -> [FilePath] {
    let bases = [runtime, configuration.appending("unwritten")].compactMap { $0 }
    return bases.map { $0.appending(key.rawValue) }
  }
  /// The folder of device lists loaded for one location.
  package func deviceLists(of key: LocationKey) -> FilePath {
    state(of: key).appending("devices")
  }
}

/// The name of a location's folders: the first 32 hex digits of the SHA-256 of its `uId`.
///
/// No text of the service stands in a path.
package struct LocationKey: Sendable, Hashable, CustomStringConvertible {
  package let rawValue: String

  /// The key of the location that the service calls `uID`.
  package init(uID: String) {
    rawValue = String(SHA256.hash(data: Data(uID.utf8)).hex.prefix(32))
  }

  /// A key read from a file; nothing if it is not one.
  package init?(rawValue: String) {
    guard rawValue.utf8.count == 32, rawValue.utf8.allSatisfy(\.isLowerHex) else { return nil }
    self.rawValue = rawValue
  }

  package var description: String { rawValue }
}

extension Sequence<UInt8> {
  /// Lower-case hexadecimal digits.
  package var hex: String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    for byte in self {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }
}

extension UInt8 {
  var isLowerHex: Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self)
      || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(self)
  }
}
