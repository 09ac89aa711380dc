/// One cell of a canvas, as it is read back.
package struct Cell: Hashable, Sendable {
  /// What stands in it; a blank for the second cell of a wide character.
  package var text: String
  /// What it means.
  package var role: Role
  /// The role that was laid under it by `fill`, whose ground it keeps; nil for the theme's base.
  package var ground: Role?
  /// Whether a filter matched here (`filter.match` is laid over the role).
  package var match: Bool
  /// Whether this is the visible form of something that can't be shown, drawn apart from a literal.
  package var escape: Bool
  /// How many cells the character takes: 1, 2, or 0 for the second cell of a wide one.
  package var span: Int
}

/// A cell as a canvas stores it: eight bytes, no reference.
package struct Slot: Hashable, Sendable {
  /// The scalar, or the first one of a cluster that the canvas keeps beside its slots.
  package var scalar: UInt32
  /// `Role.index`.
  package var role: UInt8
  /// `Role.index` of the ground, or `noGround`.
  package var ground: UInt8
  package var flags: Flags
  package var span: UInt8

  /// What is known of a cell beside its role.
  package struct Flags: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }
    /// A filter matched here.
    package static let match = Flags(rawValue: 1)
    /// The visible form of something that can't be shown.
    package static let escape = Flags(rawValue: 2)
    /// The canvas keeps the whole cluster beside its slots.
    package static let cluster = Flags(rawValue: 4)
  }

  static let noGround: UInt8 = .max
  static let blank = Slot(
    scalar: 0x20, role: Role.text.index, ground: noGround, flags: [], span: 1)
}
