/// The text of the tour while it is written: chapters, sentences, screens.
struct TourPage {
  /// What was written so far.
  private(set) var text = """
    # A tour of the console

    Recorded by a test on the simulated location (Docs/Adding.md): each screen is what Purser shows at 100 × 30 after
    the keys of its chapter. To follow along:

    ```sh
    purser demo
    ```

    Three things hold everywhere. Line 1 tells where you are and whether you may act; the last line tells what you
    can do; the rule above it tells what just happened. `?` explains every key of the place you are in and runs it. `Esc` leaves the prompt, then
    the filter, then the page, and never sends anything.


    """

  /// Begins a chapter.
  mutating func chapter(_ title: String) {
    text += "## \(title)\n\n"
  }

  /// Adds a paragraph.
  mutating func say(_ paragraph: String) {
    text += paragraph + "\n\n"
  }

  /// Adds a screen; what depends on the moment is made the same.
  mutating func show(_ lines: [String]) {
    text += "```text\n"
    for line in lines {
      var line = Substring(Self.steady(line))
      while line.last == " " { line.removeLast() }
      text += line + "\n"
    }
    text += "```\n\n"
  }

  /// A line with ages and times of day that are the same in every run.
  static func steady(_ line: String) -> String {
    var line = line.replacing(#/\d\d:\d\d(:\d\d)?/#) { $0.output.1 == nil ? "09:42" : "09:42:00" }
    line.replace(#/127\.0\.0\.1:\d+/#, with: "127.0.0.1:40123")
    for (pattern, word) in [
      (#/synced (?:just now|\d+ \w+ ago)/#, "synced just now"),
      (#/read from Apple (?:just now|\d+ \w+ ago)/#, "read from Apple just now"),
    ] {
      guard let match = line.firstMatch(of: pattern) else { continue }
      let change = word.count - match.output.count
      let after = String(line[match.range.upperBound...])
      let before = String(line[..<match.range.lowerBound])
      line =
        before.hasPrefix("━")
        ? stretch(before, by: -change, with: "━") + word + after
        : before + word + stretch(after, by: -change, with: " ")
    }
    return line
  }

  /// A text that is longer or shorter by some of its filling cells, taken from its longest run.
  private static func stretch(_ text: String, by change: Int, with filling: Character) -> String {
    let characters = Array(text)
    var longest = 0..<0
    var start = 0
    for index in 0...characters.count {
      if index < characters.count, characters[index] == filling { continue }
      if index - start > longest.count { longest = start..<index }
      start = index + 1
    }
    let count = longest.count + change
    guard !longest.isEmpty, count > 0 else { return text }
    let fill = String(repeating: filling, count: count)
    return String(characters[..<longest.lowerBound]) + fill
      + String(characters[longest.upperBound...])
  }
}
