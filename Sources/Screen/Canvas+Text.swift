extension Canvas {
  /// The lines as plain text, every one as wide as the canvas.
  package var text: [String] {
    (0..<size.height).map { y in
      var line = ""
      for x in 0..<size.width {
        let index = y * size.width + x
        let slot = slots[index]
        guard slot.span != 0 else { continue }
        line += clusters[index] ?? glyphs.text(of: slot.scalar)
      }
      return line
    }
  }

  /// The roles of every line that has other than blank `text`, for snapshot files.
  ///
  /// One line of the screen is one line here: `3: 0-9 row · 10-13 state.failed+match/row.selected`,
  /// that is columns, role, `+match` and `+escape` overlays, and after the slash the ground.
  package var roleRuns: [String] {
    (0..<size.height).compactMap { y in
      let runs = runs(ofLine: y)
      guard runs.contains(where: { $0.mark != "text" }) else { return nil }
      let list = runs.map { "\($0.columns.lowerBound)-\($0.columns.upperBound) \($0.mark)" }
      return "\(y): " + list.joined(separator: " · ")
    }
  }

  private func runs(ofLine y: Int) -> [(columns: ClosedRange<Int>, mark: String)] {
    var runs: [(columns: ClosedRange<Int>, mark: String)] = []
    for x in 0..<size.width {
      let mark = mark(of: slots[y * size.width + x])
      if let last = runs.last, last.mark == mark {
        runs[runs.count - 1].columns = last.columns.lowerBound...x
      } else {
        runs.append((x...x, mark))
      }
    }
    return runs
  }

  private func mark(of slot: Slot) -> String {
    var mark = Role(index: slot.role).rawValue
    if slot.flags.contains(.match) { mark += "+match" }
    if slot.flags.contains(.escape) { mark += "+escape" }
    if slot.ground != Slot.noGround, slot.ground != slot.role {
      mark += "/" + Role(index: slot.ground).rawValue
    }
    return mark
  }
}
