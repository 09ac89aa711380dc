/// Reads the rows of Get Assignments as places in the body, without a String.
struct AssignmentRows: RowReader {
  static let listName = "assignments"

  private(set) var rows: [AssignmentsPage.RowPlace] = []
  /// Texts that do not stand in the body as they are: unescaped ones, and `STDQ` where the service left it out.
  private(set) var extra: [UInt8] = []
  private var standard: AssignmentsPage.Range32?
  private let bodyCount: Int
  private var names = MemberNames()
  private let keys = Keys()

  init(bodyCount: Int) {
    self.bodyCount = bodyCount
    rows.reserveCapacity(bodyCount / 64)
  }

  /// The names of a row's members as words, so that comparing one takes two loads.
  private struct Keys {
    let adamID = KeyWords("adamId")
    let pricingParam = KeyWords("pricingParam")
    let clientUserID = KeyWords("clientUserId")
    let serialNumber = KeyWords("serialNumber")
  }

  private enum Member: UInt8 {
    case adamID = 1
    case pricingParam = 2
    case clientUserID = 4
    case serialNumber = 8
    case other = 0
  }

  /// The texts of the row being read; none for a missing, null or empty one.
  private struct Row {
    var adamID: JSONText?
    var pricingParam: JSONText?
    var clientUserID: JSONText?
    var serialNumber: JSONText?
    var seen: UInt8 = 0
  }

  mutating func readRow(_ scanner: inout JSONScanner) throws(ScanError) {
    let start = scanner.at
    scanner.at += 1
    var row = Row()
    var isFirst = true
    while try scanner.hasMember(isFirst: isFirst) {
      isFirst = false
      let name = try scanner.memberName()
      let member = member(name, scanner)
      guard member != .other else {
        try skip(name, isFirstOther: row.seen & 0x80 == 0, &scanner)
        row.seen |= 0x80
        continue
      }
      guard row.seen & member.rawValue == 0 else {
        throw ScanError(problem: .duplicateMember, at: name.start - 1)
      }
      row.seen |= member.rawValue
      var text = try scanner.textOrNull()
      if let found = text, found.count == 0 { text = nil }
      switch member {
      case .adamID: row.adamID = text
      case .pricingParam: row.pricingParam = text
      case .clientUserID: row.clientUserID = text
      default: row.serialNumber = text
      }
    }
    try add(row, at: start, scanner)
  }

  @inline(__always)
  private func member(_ name: JSONText, _ scanner: JSONScanner) -> Member {
    guard !name.isEscaped, name.start + 16 <= scanner.count else {
      return slowMember(name, scanner)
    }
    let low = scanner.word(name.start)
    if name.count == 6 { return keys.adamID.matchesShort(low) ? .adamID : .other }
    guard name.count == 12 else { return .other }
    let high = scanner.word(name.start + 8) & 0xFFFF_FFFF
    if keys.serialNumber.matches(low, high) { return .serialNumber }
    if keys.pricingParam.matches(low, high) { return .pricingParam }
    return keys.clientUserID.matches(low, high) ? .clientUserID : .other
  }

  @inline(never)
  private func slowMember(_ name: JSONText, _ scanner: JSONScanner) -> Member {
    switch scanner.string(name) {
    case "adamId": .adamID
    case "pricingParam": .pricingParam
    case "clientUserId": .clientUserID
    case "serialNumber": .serialNumber
    default: .other
    }
  }

  private mutating func skip(
    _ name: JSONText, isFirstOther: Bool, _ scanner: inout JSONScanner
  ) throws(ScanError) {
    if isFirstOther { names.removeAll() }
    try names.add(name, in: scanner)
    try scanner.skipValue(depth: 4)
  }

  @inline(__always)
  private mutating func add(
    _ row: Row, at start: Int, _ scanner: JSONScanner
  ) throws(ScanError) {
    guard let adamID = row.adamID else { throw ScanError(problem: .noAdamID, at: start) }
    guard let holder = row.serialNumber ?? row.clientUserID else {
      throw ScanError(problem: .noHolder, at: start)
    }
    guard row.serialNumber == nil || row.clientUserID == nil else {
      throw ScanError(problem: .twoHolders, at: start)
    }
    let pricingParam = row.pricingParam.map { place($0, scanner) } ?? standardPlace()
    rows.append(
      AssignmentsPage.RowPlace(
        adamID: place(adamID, scanner), pricingParam: pricingParam,
        holder: place(holder, scanner), holderIsDevice: row.serialNumber != nil))
  }

  @inline(__always)
  private mutating func place(_ text: JSONText, _ scanner: JSONScanner) -> AssignmentsPage.Range32 {
    text.isEscaped
      ? placeExtra(scanner.unescaped(text))
      : AssignmentsPage.Range32(start: UInt32(text.start), count: UInt32(text.count))
  }

  private mutating func standardPlace() -> AssignmentsPage.Range32 {
    if let standard { return standard }
    let place = placeExtra(Array(PricingParam.standard.rawValue.utf8))
    standard = place
    return place
  }

  private mutating func placeExtra(_ bytes: [UInt8]) -> AssignmentsPage.Range32 {
    defer { extra += bytes }
    return AssignmentsPage.Range32(
      start: UInt32(bodyCount + extra.count), count: UInt32(bytes.count))
  }
}

/// The up to sixteen bytes of a name as two little-endian words.
struct KeyWords {
  let low: UInt64
  let high: UInt64

  init(_ name: StaticString) {
    var words: (UInt64, UInt64) = (0, 0)
    for index in 0..<min(16, name.utf8CodeUnitCount) {
      let byte = UInt64(name.utf8Start[index])
      if index < 8 {
        words.0 |= byte << UInt64(8 * index)
      } else {
        words.1 |= byte << UInt64(8 * (index - 8))
      }
    }
    low = words.0
    high = words.1
  }

  /// Compares a name of six bytes, of which eight were loaded.
  @inline(__always)
  func matchesShort(_ word: UInt64) -> Bool { word & 0xFFFF_FFFF_FFFF == low }

  @inline(__always)
  func matches(_ low: UInt64, _ high: UInt64) -> Bool { self.low == low && self.high == high }
}
