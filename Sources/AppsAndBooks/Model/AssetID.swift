/// The quality variant of an asset: an open set, since the service may add words.
package struct PricingParam: RawRepresentable, Hashable, Sendable, Comparable {
  /// The service's word, `STDQ` or `PLUS` today.
  package let rawValue: String

  /// Takes the service's word as it is.
  package init(rawValue: String) {
    self.rawValue = rawValue
  }

  /// Standard quality, also meant where the service leaves the field out (product.md section 4).
  package static let standard = PricingParam(rawValue: "STDQ")
  /// High quality.
  package static let plus = PricingParam(rawValue: "PLUS")

  /// Orders by the word.
  package static func < (a: PricingParam, b: PricingParam) -> Bool { a.rawValue < b.rawValue }
}

/// What makes an asset one asset: the adam ID together with the pricing param (service-api.md 5.1).
package struct AssetID: Hashable, Sendable, Comparable {
  /// The App Store identifier.
  package let adamID: AdamID
  /// The quality variant.
  package let pricingParam: PricingParam

  /// Joins the two parts; standard quality where none is named.
  package init(_ adamID: AdamID, _ pricingParam: PricingParam = .standard) {
    self.adamID = adamID
    self.pricingParam = pricingParam
  }

  /// Orders by adam ID, then by variant.
  package static func < (a: AssetID, b: AssetID) -> Bool {
    (a.adamID, a.pricingParam) < (b.adamID, b.pricingParam)
  }
}
