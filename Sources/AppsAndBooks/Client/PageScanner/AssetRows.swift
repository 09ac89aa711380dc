/// Reads the rows of Get Assets.
struct AssetRows: RowReader {
  static let listName = "assets"

  private(set) var assets: [Asset] = []
  private var members = MemberTable([
    "adamId", "pricingParam", "productType", "assignedCount", "availableCount", "totalCount",
    "retiredCount", "deviceAssignable", "revocable", "supportedPlatforms",
  ])

  mutating func readRow(_ scanner: inout JSONScanner) throws(ScanError) {
    let start = scanner.at
    scanner.at += 1
    members.beginRow()
    var wire = Wire()
    var isFirst = true
    while try scanner.hasMember(isFirst: isFirst) {
      isFirst = false
      let member = try members.take(scanner.memberName(), in: scanner)
      try wire.read(member, of: &scanner)
    }
    guard let asset = wire.asset else { throw ScanError(problem: .noAdamID, at: start) }
    assets.append(asset)
  }

  private struct Wire {
    var adamID: String?
    var pricingParam: String?
    var productType: String?
    var rest = Asset(id: AssetID(AdamID(rawValue: "")))

    /// Takes the value of a member, named by its place in the table above.
    mutating func read(_ member: Int?, of scanner: inout JSONScanner) throws(ScanError) {
      switch member {
      case 0: adamID = try scanner.stringOrNull()
      case 1: pricingParam = try scanner.stringOrNull()
      case 2: productType = try scanner.stringOrNull()
      case 3: rest.assignedCount = try scanner.intOrNull()
      case 4: rest.availableCount = try scanner.intOrNull()
      case 5: rest.totalCount = try scanner.intOrNull()
      case 6: rest.retiredCount = try scanner.intOrNull()
      case 7: rest.deviceAssignable = try scanner.boolOrNull()
      case 8: rest.revocable = try scanner.boolOrNull()
      case 9: rest.supportedPlatforms = try scanner.stringsOrNull() ?? []
      default: try scanner.skipValue(depth: 4)
      }
    }

    var asset: Asset? {
      guard let adamID, !adamID.isEmpty else { return nil }
      var asset = rest
      let param = pricingParam.flatMap { $0.isEmpty ? nil : PricingParam(rawValue: $0) }
      asset.id = AssetID(AdamID(rawValue: adamID), param ?? .standard)
      asset.productType = productType.map(ProductType.init(rawValue:))
      return asset
    }
  }
}
