import FoundationEssentials

/// What `--since` takes: a date, or a date and a time, with or without a zone.
enum SinceDate {
  /// The moment that a text names; without a zone it is one of `zone`, seconds east of Greenwich at a moment.
  ///
  /// - Throws: `ToolError` with the forms.
  static func date(_ text: String, zone: (Date) -> Int) throws -> Date {
    let parts = text.split(separator: "T", maxSplits: 1, omittingEmptySubsequences: false)
    guard let day = day(parts[0]), let time = parts.count == 1 ? Time() : Time(parts[1]) else {
      throw ToolError(
        .usage,
        "'\(text)' is not a date. Write 2026-08-24, 2026-08-24T09:30 or 2026-08-24T09:30:00; "
          + "Z or +02:00 behind the time names a zone other than this machine's.")
    }
    let written = day.addingTimeInterval(Double(time.seconds))
    if let east = time.secondsEast { return written.addingTimeInterval(-Double(east)) }
    // The zone is looked up twice: first as if the moment were in UTC.
    let near = written.addingTimeInterval(-Double(zone(written)))
    return written.addingTimeInterval(-Double(zone(near)))
  }

  private struct Time {
    var seconds = 0
    /// Nothing where no zone is named.
    var secondsEast: Int?

    init() {}

    init?(_ text: Substring) {
      var text = text
      if text.hasSuffix("Z") {
        text.removeLast()
        secondsEast = 0
      } else if let sign = text.lastIndex(where: { $0 == "+" || $0 == "-" }) {
        guard let offset = Time.seconds(text[text.index(after: sign)...]), offset <= 14 * 3600
        else { return nil }
        secondsEast = text[sign] == "-" ? -offset : offset
        text = text[..<sign]
      }
      guard let seconds = Time.seconds(text) else { return nil }
      self.seconds = seconds
    }

    /// `09:30` or `09:30:00`.
    private static func seconds(_ text: Substring) -> Int? {
      let numbers = SinceDate.numbers(text, separator: ":", widths: [2, 2, 2])
      guard let numbers, numbers.count >= 2, numbers[0] < 24, numbers[1] < 60,
        numbers.count == 2 || numbers[2] < 60
      else { return nil }
      return numbers[0] * 3600 + numbers[1] * 60 + (numbers.count == 3 ? numbers[2] : 0)
    }
  }

  /// Midnight in UTC of a day that exists.
  private static func day(_ text: Substring) -> Date? {
    guard let numbers = numbers(text, separator: "-", widths: [4, 2, 2]), numbers.count == 3
    else { return nil }
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = .gmt
    let parts = DateComponents(year: numbers[0], month: numbers[1], day: numbers[2])
    guard let date = calendar.date(from: parts),
      calendar.dateComponents([.year, .month, .day], from: date) == parts
    else { return nil }
    return date
  }

  /// Groups of digits, each as wide as it has to be.
  private static func numbers(
    _ text: Substring, separator: Character, widths: [Int]
  ) -> [Int]? {
    let pieces = text.split(separator: separator, omittingEmptySubsequences: false)
    guard pieces.count <= widths.count else { return nil }
    var numbers: [Int] = []
    for (piece, width) in zip(pieces, widths) {
      guard piece.utf8.count == width, piece.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
        let number = Int(piece)
      else { return nil }
      numbers.append(number)
    }
    return numbers
  }
}
