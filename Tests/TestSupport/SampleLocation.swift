package import AppsAndBooks
package import Foundation
package import LocationStore

/// The one school of all screens: Lindenhof Schools, `campus-nord` (screens.md).
///
/// Built by hand: what the frames show is fixed, the rest is filled up to the counts they name.
package enum SampleLocation {
  /// 2026-08-24 at 09:42 UTC, the moment of the frames.
  package static let now = Date(timeIntervalSince1970: 1_787_564_520)

  /// The location as frame 1 has it, synced two minutes ago.
  package static let snapshot = make()

  /// The identity of the location.
  package static let identity = LocationIdentity(
    uID: "sample-campus-nord", name: "campus-nord", organization: "Lindenhof Schools")

  /// An asset by its name.
  package static func asset(_ name: String) -> AssetID { AssetID(adamID(name)) }

  static func adamID(_ name: String) -> AdamID {
    var number = 1_500_000_000
    for byte in name.utf8 { number = (number &* 31 &+ Int(byte)) % 400_000_000 }
    return AdamID(rawValue: String(1_200_000_000 + number % 400_000_000))
  }

  private static func make() -> LocationSnapshot {
    var snapshot = LocationSnapshot(
      identity, assets: assets, users: users, devices: devices, assignments: assignments)
    snapshot.fetchedAt = now.addingTimeInterval(-130)
    return snapshot
  }

  // MARK: Assets

  /// Name, type, used, total; 0 in all stands for unlimited.
  static let named: [(name: String, type: ProductType, used: Int, total: Int)] = [
    ("Alphawald", .app, 240, 300), ("Atlas Europa", .book, 96, 120),
    ("Bienenlabor", .app, 31, 60), ("Bruchpiloten", .app, 200, 200),
    ("Chemie kompakt", .book, 44, 50), ("Clips", .app, 1020, 0), ("Datenfluss", .app, 18, 25),
    ("Erdkunde 7", .book, 118, 150), ("Formelheft", .book, 60, 60), ("GarageBand", .app, 3311, 0),
    ("Geobrett Studio", .app, 84, 120), ("Hörspielwerkstatt", .app, 52, 60),
    ("iMovie", .app, 2740, 0), ("Inselrechner", .app, 499, 500), ("Keynote", .app, 37, 40),
    ("Klangfarben", .app, 12, 30), ("Lesepfad", .app, 610, 700), ("Lichtschule", .app, 9, 20),
    ("Mikrokosmos", .app, 150, 200), ("Numbers", .app, 6902, 0), ("Orbitarium", .app, 77, 90),
    ("Pages", .app, 8118, 0), ("Phonics Garden", .app, 375, 400), ("Pixelwerk", .app, 40, 60),
    ("Schulatlas", .book, 12, 20), ("Skizze Pro", .app, 120, 120),
    ("Steinzeitlabor", .app, 28, 30), ("Swift Playgrounds", .app, 4415, 0),
    ("Taktgeber", .app, 16, 40), ("Tessera Maths", .app, 619, 640),
    ("Umweltblick", .app, 203, 250), ("Vokabelnest", .app, 1180, 1200),
    ("Wetterkarte", .app, 66, 100), ("Wortbau", .app, 305, 350), ("Zahlenraum", .app, 88, 90),
  ]

  static let fillers = (1...88).map { "Zirkelheft \($0 < 10 ? "0" : "")\($0)" }

  package static var assets: [AssetRecord] {
    let shown = named.map { record($0.name, $0.type, used: $0.used, total: $0.total) }
    let rest = fillers.enumerated().map { index, name in
      record(name, index < 66 ? .app : .book, used: 40, total: 0)
    }
    return shown + rest
  }

  private static func record(
    _ name: String, _ type: ProductType, used: Int, total: Int
  ) -> AssetRecord {
    let total = total == 0 ? 2_147_483_647 : total
    return AssetRecord(
      asset: Asset(
        id: asset(name), productType: type, assignedCount: used, availableCount: total - used,
        totalCount: total, retiredCount: 0, deviceAssignable: type == .app, revocable: type == .app,
        supportedPlatforms: ["iOS", "macOS"]),
      name: name, developer: "Federkiel Software")
  }

  // MARK: Holders

  /// Id, name, held; the first 35 rows of the frames.
  static let people: [(id: Int, name: String, held: Int)] = [
    (42, "mika", 12), (43, "ines", 4), (44, "jonas", 9), (45, "leyla", 11), (47, "tomke", 6),
    (48, "arno", 8), (51, "pia", 7), (52, "sanne", 12), (53, "bjarne", 10), (55, "clara", 5),
    (56, "dilan", 9), (58, "edda", 6), (59, "falk", 3), (60, "greta", 8), (61, "hanno", 8),
    (63, "ida", 11), (64, "jette", 2), (66, "kaan", 7), (67, "lotte", 9), (68, "malik", 9),
    (70, "nele", 10), (71, "oskar", 4), (72, "paula", 6), (74, "quirin", 12), (75, "ronja", 8),
    (77, "selma", 5), (78, "thore", 9), (79, "ulla", 7), (80, "veit", 3), (82, "wanja", 8),
    (83, "xenia", 10), (85, "yara", 6), (86, "zeno", 9), (88, "alba", 11), (90, "bela", 7),
  ]
  private static let registered: Set<Int> = [43, 64, 80]

  static func userID(_ number: Int) -> ClientUserID {
    let digits = String(number)
    return ClientUserID(
      rawValue: "emp-" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits)
  }

  private static var users: [ClientUser] {
    let shown = people.map { person in
      ClientUser(
        id: userID(person.id), email: "\(person.name)@example.org",
        status: registered.contains(person.id) ? .registered : .associated)
    }
    let rest = (0..<(2431 - people.count)).map { index in
      ClientUser(
        id: userID(100 + index), email: "user\(100 + index)@example.org", status: .associated)
    }
    let retired = ClientUser(id: userID(39), email: "knut@example.org", status: .retired)
    return shown + rest + [retired]
  }

  /// Serial number and held; what the frames show, in their order.
  static let machines: [(serial: String, held: Int)] = [
    ("C02FK1ZNQ05D", 7), ("DMPC7X0KMF3M", 6), ("DMPC7X1RMF3M", 8), ("DMPC7X3AMF3M", 5),
    ("DMPC7X5WMF3M", 5), ("DMPC7X7GMF3M", 5), ("DMPC7X8CMF3M", 6), ("DMPC7X9PMF3M", 5),
    ("DMQD2W1NMF3M", 8), ("DMQD2W4RMF3M", 8), ("DMQD2W8HMF3M", 7), ("F9FZK2Q0PLK4", 6),
    ("F9FZK2Q4PLK4", 5), ("F9FZK3A7PLK4", 5), ("F9FZK3B1PLK4", 6), ("F9FZK3C8PLK4", 5),
    ("F9FZK3D2PLK4", 5), ("F9FZK3D9PLK4", 4), ("F9FZK3F6PLK4", 5), ("F9FZK3G0PLK4", 5),
    ("F9FZK3H4PLK4", 6), ("F9FZK3J1PLK4", 5), ("F9FZK3K8PLK4", 5), ("F9FZL0C9PLK4", 5),
    ("F9FZL1D2PLK4", 4), ("GG7F40TAQ1KX", 4), ("GG7F40TDQ1KX", 5), ("GG7F40TKQ1KX", 5),
    ("H7VXQ2M4KD", 3), ("K9LRT3WY6C", 2), ("L6PMX4N0QJ", 3),
  ]

  private static var devices: [LabelledDevice] {
    [LabelledDevice(serial: SerialNumber(rawValue: "F9FZK2Q7PLK4"))]
  }

  /// Serial numbers that fill the list up to 12,004; 22 more of them match `f9fz plk4`.
  static var otherSerials: [String] {
    (0..<(12_004 - machines.count - 1)).map { index in
      index < 22 ? "F9FZM\(serialPart(index, 3))PLK4" : "MZ\(serialPart(index, 6))Q6L8"
    }
  }

  private static func serialPart(_ number: Int, _ length: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, length - digits.count)) + digits
  }

  static func device(_ serial: String) -> Holder { .device(SerialNumber(rawValue: serial)) }
  static func user(_ number: Int) -> Holder { .clientUser(userID(number)) }

  // MARK: Assignments

  /// Holders of the assets whose lists the frames show, beside the serials of operation 118.
  private static var fixed: [(String, Holder)] {
    let keynote =
      [
        "C02FK1ZNQ05D", "DMPC7X3AMF3M", "F9FZK2Q4PLK4", "F9FZK3A7PLK4", "F9FZK3C8PLK4",
        "GG7F40TDQ1KX", "H7VXQ2M4KD", "L6PMX4N0QJ",
      ].map(device)
      + people.map(\.id).filter { !registered.contains($0) }.prefix(29).map(user)
    let klang =
      ["DMQD2W8HMF3M", "F9FZK3C8PLK4", "GG7F40TDQ1KX"].map(device)
      + [42, 44, 45, 48, 51, 52, 53, 55, 56].map(user)
    let skizze =
      Self.applied.map(device)
      + [
        "C02FK1ZNQ05D", "DMPC7X1RMF3M", "DMPC7X3AMF3M", "DMPC7X5WMF3M", "DMPC7X7GMF3M",
        "DMPC7X8CMF3M", "DMPC7X9PMF3M", "DMQD2W1NMF3M", "DMQD2W4RMF3M", "DMQD2W8HMF3M",
      ].map(device)
      + people.map(\.id).filter { !registered.contains($0) }.map(user)
    let rest = skizze + (200..<(200 + 120 - skizze.count)).map(user)
    let both = [("F9FZK3A7PLK4", ["Pages", "Phonics Garden", "Tessera Maths"])]
    return keynote.map { ("Keynote", $0) } + klang.map { ("Klangfarben", $0) }
      + rest.map { ("Skizze Pro", $0) }
      + both.flatMap { serial, names in names.map { ($0, device(serial)) } }
      + ["Pages", "Phonics Garden", "Schulatlas", "Tessera Maths"].map { ($0, user(47)) }
      + (0..<200).map { ("Bruchpiloten", user(1000 + $0)) }
  }

  /// The devices of operation 118 for which Skizze Pro is in the list.
  static let applied = [
    "DMPC7X0KMF3M", "F9FZK2Q0PLK4", "F9FZK3A7PLK4", "F9FZK3B1PLK4",
    "F9FZL0C9PLK4", "GG7F40TDQ1KX", "K9LRT3WY6C",
  ]

  private static var assignments: [Assignment] {
    var result = Set(fixed.map { Assignment(asset: asset($0.0), holder: $0.1) })
    var counts: [Holder: Int] = [:]
    for pair in result { counts[pair.holder, default: 0] += 1 }
    let targets =
      people.map { (user($0.id), $0.held) } + machines.map { (device($0.serial), $0.held) }
    for (holder, held) in targets {
      for name in fillers.prefix(max(0, held - (counts[holder] ?? 0))) {
        result.insert(Assignment(asset: asset(name), holder: holder))
      }
    }
    for (index, serial) in otherSerials.enumerated() {
      let name = index >= 22 && index < 22 + 8116 ? "Pages" : "GarageBand"
      result.insert(Assignment(asset: asset(name), holder: device(serial)))
    }
    return Array(result)
  }
}
