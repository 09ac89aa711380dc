import AppsAndBooks

/// A list endpoint whose pages are decoded.
enum PageList: String {
  case assets, users, assignments

  /// Decodes a body as the client does; returns the number of rows.
  func scan(_ body: [UInt8]) throws -> Int {
    switch self {
    case .assets: Self.count(try GetAssets().decode(body))
    case .users: Self.count(try GetUsers().decode(body))
    case .assignments: Self.count(try GetAssignments().decode(body))
    }
  }

  private static func count(_ reply: Reply<some PagedAnswer>) -> Int {
    if case .answer(let page, _) = reply { page.count } else { 0 }
  }

  /// A body in the service's shape, the same on every machine.
  func sample(rows: Int) -> [UInt8] {
    let texts = (0..<rows).map { row in
      switch self {
      case .assets:
        #"{"adamId":"\#(361_285_480 + row * 7)","pricingParam":"STDQ","productType":"App","#
          + #""assignedCount":\#(row * 13 % 900),"availableCount":\#(row * 7 % 400),"#
          + #""retiredCount":0,"totalCount":\#(row * 13 % 900 + row * 7 % 400),"#
          + #""deviceAssignable":true,"revocable":true,"supportedPlatforms":["iOS","macOS"]}"#
      case .users:
        #"{"clientUserId":"emp-\#(100_000 + row)","email":"person\#(row)@example.org","#
          + #""status":"Associated","idHash":"C2jKq8Xw\#(100_000 + row * 3)Zm0="}"#
      case .assignments:
        #"{"adamId":"\#(361_285_480 + row % 40 * 7)","pricingParam":"STDQ","#
          + (row % 4 == 0
            ? #""clientUserId":"emp-\#(100_000 + row)"}"#
            : #""serialNumber":"DMPC7\#(100_000 + row)F"}"#)
      }
    }
    let text =
      #"{"\#(rawValue)":[\#(texts.joined(separator: ","))],"currentPageIndex":0,"nextPageIndex":1,"#
      + #""size":\#(rows),"totalPages":9,"versionId":"8c7f2f0e-1","uId":"2049025000431439"}"#
    return Array(text.utf8)
  }
}
