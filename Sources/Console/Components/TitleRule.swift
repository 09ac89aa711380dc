package import Screen

/// The rule over a pane or page: `━ 2 Assets ━━━━━━━ 123 ━`.
package struct TitleRule: Equatable, Sendable {
  /// What stands at the left, after one cell of rule and a blank.
  package var title: Shown
  /// The same in fewer words, for where it does not fit.
  package var short: Shown
  /// What stands at the right, before a blank and one cell of rule.
  package var count: Shown
  /// Whether the pane has the focus: heavy rule, bright title.
  package var isFocused: Bool

  /// Joins the parts; an empty count leaves the rule whole.
  package init(_ title: Shown, short: Shown? = nil, count: Shown = "", isFocused: Bool) {
    self.title = title
    self.short = short ?? title
    self.count = count
    self.isFocused = isFocused
  }
}

extension Canvas {
  /// Draws the rule over the first line of a rectangle; the title is cut before the count is.
  package mutating func put(_ rule: TitleRule, in rect: Rect) {
    let (line, text): (Role, Role) =
      rule.isFocused ? (.frameLineFocused, .frameTitleFocused) : (.frameLine, .frameTitle)
    hline(
      x: rect.x, y: rect.y, width: rect.width, weight: rule.isFocused ? .heavy : .light, role: line)
    let count = rule.count.isEmpty ? rule.count : " " + rule.count + " "
    let room = rect.width - 2 - count.width
    if !rule.title.isEmpty, room > 3 {
      let form = rule.title.width <= room - 2 ? rule.title : rule.short
      put(" " + form.cut(to: room - 2) + " ", x: rect.x + 1, y: rect.y, role: text)
    }
    if count.width + 2 <= rect.width {
      put(count, x: rect.maxX - 1 - count.width, y: rect.y, role: text)
    }
  }
}
