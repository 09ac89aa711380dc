/// A screenful of cells that hold roles, not colours.
///
/// Everything drawn is clipped to the canvas: no place and no width traps. Drawing over one half of a
/// wide character blanks the other half. Text comes as `Shown` only, so nothing unsafe gets here.
package struct Canvas: Equatable, Sendable {
  /// The cells there are.
  package let size: Size
  /// The signs it is drawn with.
  package let glyphs: GlyphSet
  /// Where text is being entered; the terminal shows its own cursor there.
  package var cursor: Point?

  /// The cells, line after line.
  package private(set) var slots: [Slot]
  /// The clusters of more than one scalar, by the place of their cell in `slots`.
  package private(set) var clusters: [Int: String] = [:]

  /// Creates a blank canvas.
  package init(size: Size, glyphs: GlyphSet = .unicode) {
    self.size = size
    self.glyphs = glyphs
    slots = Array(repeating: .blank, count: size.width * size.height)
  }

  /// The whole canvas as a rectangle.
  package var bounds: Rect { Rect(size) }

  /// The cell at a place; nil outside.
  package subscript(x: Int, y: Int) -> Cell? {
    guard bounds.contains(Point(x: x, y: y)) else { return nil }
    let index = y * size.width + x
    let slot = slots[index]
    return Cell(
      text: slot.span == 0 ? " " : clusters[index] ?? glyphs.text(of: slot.scalar),
      role: Role(index: slot.role),
      ground: slot.ground == Slot.noGround ? nil : Role(index: slot.ground),
      match: slot.flags.contains(.match), escape: slot.flags.contains(.escape),
      span: Int(slot.span))
  }

  /// Blanks a rectangle and lays the ground of a role under it; text put there later keeps it.
  package mutating func fill(_ rect: Rect, _ role: Role) {
    let area = rect.intersection(bounds)
    var slot = Slot.blank
    slot.role = role.index
    slot.ground = role.index
    for y in area.y..<(area.y + area.height) {
      for x in area.x..<area.maxX { store(slot, x: x, y: y) }
    }
  }

  /// Blanks a rectangle down to the theme's base.
  package mutating func clear(_ rect: Rect) {
    let area = rect.intersection(bounds)
    for y in area.y..<(area.y + area.height) {
      for x in area.x..<area.maxX { store(.blank, x: x, y: y) }
    }
  }

  /// Lays the ground of a role under what stands in a rectangle already, text and roles staying.
  package mutating func underlay(_ rect: Rect, _ role: Role) {
    let area = rect.intersection(bounds)
    for y in area.y..<(area.y + area.height) {
      for x in area.x..<area.maxX { slots[y * size.width + x].ground = role.index }
    }
  }

  /// Puts a slot into a cell that is inside, taking care of a wide character that stood there.
  private mutating func store(_ slot: Slot, x: Int, y: Int) {
    let index = y * size.width + x
    let old = slots[index]
    if old.span != 1 || old.flags.contains(.cluster) { drop(old, at: index, x: x) }
    slots[index] = slot
  }

  /// Forgets what stood in a cell; the other half of a wide character becomes a blank.
  private mutating func drop(_ old: Slot, at index: Int, x: Int) {
    if old.flags.contains(.cluster) { clusters[index] = nil }
    guard old.span != 1 else { return }
    let other = old.span == 2 ? index + 1 : index - 1
    guard old.span == 2 ? x + 1 < size.width : x > 0 else { return }
    if slots[other].flags.contains(.cluster) { clusters[other] = nil }
    slots[other].scalar = 0x20
    slots[other].span = 1
    slots[other].flags.remove(.cluster)
  }

  /// Stores one cluster that takes `span` cells, both inside; the ground that is there stays.
  mutating func store(
    scalar: UInt32, cluster: String?, span: Int, x: Int, y: Int, role: Role, flags: Slot.Flags
  ) {
    let index = y * size.width + x
    var flags = flags
    if cluster != nil { flags.insert(.cluster) }
    let ground = slots[index].ground
    store(
      Slot(
        scalar: scalar, role: role.index, ground: ground, flags: flags, span: UInt8(span)),
      x: x, y: y)
    if let cluster { clusters[index] = cluster }
    guard span == 2 else { return }
    flags.remove(.cluster)
    store(
      Slot(
        scalar: 0x20, role: role.index, ground: slots[index + 1].ground, flags: flags, span: 0),
      x: x + 1, y: y)
  }
}
