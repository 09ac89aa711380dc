/// The cells of one line that differ between two frames.
package struct FrameChange: Hashable, Sendable {
  package var y: Int
  package var columns: Range<Int>
}

extension Canvas {
  /// The cells that differ from an earlier frame, line by line from the top; all of them where there
  /// is none of the same size.
  ///
  /// A wide character is never cut. Up to three equal cells between two changes belong to them where
  /// they need no other style: they are cheaper to write again than to jump over.
  package func changes(from old: Canvas?) -> [FrameChange] {
    guard let old, old.size == size, old.glyphs == glyphs else {
      let all = 0..<size.width
      return all.isEmpty ? [] : (0..<size.height).map { FrameChange(y: $0, columns: all) }
    }
    // Most lines are as they were, which one pass over them shows; clusters stand beside the slots.
    let isPlain = clusters.isEmpty && old.clusters.isEmpty
    return (0..<size.height).flatMap { y in
      let line = (y * size.width)..<((y + 1) * size.width)
      return isPlain && slots[line] == old.slots[line] ? [] : changes(ofLine: y, from: old)
    }
  }

  private func changes(ofLine y: Int, from old: Canvas) -> [FrameChange] {
    let start = y * size.width
    var found: [FrameChange] = []
    for x in 0..<size.width where differs(at: start + x, from: old) {
      // The halves of a wide character, old or new, change together.
      let isLeft = slots[start + x].span == 2 || old.slots[start + x].span == 2
      let isRight = slots[start + x].span == 0 || old.slots[start + x].span == 0
      let columns = max(0, isRight ? x - 1 : x)..<min(size.width, isLeft ? x + 2 : x + 1)
      if let last = found.last, joins(last.columns, columns, line: start) {
        let end = max(last.columns.upperBound, columns.upperBound)
        found[found.count - 1].columns = last.columns.lowerBound..<end
      } else {
        found.append(FrameChange(y: y, columns: columns))
      }
    }
    return found
  }

  private func joins(_ left: Range<Int>, _ right: Range<Int>, line: Int) -> Bool {
    guard right.lowerBound - left.upperBound <= 3 else { return false }
    guard left.upperBound < right.lowerBound else { return true }
    let style = slots[line + left.upperBound - 1]
    return slots[line + left.upperBound..<line + right.lowerBound].allSatisfy { slot in
      slot.role == style.role && slot.ground == style.ground && slot.flags == style.flags
        && slot.span == 1 && !slot.flags.contains(.cluster)
    }
  }

  @inline(__always)
  private func differs(at index: Int, from old: Canvas) -> Bool {
    let slot = slots[index]
    guard slot == old.slots[index] else { return true }
    return slot.flags.contains(.cluster) && clusters[index] != old.clusters[index]
  }
}
