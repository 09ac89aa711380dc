package import Screen

/// Where everything of a screen stands; worked out from size, focus, zoom, filter and banner alone.
package struct MainLayout: Equatable, Sendable {
  /// How the panes stand.
  package enum Form: Sendable {
    /// Side by side, from 120 columns on.
    case three
    /// Users and assets share the left side, from 80 columns on.
    case two
    /// One at a time.
    case one
  }

  /// Line 1.
  package private(set) var header: Rect
  /// Below it, empty without a banner.
  package private(set) var banner: Rect
  /// Panes or page, their title rules included.
  package private(set) var body: Rect
  /// The rule above the hints.
  package private(set) var rule: Rect
  /// The last line.
  package private(set) var hints: Rect
  /// How the panes stand.
  package private(set) var form: Form
  /// The panes that are visible, their title rule included.
  package private(set) var panes: [PaneID: Rect] = [:]
  /// The columns of dividers.
  package private(set) var dividers: [Int] = []
  /// Panes whose last line is the filter.
  private var filtered: Set<PaneID>

  /// From so many columns on more than one pane is shown.
  static let leastWidthOfTwo = 80

  /// Works a screen out; `large` is the pane that has two thirds of the left side where two share it.
  package init(
    size: Size, banner lines: Int = 0, focus: PaneID, large: PaneID, isZoomed: Bool = false,
    filtered: Set<PaneID> = []
  ) {
    self.filtered = filtered
    let all = Rect(size)
    let (above, hints) = all.split(bottom: 1)
    let (rest, rule) = above.split(bottom: 1)
    let (header, below) = rest.split(top: 1)
    let (banner, body) = below.split(top: min(lines, 3))
    (self.header, self.banner, self.body, self.rule, self.hints) = (
      header, banner, body, rule, hints
    )
    form = isZoomed || size.width < Self.leastWidthOfTwo ? .one : size.width < 120 ? .two : .three
    switch form {
    case .one: panes = [focus: body]
    case .two: placeTwo(large: large)
    case .three: placeThree()
    }
  }

  private mutating func placeThree() {
    let first = max(38, (body.width - 2) * 42 / 138)
    let second = (body.width - 2 - first) / 2
    let (left, rest) = body.split(left: first, gap: 1)
    let (middle, right) = rest.split(left: second, gap: 1)
    panes = [.holders: left, .assets: middle, .assignments: right]
    dividers = [left.maxX, middle.maxX]
  }

  private mutating func placeTwo(large: PaneID) {
    let (left, right) = body.split(left: 41 + (body.width - 80) * 11 / 20, gap: 1)
    // A third in steps of three lines, so that a banner seldom changes the smaller pane.
    let small = (body.height + 4) / 9 * 3
    let (top, bottom) = left.split(top: large == .holders ? body.height - small : small)
    panes = [.holders: top, .assets: bottom, .assignments: right]
    dividers = [left.maxX]
  }

  /// The layout while something grows upwards over the last lines of the body.
  ///
  /// Of two panes over each other the lower one gives way first, down to two rows.
  func shrunk(by lines: Int) -> MainLayout {
    guard lines > 0 else { return self }
    var result = self
    result.body = body.rows(from: 0, count: max(0, body.height - lines))
    for (pane, rect) in panes { result.panes[pane] = rect.intersection(result.body) }
    if form == .two, let upper = panes[.holders], let lower = panes[.assets] {
      let total = result.body.height
      let height = max(min(4, total / 2), lower.height - lines)
      result.panes[.holders] = Rect(
        x: upper.x, y: upper.y, width: upper.width, height: total - height)
      result.panes[.assets] = Rect(
        x: lower.x, y: result.body.y + total - height, width: lower.width, height: height)
    }
    return result
  }

  /// The lines for rows of a pane: without title, heads and filter.
  package func rows(of pane: PaneID) -> Int {
    guard let rect = panes[pane] else { return 0 }
    return max(0, rect.height - 2 - (filtered.contains(pane) ? 1 : 0))
  }

  /// The pane at a place.
  package func pane(at point: Point) -> PaneID? {
    panes.first { $0.value.contains(point) }?.key
  }
}

extension AppState {
  /// Where everything stands now.
  package var layout: MainLayout {
    MainLayout(
      size: world.size, banner: Banner(world)?.lines(width: world.size.width).count ?? 0,
      focus: main.focus, large: main.large, isZoomed: main.isZoomed,
      filtered: Set(PaneID.allCases.filter { main[main.list(in: $0)].hasFilter }))
  }

  /// Scrolls every list so that its cursor is on the screen; after every change, before a paint.
  package mutating func settle() -> [Effect] {
    guard !isTooSmall else { return [] }
    let layout = layout
    for pane in layout.panes.keys {
      let list = main.list(in: pane)
      // While the master is a holder, the assets show from the top what it holds.
      if list == .assets, main.focus != .assets, main[list].shown.request.subject.isHolder {
        continue
      }
      main[list].settle(height: layout.rows(of: pane))
    }
    for index in pages.indices { pages[index].state.settle(in: layout.body, world: world) }
    return []
  }
}
