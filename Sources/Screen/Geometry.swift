/// A size in cells.
package struct Size: Hashable, Sendable {
  package var width: Int
  package var height: Int

  /// Creates a size; negative lengths count as none.
  package init(width: Int, height: Int) {
    self.width = max(0, width)
    self.height = max(0, height)
  }
}

/// A place on the screen in cells, counted from 0 at the top left.
package struct Point: Hashable, Sendable {
  package var x: Int
  package var y: Int

  /// Creates a place; it may lie outside every canvas.
  package init(x: Int, y: Int) {
    self.x = x
    self.y = y
  }
}

/// A part of the screen in cells.
package struct Rect: Hashable, Sendable {
  package var x: Int
  package var y: Int
  package var width: Int
  package var height: Int

  /// Creates a rectangle; negative lengths count as none.
  package init(x: Int, y: Int, width: Int, height: Int) {
    self.x = x
    self.y = y
    self.width = max(0, width)
    self.height = max(0, height)
  }

  /// The whole of a size, at the top left.
  package init(_ size: Size) {
    self.init(x: 0, y: 0, width: size.width, height: size.height)
  }

  /// The first column that is no longer inside.
  package var maxX: Int { x + width }
  /// The first row that is no longer inside.
  package var maxY: Int { y + height }
  /// The lengths alone.
  package var size: Size { Size(width: width, height: height) }
  /// Whether nothing fits in.
  package var isEmpty: Bool { width == 0 || height == 0 }

  /// Whether a cell lies inside.
  package func contains(_ point: Point) -> Bool {
    point.x >= x && point.x < maxX && point.y >= y && point.y < maxY
  }

  /// The rectangle without an edge of each given width; empty where nothing is left.
  package func inset(top: Int = 0, left: Int = 0, bottom: Int = 0, right: Int = 0) -> Rect {
    Rect(
      x: x + min(left, width), y: y + min(top, height),
      width: width - left - right, height: height - top - bottom)
  }

  /// One line of it, counted from 0 at its top, or from -1 upwards at its bottom; empty outside.
  package func row(_ index: Int) -> Rect {
    let line = index < 0 ? height + index : index
    let inside = line >= 0 && line < height
    return Rect(x: x, y: y + max(0, line), width: width, height: inside ? 1 : 0)
  }

  /// The lines of it, from `first` on, at most `count`.
  package func rows(from first: Int = 0, count: Int = .max) -> Rect {
    let start = min(max(0, first), height)
    return Rect(x: x, y: y + start, width: width, height: min(max(0, count), height - start))
  }

  /// The columns of it, from `first` on, at most `count`.
  package func columns(from first: Int = 0, count: Int = .max) -> Rect {
    let start = min(max(0, first), width)
    return Rect(x: x + start, y: y, width: min(max(0, count), width - start), height: height)
  }

  /// The upper `height` lines, and what is left below.
  package func split(top height: Int) -> (top: Rect, rest: Rect) {
    (rows(count: height), rows(from: height))
  }

  /// What is left above, and the lower `height` lines.
  package func split(bottom height: Int) -> (rest: Rect, bottom: Rect) {
    let above = self.height - max(0, height)
    return (rows(count: above), rows(from: above))
  }

  /// The left `width` columns, and what is left beside, `gap` columns (a divider) further right.
  package func split(left width: Int, gap: Int = 0) -> (left: Rect, rest: Rect) {
    (columns(count: width), columns(from: width + gap))
  }

  /// A rectangle of this size in the middle; never larger than this one.
  package func centred(_ size: Size) -> Rect {
    let width = min(size.width, self.width)
    let height = min(size.height, self.height)
    return Rect(
      x: x + (self.width - width) / 2, y: y + (self.height - height) / 2, width: width,
      height: height)
  }

  /// The part that two rectangles share.
  package func intersection(_ other: Rect) -> Rect {
    let left = max(x, other.x)
    let top = max(y, other.y)
    return Rect(
      x: left, y: top, width: min(maxX, other.maxX) - left, height: min(maxY, other.maxY) - top)
  }
}
