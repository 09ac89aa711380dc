/// Reads the rows of Get Assets.
struct AssetRows: RowReader {
  static let listName = "assets"

  private(set) var assets: [Asset] = []
  private var members = MemberTable([
    "adamId", "pricingParam", "productType", "assignedCount", "availableCount", "totalCount",
    "retiredCount", "deviceAssignable", "revocable", "supportedPlatforms",
  ])
  private var params = RepeatedText()
  private var types = RepeatedText()
  private var platforms = RepeatedTexts()

  init(bodyCount: Int) {
    assets.reserveCapacity(bodyCount / 192)
  }

  /// The values of the row being read.
  private struct Wire {
    var adamID: JSONText?
    var pricingParam: JSONText?
    var productType: JSONText?
    var assigned: Int?
    var available: Int?
    var total: Int?
    var retired: Int?
    var deviceAssignable: Bool?
    var revocable: Bool?
    var platforms: [String] = []
  }

  mutating func readRow(_ scanner: inout JSONScanner) throws(ScanError) {
    let start = scanner.at
    scanner.at += 1
    members.beginRow()
    var wire = Wire()
    var isFirst = true
    while try scanner.hasMember(isFirst: isFirst) {
      isFirst = false
      switch try members.take(scanner.memberName(), in: scanner) {
      case 0: wire.adamID = try scanner.textOrNull()
      case 1: wire.pricingParam = try scanner.textOrNull()
      case 2: wire.productType = try scanner.textOrNull()
      case 3: wire.assigned = try scanner.intOrNull()
      case 4: wire.available = try scanner.intOrNull()
      case 5: wire.total = try scanner.intOrNull()
      case 6: wire.retired = try scanner.intOrNull()
      case 7: wire.deviceAssignable = try scanner.boolOrNull()
      case 8: wire.revocable = try scanner.boolOrNull()
      case 9: wire.platforms = try platforms.take(&scanner)
      default: try scanner.skipValue(depth: 4)
      }
    }
    try add(wire, at: start, scanner)
  }

  @inline(__always)
  private mutating func add(
    _ wire: Wire, at start: Int, _ scanner: JSONScanner
  ) throws(ScanError) {
    guard let adamID = wire.adamID, adamID.count > 0 else {
      throw ScanError(problem: .noAdamID, at: start)
    }
    var param = PricingParam.standard
    if let text = wire.pricingParam, text.count > 0 {
      param = PricingParam(rawValue: params.string(text, in: scanner))
    }
    // Made in place, since a copy would count up every text of it.
    assets.append(
      Asset(
        id: AssetID(AdamID(rawValue: scanner.string(adamID)), param),
        productType: wire.productType.map {
          ProductType(rawValue: types.string($0, in: scanner))
        },
        assignedCount: wire.assigned, availableCount: wire.available, totalCount: wire.total,
        retiredCount: wire.retired, deviceAssignable: wire.deviceAssignable,
        revocable: wire.revocable, supportedPlatforms: wire.platforms))
  }
}
