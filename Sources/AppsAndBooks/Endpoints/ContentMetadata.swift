/// What the content metadata lookup knows of an app or a book (service-api.md section 10); texts are untrusted.
package struct ContentMetadata: Hashable, Sendable {
  /// The app or book.
  package var adamID: AdamID
  /// Its name.
  package var name: String
  /// Who made it.
  package var developer: String?
  /// The device families: `iphone`, `ipad`, `mac` and others.
  package var platforms: [String]
  /// The bundle identifier of an app.
  package var bundleID: String?
  /// The first genre.
  package var genre: String?
  /// What it is in the words of the lookup: `iosSoftware`, `desktopApp`, `ebook` and others.
  package var kind: String?

  /// Describes an app or a book.
  package init(
    adamID: AdamID, name: String, developer: String? = nil, platforms: [String] = [],
    bundleID: String? = nil, genre: String? = nil, kind: String? = nil
  ) {
    self.adamID = adamID
    self.name = name
    self.developer = developer
    self.platforms = platforms
    self.bundleID = bundleID
    self.genre = genre
    self.kind = kind
  }
}

/// The content metadata lookup: without the token, but for custom apps where a person wants their names.
struct LookUpContent: Endpoint {
  static let name = "Content Metadata"
  static let urlKey = "contentMetadataLookup"
  static let path = "/WebObjects/MZStorePlatform.woa/wa/lookup"
  static let policy = RetryPolicy.metadata
  static let needsToken = false
  static let isOptional = true
  static let maxBodyBytes = 16 << 20

  var adamIDs: [AdamID]
  var platform: String
  var countryCode: String
  var language: String?
  /// Whether the token goes along as Apple's cookie `itvt` (service-api.md section 10): to Apple's lookup host alone.
  var showsToken = false

  /// One result; every member may be missing or of a surprising type, which only loses that member.
  struct Item: Decodable {
    var name: String?
    var artistName: String?
    var deviceFamilies: [String]?
    var bundleId: String?
    var genreNames: [String]?
    var kind: String?

    enum CodingKeys: CodingKey {
      case name, artistName, deviceFamilies, bundleId, genreNames, kind
    }

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      name = try? container.decode(String.self, forKey: .name)
      artistName = try? container.decode(String.self, forKey: .artistName)
      deviceFamilies = try? container.decode([String].self, forKey: .deviceFamilies)
      bundleId = try? container.decode(String.self, forKey: .bundleId)
      genreNames = try? container.decode([String].self, forKey: .genreNames)
      kind = try? container.decode(String.self, forKey: .kind)
    }
  }

  struct Wire: Decodable {
    var results: [String: Item?]?
  }

  var query: [QueryItem] {
    [
      QueryItem("version", "2"), QueryItem("id", adamIDs.map(\.rawValue).joined(separator: ",")),
      QueryItem("p", "mdm-lockup"), QueryItem("caller", "MDM"), QueryItem("platform", platform),
      QueryItem("cc", countryCode.lowercased()),
    ] + (language.map { [QueryItem("l", $0)] } ?? [])
  }

  func decode(_ body: [UInt8]) throws(BodyError) -> Reply<[AdamID: ContentMetadata]> {
    try JSONBody.read(body, as: Wire.self) { wire, _ in
      var found: [AdamID: ContentMetadata] = [:]
      for (key, item) in wire.results ?? [:] {
        guard let item, let name = item.name, !name.isEmpty else { continue }
        let adamID = AdamID(rawValue: key)
        found[adamID] = ContentMetadata(
          adamID: adamID, name: name, developer: item.artistName,
          platforms: item.deviceFamilies ?? [], bundleID: item.bundleId,
          genre: item.genreNames?.first, kind: item.kind)
      }
      return found
    }
  }
}
