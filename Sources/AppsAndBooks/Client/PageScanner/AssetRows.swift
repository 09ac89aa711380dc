/// Reads the rows of Get Assets.
struct AssetRows: RowReader {
  static let listName = "assets"

  private(set) var assets: [Asset] = []
  private var names = MemberNames()

  mutating func readRow(_ scanner: inout JSONScanner) throws(ScanError) {
    let start = scanner.at
    scanner.at += 1
    names.removeAll()
    var wire = Wire()
    var isFirst = true
    while try scanner.hasMember(isFirst: isFirst) {
      isFirst = false
      let name = try scanner.memberName()
      try names.add(name, in: scanner)
      try wire.read(scanner.string(name), of: &scanner)
    }
    guard let asset = wire.asset else { throw ScanError(problem: .noAdamID, at: start) }
    assets.append(asset)
  }

  private struct Wire {
    var adamID: String?
    var pricingParam: String?
    var productType: String?
    var rest = Asset(id: AssetID(AdamID(rawValue: "")))

    mutating func read(_ name: String, of scanner: inout JSONScanner) throws(ScanError) {
      switch name {
      case "adamId": adamID = try scanner.stringOrNull()
      case "pricingParam": pricingParam = try scanner.stringOrNull()
      case "productType": productType = try scanner.stringOrNull()
      case "assignedCount": rest.assignedCount = try scanner.intOrNull()
      case "availableCount": rest.availableCount = try scanner.intOrNull()
      case "totalCount": rest.totalCount = try scanner.intOrNull()
      case "retiredCount": rest.retiredCount = try scanner.intOrNull()
      case "deviceAssignable": rest.deviceAssignable = try scanner.boolOrNull()
      case "revocable": rest.revocable = try scanner.boolOrNull()
      case "supportedPlatforms": rest.supportedPlatforms = try scanner.stringsOrNull() ?? []
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
