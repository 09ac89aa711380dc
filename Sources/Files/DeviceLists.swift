package import FoundationEssentials
import SystemPackage

/// A device that a list from elsewhere names.
package struct DeviceListEntry: Sendable, Hashable, Codable {
  package var serialNumber: String
  /// Name, room or asset tag, if the list has one.
  package var label: String?

  /// A device with its label.
  package init(serialNumber: String, label: String?) {
    self.serialNumber = serialNumber
    self.label = label
  }
}

/// The device lists loaded for one location: JSON Lines, one file per list, 0600.
package struct DeviceLists: Sendable {
  private struct Head: Codable {
    var format = "purser-devices"
    var version = 1
    var source: String
    var loadedAt: Date
    var count: Int
  }

  private let directory: FilePath
  private let files: any FileSystem
  private static let ending = ".jsonl"
  private static let sizeLimit = 64 << 20

  /// The lists of a location.
  package init(places: Places, key: LocationKey, files: any FileSystem) {
    directory = places.deviceLists(of: key)
    self.files = files
  }

  /// The names of the lists, sorted.
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

  /// Keeps a list under a name, replacing one that bears it.
  ///
  /// `source` is the file that it was read from, for the person.
  package func keep(
    _ devices: [DeviceListEntry], as name: LocationName, source: String, now: Date
  ) throws {
    try PrivateDirectory.ensure(directory, on: files)
    let encoder = JSONEncoder()
    encoder.dateEncodingStrategy = .iso8601
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let head = try encoder.encode(Head(source: source, loadedAt: now, count: devices.count))
    try DurableFile.replace(path(of: name), on: files) { writer in
      try writer.write(head)
      try writer.write([UInt8(ascii: "\n")])
      var line = JSONText()
      for device in devices {
        line.raw(#"{"serialNumber":"#)
        line.string(device.serialNumber)
        if let label = device.label {
          line.raw(#","label":"#)
          line.string(label)
        }
        line.raw("}\n")
        try writer.write(line.drain())
      }
    }
  }

  /// The devices of one list, in the order of the file.
  package func devices(in name: LocationName) throws -> [DeviceListEntry] {
    let path = path(of: name)
    let bytes = try DurableFile.read(path, limit: Self.sizeLimit, on: files)
    let lines = bytes.split(separator: UInt8(ascii: "\n"))
    let decoder = JSONDecoder()
    decoder.dateDecodingStrategy = .iso8601
    guard let first = lines.first, let head = try? decoder.decode(Head.self, from: Data(first)),
      head.format == "purser-devices", head.version == 1, head.count == lines.count - 1,
      let devices = try? lines.dropFirst().map({
        try decoder.decode(DeviceListEntry.self, from: Data($0))
      })
    else {
      throw FileError(
        .malformed, path: path,
        "\(path) is not a device list that this version can read. "
          + "Load the list again, or forget it: purser devices --forget \(name)")
    }
    return devices
  }

  /// Every device of every list; the first label of a serial number wins.
  package func all() throws -> [DeviceListEntry] {
    var seen: [String: Int] = [:]
    var all: [DeviceListEntry] = []
    for name in try names() {
      for device in try devices(in: name) {
        if let index = seen[device.serialNumber] {
          if all[index].label == nil { all[index].label = device.label }
        } else {
          seen[device.serialNumber] = all.count
          all.append(device)
        }
      }
    }
    return all
  }

  /// Forgets a list.
  package func forget(_ name: LocationName) throws {
    let path = path(of: name)
    do {
      try files.unlink(path)
      try DurableFile.syncDirectory(directory, on: files)
    } catch {
      throw FileError.system(error, path, "could not be removed")
    }
  }

  private func path(of name: LocationName) -> FilePath {
    directory.appending(name.rawValue + Self.ending)
  }
}
