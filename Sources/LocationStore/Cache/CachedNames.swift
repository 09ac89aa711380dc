import AppsAndBooks
import Files
import FoundationEssentials

extension JSONText {
  /// Writes what the metadata lookup told of one adam ID.
  mutating func name(_ entry: NameBook.Entry) {
    raw("\n{\"adamId\":")
    string(entry.adamId)
    raw(#","name":"#)
    string(entry.name)
    raw(#","developer":"#)
    string(entry.developer)
    raw(#","platforms":["#)
    for (index, platform) in (entry.platforms ?? []).enumerated() {
      if index > 0 { raw(",") }
      string(platform)
    }
    raw(#"],"at":"#)
    string(entry.at.cacheText)
    raw("}")
  }
}

extension CacheScanner {
  /// Reads what the metadata lookup told of one adam ID.
  mutating func name() throws(CacheProblem) -> NameBook.Entry {
    var entry = NameBook.Entry(adamId: "", at: .distantPast)
    try object { scanner, member throws(CacheProblem) in
      switch member {
      case "adamId": entry.adamId = try scanner.string()
      case "name": entry.name = try scanner.optionalString()
      case "developer": entry.developer = try scanner.optionalString()
      case "platforms":
        var platforms: [String] = []
        try scanner.array { scanner throws(CacheProblem) in platforms.append(try scanner.string()) }
        entry.platforms = platforms
      case "at": entry.at = ServiceDate.parse(try scanner.string()) ?? .distantPast
      default: try scanner.skip()
      }
    }
    if entry.adamId.isEmpty { throw damaged("a name has no adamId") }
    return entry
  }
}
