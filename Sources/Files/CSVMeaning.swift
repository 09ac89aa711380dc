/// What a column of an input file may be (product.md section 3, «CSV in»; peers.md section 7).
package enum CSVMeaning: String, Sendable, CaseIterable {
  case serialNumber, clientUserId, email, managedAppleId, adamId, pricingParam, label, old, new

  /// The headers taken for it, in lower case and without anything but letters and digits; earlier ones win.
  package var synonyms: [String] {
    switch self {
    case .serialNumber:
      [
        "serialnumber", "serial", "deviceserialnumber", "deviceserial", "hardwareserialnumber",
        "hardwareserial", "serialno", "sn", "seriennummer",
      ]
    case .clientUserId:
      ["clientuserid", "personid", "studentid", "userid", "username", "user"]
    case .email: ["email", "emailaddress", "mail"]
    case .managedAppleId:
      ["managedappleid", "managedappleaccount", "managedappleaccountemail"]
    case .adamId: ["adamid", "assetid", "itunesstoreid", "storeid", "asset"]
    case .pricingParam: ["pricingparam", "pricing", "quality"]
    case .label:
      ["label", "name", "devicename", "displayname", "room", "assettag", "grouptag", "tag"]
    case .old: Self.combined(Self.oldWords)
    case .new: Self.combined(Self.newWords)
    }
  }

  /// The words for the holder that gives.
  package static let oldWords = ["old", "from", "source", "previous", "current"]
  /// The words for the holder that gets.
  package static let newWords = ["new", "to", "target", "replacement", "destination"]
  /// What may stand before or after these words: a column of devices.
  package static let deviceWords = ["device", "serial", "serialnumber", "deviceserial", "sn"]
  /// The same for a column of client users.
  package static let userWords = ["user", "userid", "clientuserid", "person", "personid", "email"]

  /// Whether a header of `old` or `new` says that its cells are client users.
  package static func namesUsers(_ header: String) -> Bool {
    let name = normalized(header)
    return (oldWords + newWords).contains { word in
      userWords.contains { name == word + $0 || name == $0 + word }
    }
  }

  /// What is compared of a header: its letters and digits in lower case.
  static func normalized(_ header: String) -> String {
    String(
      String.UnicodeScalarView(
        header.lowercased().unicodeScalars.filter {
          $0.properties.isAlphabetic || $0.properties.numericType != nil
        }))
  }

  private static func combined(_ words: [String]) -> [String] {
    words
      + words.flatMap { word in
        (deviceWords + userWords).flatMap { [word + $0, $0 + word] }
      }
  }
}
