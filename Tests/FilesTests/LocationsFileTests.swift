import Files
import Foundation
import SystemPackage
import TestSupport
import Testing

struct LocationsFileTests {
  private let files = LinuxFileSystem()
  private let now = Date(timeIntervalSince1970: 1_795_505_520)

  private func location(_ uID: String) -> KnownLocation {
    KnownLocation(
      key: LocationKey(uID: uID), name: "nord", organization: "Lindenhof", lastUsed: now)
  }

  @Test("What a token opens is remembered and found again, also for a second token")
  func remembers() throws {
    let folder = try TemporaryFolder()
    let file = LocationsFile(places: Places(under: folder.path), files: files)
    #expect(try file.read().isEmpty)
    try file.remember(location("1"), fingerprint: "aaaaaaaa", now: now)
    try file.remember(location("1"), fingerprint: "bbbbbbbb", now: now)
    try file.remember(location("2"), fingerprint: "aaaaaaaa", now: now)
    #expect(try file.read() == ["aaaaaaaa": location("2"), "bbbbbbbb": location("1")])
    try file.forget(fingerprint: "aaaaaaaa")
    #expect(try file.read() == ["bbbbbbbb": location("1")])
  }

  @Test(
    "A file that is not ours is an error to read and is set aside to write",
    arguments: [
      "", "{", "[]", #"{"format":"purser-locations","version":2,"locations":{}}"#,
      #"{"format":"x","version":1,"locations":{}}"#,
      """
      {"format":"purser-locations","version":1,"locations":{"a":{"key":"../../x","name":"n",
      "organization":"o","lastUsed":"2026-01-01T00:00:00Z"}}}
      """,
    ])
  func setsAside(text: String) throws {
    let folder = try TemporaryFolder()
    let places = Places(under: folder.path)
    let file = LocationsFile(places: places, files: files)
    try PrivateDirectory.ensure(places.state, on: files)
    try DurableFile.replace(places.locationsFile, with: Array(text.utf8), on: files)
    let error = #expect(throws: FileError.self) { try file.read() }
    #expect(error?.code == .malformed)
    try file.remember(location("1"), fingerprint: "aaaaaaaa", now: now)
    #expect(try file.read().count == 1)
    #expect(try files.names(in: places.state).count == 2)
  }

  @Test("Device lists are kept 0600, merged by serial number, and forgotten")
  func keepsDevices() throws {
    let folder = try TemporaryFolder()
    let places = Places(under: folder.path)
    let lists = DeviceLists(places: places, key: LocationKey(uID: "1"), files: files)
    #expect(try lists.all().isEmpty)
    let carts = try #require(LocationName("carts"))
    let rooms = try #require(LocationName("rooms"))
    let first = [
      DeviceListEntry(serialNumber: "C02A", label: "Cart \"1\"\u{1B}"),
      DeviceListEntry(serialNumber: "C02B", label: nil),
    ]
    try lists.keep(first, as: carts, source: "carts.csv", now: now)
    try lists.keep(
      [DeviceListEntry(serialNumber: "C02B", label: "204")], as: rooms, source: "r", now: now)
    #expect(try lists.names() == [carts, rooms])
    #expect(try lists.devices(in: carts) == first)
    #expect(try lists.all() == [first[0], DeviceListEntry(serialNumber: "C02B", label: "204")])
    let path = places.deviceLists(of: LocationKey(uID: "1")).appending("carts.jsonl")
    #expect(try files.status(at: path, followingLinks: false).mode == 0o600)
    try lists.forget(carts)
    #expect(try lists.names() == [rooms])
  }

  @Test("A device list cut short is refused, not used in part")
  func refusesCutLists() throws {
    let folder = try TemporaryFolder()
    let places = Places(under: folder.path)
    let key = LocationKey(uID: "1")
    let lists = DeviceLists(places: places, key: key, files: files)
    let name = try #require(LocationName("carts"))
    let devices = (1...3).map { DeviceListEntry(serialNumber: "SN\($0)", label: nil) }
    try lists.keep(devices, as: name, source: "carts.csv", now: now)
    let path = places.deviceLists(of: key).appending("carts.jsonl")
    let bytes = try DurableFile.read(path, limit: 10_000, on: files)
    for count in 0..<(bytes.count - 1) {
      try DurableFile.replace(path, with: Array(bytes[..<count]), on: files)
      #expect(throws: FileError.self) { try lists.devices(in: name) }
    }
  }
}
