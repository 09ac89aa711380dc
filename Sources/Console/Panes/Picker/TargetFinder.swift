import AppsAndBooks
import FoundationEssentials
import LocationStore
import Operations
import Screen

/// Finds the rows that a pasted word means: exact, by mail address or name, or as the beginning of some.
struct TargetFinder {
  let list: ListID
  let snapshot: LocationSnapshot
  /// Ids in the order of their bytes, made when a word is no id.
  private var sorted: [(text: String, row: Int)]?
  /// Rows by mail address or name, made when a word is no id.
  private var named: [String: [Int]]?

  init(list: ListID, snapshot: LocationSnapshot) {
    self.list = list
    self.snapshot = snapshot
  }

  /// What a word stands for.
  mutating func meaning(of word: String) -> PastedTargets.Meaning {
    switch list {
    case .devices: device(word)
    case .users: user(word)
    case .assets: asset(word)
    case .assignments, .allAssignments: .unusable("paste marks holders and assets")
    }
  }

  private mutating func device(_ word: String) -> PastedTargets.Meaning {
    for text in [word, word.uppercased()] {
      let serial = SerialNumber(rawValue: text)
      if let row = snapshot.devices.index(of: serial), snapshot.devices.isShown(row) {
        return .found(.device(serial))
      }
    }
    // Before letters are made capitals: ß and ı would become ASCII letters by that.
    guard word.utf8.allSatisfy({ (48...57).contains($0) || (65...90).contains($0 & 0xDF) }) else {
      return .unusable(word.contains("@") ? "a mail address: see [ users" : "no serial number")
    }
    let serial = word.uppercased()
    let rows = rows(beginningWith: serial)
    if !rows.isEmpty { return ambiguous(rows) }
    return .unknown(SerialNumber(rawValue: serial))
  }

  private mutating func user(_ word: String) -> PastedTargets.Meaning {
    let id = ClientUserID(rawValue: word)
    if let row = snapshot.users.index(of: id), snapshot.users.isListed(row) {
      return snapshot.users.isActive(row) ? .found(.user(id)) : .unusable("a retired user")
    }
    let mails = rows(named: word)
    if mails.count == 1 { return .found(self.id(ofRow: mails[0])) }
    if mails.count > 1 { return ambiguous(mails) }
    let rows = rows(beginningWith: word)
    return rows.isEmpty ? .unusable("no user of this location") : ambiguous(rows)
  }

  private mutating func asset(_ word: String) -> PastedTargets.Meaning {
    let parts = word.split(separator: ":", maxSplits: 1).map(String.init)
    let variants: [PricingParam] =
      parts.count == 2 ? [PricingParam(rawValue: parts[1].uppercased())] : [.standard, .plus]
    for variant in variants {
      let id = AssetID(AdamID(rawValue: parts[0]), variant)
      if snapshot.assets.index(of: id) != nil { return .found(.asset(id)) }
    }
    let names = rows(named: word)
    if names.count == 1 { return .found(id(ofRow: names[0])) }
    if names.count > 1 { return ambiguous(names) }
    let rows = rows(beginningWith: word)
    return rows.isEmpty ? .unusable("no asset of this location") : ambiguous(rows)
  }

  private func ambiguous(_ rows: [Int]) -> PastedTargets.Meaning {
    .ambiguous(
      rows.prefix(PastedTargets.mostCandidates).map(id(ofRow:)), count: rows.count)
  }

  private func id(ofRow row: Int) -> RowID {
    switch list {
    case .users: .user(snapshot.users.id(row))
    case .devices: .device(SerialNumber(rawValue: snapshot.devices.serial(row)))
    default: .asset(snapshot.assets.record(row).asset.id)
    }
  }

  private mutating func rows(named word: String) -> [Int] {
    if named == nil {
      named = [:]
      for row in rows {
        let text = list == .users ? snapshot.users.email(row) : snapshot.assets.displayName(row)
        if let text { named?[text.lowercased(), default: []].append(row) }
      }
    }
    return named?[word.lowercased()] ?? []
  }

  /// Rows whose id (for assets: name) begins with a text.
  private mutating func rows(beginningWith text: String) -> [Int] {
    if sorted == nil {
      sorted = rows.map { (key($0), $0) }.sorted { $0.text < $1.text }
    }
    let wanted = list == .assets ? text.lowercased() : text
    guard let sorted, wanted.count > 2 else { return [] }
    var low = 0
    var high = sorted.count
    while low < high {
      let middle = (low + high) / 2
      if sorted[middle].text < wanted { low = middle + 1 } else { high = middle }
    }
    return sorted[low...].prefix { $0.text.hasPrefix(wanted) }.map(\.row)
  }

  private func key(_ row: Int) -> String {
    switch list {
    case .users: snapshot.users.id(row).rawValue
    case .devices: snapshot.devices.serial(row)
    default: snapshot.assets.displayName(row).lowercased()
    }
  }

  private var rows: [Int] {
    switch list {
    case .users: (0..<snapshot.users.count).filter(snapshot.users.isActive)
    case .devices: (0..<snapshot.devices.count).filter(snapshot.devices.isShown)
    default: Array(0..<snapshot.assets.count)
    }
  }
}
