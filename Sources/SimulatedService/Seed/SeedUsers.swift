import FoundationEssentials

/// Makes the client users: those of the sample screens first, then as many as asked for.
struct SeedUsers {
  private var generator: SplitMix64

  /// Number of the id, given name; in the order of the first screen.
  static let named: [(number: Int, name: String)] = [
    (42, "mika"), (43, "ines"), (44, "jonas"), (45, "leyla"), (47, "tomke"), (48, "arno"),
    (51, "pia"), (52, "sanne"), (53, "bjarne"), (55, "clara"), (56, "dilan"), (58, "edda"),
    (59, "falk"), (60, "greta"), (61, "hanno"), (63, "ida"), (64, "jette"), (66, "kaan"),
    (67, "lotte"), (68, "malik"), (70, "nele"), (71, "oskar"), (72, "paula"), (74, "quirin"),
    (75, "ronja"), (77, "selma"), (78, "thore"), (79, "ulla"), (80, "veit"), (82, "wanja"),
    (83, "xenia"), (85, "yara"), (86, "zeno"), (88, "alba"), (90, "bela"),
  ]

  /// Those of them who have not taken their invitation.
  static let invited: Set<Int> = [43, 64, 80]

  init(seed: UInt64) {
    generator = SplitMix64(seed: seed ^ 0x05E2)
  }

  /// `count` active users, and a fortieth as many retired ones behind them.
  mutating func make(count: Int) -> (users: UserTable, ids: NameTable) {
    var users = UserTable()
    var ids = NameTable()
    var numbers: [Int] = []
    for position in 0..<count {
      let isNamed = position < Self.named.count
      let number = isNamed ? Self.named[position].number : 91 + position - Self.named.count
      let given = isNamed ? Self.named[position].name : ""
      let name = isNamed ? given : Self.named[generator.below(Self.named.count)].name
      let mail = isNamed ? "\(name)@example.org" : "\(name).\(number)@example.org"
      let isInvited = isNamed ? Self.invited.contains(number) : generator.below(40) == 0
      numbers.append(number)
      users.append(
        record(ids.append(Self.id(number).utf8), mail, isInvited ? .registered : .associated))
    }
    appendRetired(count: (count + 39) / 40, active: numbers, &users, &ids)
    return (users, ids)
  }

  /// Retired ones have ids below those of the active, or the id of an active user once more.
  private mutating func appendRetired(
    count: Int, active: [Int], _ users: inout UserTable, _ ids: inout NameTable
  ) {
    for position in 0..<count {
      let isAgain = position % 3 == 1 && active.count > 1
      let number = isAgain ? active[1 + position / 3 % (active.count - 1)] : 0
      let text = isAgain ? Self.id(number) : position == 0 ? Self.id(39) : "old-\(position)"
      let mail = isAgain ? "old@example.org" : "gone.\(position)@example.org"
      users.append(record(ids.intern(text), mail, .retired))
    }
  }

  private mutating func record(
    _ id: Int32, _ email: String, _ status: UserRecord.Status
  ) -> UserRecord {
    UserRecord(
      id: id, email: email, status: status,
      inviteCode: status == .registered ? generator.hex(32) : nil,
      idHash: status == .associated ? Self.idHash(&generator) : nil)
  }

  static func id(_ number: Int) -> String {
    let digits = String(number)
    return "emp-" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }

  /// A text in the shape of the hash of a store account.
  static func idHash(_ generator: inout SplitMix64) -> String {
    Data(generator.bytes(20)).base64EncodedString()
  }
}
