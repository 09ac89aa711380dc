/// The serial number of a device; ASCII letters and digits when a person names one, else as the service has it.
package struct SerialNumber: RawRepresentable, Hashable, Sendable, Comparable {
  /// The text exactly as the service has it.
  package let rawValue: String

  /// Takes the text as it is.
  package init(rawValue: String) {
    self.rawValue = rawValue
  }

  /// Orders by the text.
  package static func < (a: SerialNumber, b: SerialNumber) -> Bool { a.rawValue < b.rawValue }
}

/// Who holds an asset: a client user or a device.
package enum Holder: Hashable, Sendable, Comparable {
  /// A client user by identifier.
  case clientUser(ClientUserID)
  /// A device by serial number.
  case device(SerialNumber)

  /// The identifier as text, as it is shown.
  package var text: String {
    switch self {
    case .clientUser(let id): id.rawValue
    case .device(let serial): serial.rawValue
    }
  }

  /// Whether it is a device.
  package var isDevice: Bool {
    if case .device = self { true } else { false }
  }

  /// Orders devices before users, then by text, as the screens list them.
  package static func < (a: Holder, b: Holder) -> Bool {
    a.isDevice == b.isDevice ? a.text < b.text : a.isDevice
  }
}

/// One asset held by one holder: the row of Get Assignments, and the «pair» of a change (product.md section 1).
package struct Assignment: Hashable, Sendable, Comparable {
  /// What is held.
  package var asset: AssetID
  /// Who holds it.
  package var holder: Holder

  /// Joins an asset and a holder.
  package init(asset: AssetID, holder: Holder) {
    self.asset = asset
    self.holder = holder
  }

  /// Orders by asset, then by holder.
  package static func < (a: Assignment, b: Assignment) -> Bool {
    (a.asset, a.holder) < (b.asset, b.holder)
  }
}
