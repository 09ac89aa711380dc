package import FoundationEssentials
import SystemPackage

/// What is known of the location that a token opens: finds cache and journal at start and offline.
package struct KnownLocation: Sendable, Equatable, Codable {
  /// The folder name of the location.
  package var key: LocationKey
  /// The name in use when it was last seen.
  package var name: String
  /// The organization, as the service or the token writes it.
  package var organization: String
  /// When it was last opened.
  package var lastUsed: Date

  /// A location with all its parts.
  package init(key: LocationKey, name: String, organization: String, lastUsed: Date) {
    self.key = key
    self.name = name
    self.organization = organization
    self.lastUsed = lastUsed
  }
}

/// `locations.json`: token fingerprint → location.
package struct LocationsFile: Sendable {
  private struct Envelope: Codable {
    var format = "purser-locations"
    var version = 1
    var locations: [String: KnownLocation]
  }

  private let places: Places
  private let files: any FileSystem

  /// The file in the state folder.
  package init(places: Places, files: any FileSystem) {
    self.places = places
    self.files = files
  }

  /// All that is known, by fingerprint; a missing file is empty.
  ///
  /// - Throws: `FileError`; `malformed` for a file that is not ours or newer. It holds nothing that one contact with the service
  ///   does not bring back, so it may be set aside.
  package func read() throws -> [String: KnownLocation] {
    let bytes: [UInt8]
    do {
      bytes = try DurableFile.read(places.locationsFile, limit: 1 << 20, on: files)
    } catch let error as FileError where error.code == .missing {
      return [:]
    }
    guard let envelope = try? JSONDecoder.locations.decode(Envelope.self, from: Data(bytes)),
      envelope.format == "purser-locations", envelope.version == 1
    else {
      throw FileError(
        .malformed, path: places.locationsFile,
        "\(places.locationsFile) is not a list of locations that this version can read.")
    }
    return envelope.locations
  }

  /// Adds or replaces what one token opens.
  ///
  /// A file that can't be read is set aside first.
  package func remember(
    _ location: KnownLocation, fingerprint: String, now: Date
  ) throws {
    var all: [String: KnownLocation] = [:]
    do {
      all = try read()
    } catch let error as FileError where error.code == .malformed {
      try DurableFile.setAside(places.locationsFile, now: now, on: files)
    }
    guard all[fingerprint] != location else { return }
    all[fingerprint] = location
    try write(all)
  }

  /// Forgets what a removed token opened.
  package func forget(fingerprint: String) throws {
    var all = try read()
    guard all.removeValue(forKey: fingerprint) != nil else { return }
    try write(all)
  }

  private func write(_ all: [String: KnownLocation]) throws {
    try PrivateDirectory.ensure(places.state, on: files)
    let data = try JSONEncoder.locations.encode(Envelope(locations: all))
    try DurableFile.replace(places.locationsFile, with: Array(data), on: files)
  }
}

extension LocationKey: Codable {
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let key = LocationKey(rawValue: text) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "not a location's key")
    }
    self = key
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(rawValue)
  }
}

extension JSONDecoder {
  fileprivate static var locations: JSONDecoder {
    let decoder = JSONDecoder()
    decoder.dateDecodingStrategy = .iso8601
    return decoder
  }
}

extension JSONEncoder {
  fileprivate static var locations: JSONEncoder {
    let encoder = JSONEncoder()
    encoder.dateEncodingStrategy = .iso8601
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return encoder
  }
}
