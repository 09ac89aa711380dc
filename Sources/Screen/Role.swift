/// What a cell means, never what colour it has.
///
/// The 49 roles of the visual language (screens.md). A theme gives each a style when a frame is
/// presented, so that drawing needs no theme and a change of theme is one repaint.
package enum Role: String, CaseIterable, Sendable {
  case text = "text"
  case textDim = "text.dim"
  case textStrong = "text.strong"
  case textAlert = "text.alert"
  case frameLine = "frame.line"
  case frameLineFocused = "frame.line.focused"
  case frameTitle = "frame.title"
  case frameTitleFocused = "frame.title.focused"
  case headerText = "header.text"
  case headerLocation = "header.location"
  case headerRunning = "header.running"
  case headerWarning = "header.warning"
  case headerAlert = "header.alert"
  case row = "row"
  case rowSelected = "row.selected"
  case rowSelectedFocused = "row.selected.focused"
  case rowMarked = "row.marked"
  case rowHeld = "row.held"
  case rowRetired = "row.retired"
  case columnHead = "column.head"
  case columnSorted = "column.sorted"
  case number = "number"
  case numberLow = "number.low"
  case numberNone = "number.none"
  case numberUnlimited = "number.unlimited"
  case statePending = "state.pending"
  case stateApplied = "state.applied"
  case stateDone = "state.done"
  case statePartial = "state.partial"
  case stateFailed = "state.failed"
  case stateUnknown = "state.unknown"
  case filterText = "filter.text"
  case filterMatch = "filter.match"
  case promptText = "prompt.text"
  case promptGhost = "prompt.ghost"
  case bannerWarning = "banner.warning"
  case bannerAlert = "banner.alert"
  case hintKey = "hint.key"
  case hintText = "hint.text"
  case hintCount = "hint.count"
  case hintBlocked = "hint.blocked"
  case planBefore = "plan.before"
  case planAfter = "plan.after"
  case planDropped = "plan.dropped"
  case planWarning = "plan.warning"
  case planConfirm = "plan.confirm"
  case progressDone = "progress.done"
  case progressRest = "progress.rest"
  case dialogLine = "dialog.line"

  /// The place of the role in `allCases`; one byte in a canvas.
  ///
  /// A case without values is stored as its place, which a test holds; looking it up in a table would
  /// be the dearest part of drawing.
  var index: UInt8 { withUnsafeBytes(of: self) { $0.first ?? 0 } }

  /// The role at a place of `allCases`; `text` for a place that is none.
  init(index: UInt8) {
    self = Int(index) < Self.all.count ? Self.all[Int(index)] : .text
  }

  private static let all = Array(allCases)
}
