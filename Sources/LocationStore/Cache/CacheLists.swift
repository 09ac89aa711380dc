import AppsAndBooks
import Files

extension CacheWriter {
  /// Writes a member that is an array.
  mutating func array<Element>(
    _ name: StaticString, _ elements: some Sequence<Element>,
    _ write: (inout JSONText, Element) -> Void
  ) {
    json.raw(name)
    json.raw("[")
    var isFirst = true
    for element in elements {
      if !isFirst { json.raw(",") }
      isFirst = false
      write(&json, element)
    }
    json.raw("]")
  }

  /// Writes the texts of a column; an empty one is `null`.
  mutating func texts(_ name: StaticString, _ table: StringTable, emptyIsNull: Bool = true) {
    array(name, 0..<table.count) { json, index in
      json.string(emptyIsNull && table.range(index).isEmpty ? nil : table[index])
    }
  }

  /// Writes the columns of the client users.
  mutating func users(_ users: UserTable) {
    texts(#","clientUserIds":"#, users.ids, emptyIsNull: false)
    texts(#","emails":"#, users.emails)
    texts(#","inviteCodes":"#, users.inviteCodes)
    texts(#","idHashes":"#, users.idHashes)
    array(#","statusWords":"#, users.statusWords) { $0.string($1.rawValue) }
    array(#","statuses":"#, users.statuses) { json, status in
      switch status {
      case UserTable.unknown: json.raw("-1")
      case UserTable.unlisted: json.raw("-2")
      default: json.integer(Int(status))
      }
    }
  }

  /// Writes the assets as records with the service's names.
  mutating func assets(_ assets: AssetTable) {
    array(#","assets":"#, assets.records) { json, record in
      let asset = record.asset
      json.raw("\n{\"adamId\":")
      json.string(asset.id.adamID.rawValue)
      json.raw(#","pricingParam":"#)
      json.string(asset.id.pricingParam.rawValue)
      json.member(#","productType":"#, asset.productType?.rawValue)
      json.member(#","assignedCount":"#, asset.assignedCount)
      json.member(#","availableCount":"#, asset.availableCount)
      json.member(#","totalCount":"#, asset.totalCount)
      json.member(#","retiredCount":"#, asset.retiredCount)
      json.member(#","deviceAssignable":"#, asset.deviceAssignable)
      json.member(#","revocable":"#, asset.revocable)
      json.raw(#","supportedPlatforms":["#)
      for (index, platform) in asset.supportedPlatforms.enumerated() {
        if index > 0 { json.raw(",") }
        json.string(platform)
      }
      json.raw("]")
      json.member(#","difference":"#, record.difference)
      if !record.isListed { json.raw(#","listed":false"#) }
      json.raw("}")
    }
  }
}

extension JSONText {
  fileprivate mutating func member(_ name: StaticString, _ value: String?) {
    guard let value else { return }
    raw(name)
    string(value)
  }

  fileprivate mutating func member(_ name: StaticString, _ value: Int?) {
    guard let value else { return }
    raw(name)
    integer(value)
  }

  fileprivate mutating func member(_ name: StaticString, _ value: Bool?) {
    guard let value else { return }
    raw(name)
    raw(value ? "true" : "false")
  }
}

extension CacheScanner {
  /// Reads the record of an asset.
  mutating func asset() throws(CacheProblem) -> AssetRecord {
    var adamID: String?
    var pricingParam = PricingParam.standard
    var record = AssetRecord(asset: Asset(id: AssetID(AdamID(rawValue: ""))))
    try object { scanner, name throws(CacheProblem) in
      switch name {
      case "adamId": adamID = try scanner.string()
      case "pricingParam": pricingParam = PricingParam(rawValue: try scanner.string())
      case "difference": record.difference = try scanner.optionalInteger()
      case "listed": record.isListed = try scanner.optionalBool() ?? true
      default: try scanner.member(name, of: &record.asset)
      }
    }
    guard let adamID else { throw damaged("an asset has no adamId") }
    record.asset.id = AssetID(AdamID(rawValue: adamID), pricingParam)
    record.platforms = record.asset.supportedPlatforms
    return record
  }

  private mutating func member(_ name: String, of asset: inout Asset) throws(CacheProblem) {
    switch name {
    case "productType": asset.productType = try optionalString().map(ProductType.init(rawValue:))
    case "assignedCount": asset.assignedCount = try optionalInteger()
    case "availableCount": asset.availableCount = try optionalInteger()
    case "totalCount": asset.totalCount = try optionalInteger()
    case "retiredCount": asset.retiredCount = try optionalInteger()
    case "deviceAssignable": asset.deviceAssignable = try optionalBool()
    case "revocable": asset.revocable = try optionalBool()
    case "supportedPlatforms":
      var platforms: [String] = []
      try array { scanner throws(CacheProblem) in platforms.append(try scanner.string()) }
      asset.supportedPlatforms = platforms
    default: try skip()
    }
  }
}

/// The columns of the client users as they are read.
struct CachedUsers {
  private var ids = StringTableBuilder()
  private var emails = StringTableBuilder()
  private var inviteCodes = StringTableBuilder()
  private var idHashes = StringTableBuilder()
  private var statusWords: [ClientUserStatus] = []
  private var statuses: [UInt8] = []

  /// Reads a member; `false` if it is none of these.
  mutating func read(_ name: String, _ scanner: inout CacheScanner) throws(CacheProblem) -> Bool {
    switch name {
    case "clientUserIds": try scanner.strings(into: &ids)
    case "emails": try scanner.strings(into: &emails)
    case "inviteCodes": try scanner.strings(into: &inviteCodes)
    case "idHashes": try scanner.strings(into: &idHashes)
    case "statusWords":
      var words: [ClientUserStatus] = []
      try scanner.array { scanner throws(CacheProblem) in
        words.append(ClientUserStatus(rawValue: try scanner.string()))
      }
      statusWords = words
    case "statuses":
      var codes: [UInt8] = []
      try scanner.integers { number throws(CacheProblem) in
        switch number {
        case -1: codes.append(UserTable.unknown)
        case -2: codes.append(UserTable.unlisted)
        default: codes.append(UInt8(clamping: number))
        }
      }
      statuses = codes
    default: return false
    }
    return true
  }

  /// Makes the table, if the columns fit together.
  func table() throws(CacheProblem) -> UserTable {
    let count = ids.count
    guard emails.count == count, inviteCodes.count == count, idHashes.count == count,
      statuses.count == count,
      statuses.allSatisfy({ $0 >= UserTable.unknown || Int($0) < statusWords.count })
    else { throw .damaged("its columns differ in length") }
    return UserTable(
      ids: ids.table(), emails: emails.table(), inviteCodes: inviteCodes.table(),
      idHashes: idHashes.table(), statuses: statuses, statusWords: statusWords)
  }
}
