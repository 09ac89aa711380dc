package import FoundationEssentials

/// When the service wants to be asked again.
package enum RetryAfter: Hashable, Sendable {
  /// After a time from now.
  case wait(Duration)
  /// At a moment.
  case until(Date)

  /// Reads the header field: seconds, an HTTP date, or above 86,400 an absolute time in seconds or milliseconds.
  ///
  /// A negative number is zero; anything else is ignored (reliability.md section 8.1).
  package init?(header: String) {
    let text = header.trimmed()
    if let number = Int(text) {
      switch number {
      case ..<0: self = .wait(.zero)
      case ...86_400: self = .wait(.seconds(number))
      case 100_000_000_000...: self = .until(Date(timeIntervalSince1970: Double(number) / 1_000))
      default: self = .until(Date(timeIntervalSince1970: Double(number)))
      }
      return
    }
    guard let date = HTTPDate.parse(text) else { return nil }
    self = .until(date)
  }

  /// The pause from a moment on; never negative.
  package func pause(from now: Date) -> Duration {
    switch self {
    case .wait(let duration): duration
    case .until(let date): .seconds(max(0, min(date.timeIntervalSince(now), 1e9)))
    }
  }

  /// «Apple asks to be left alone until» with the moment, for a pause too long to be waited out.
  package static func sentence(_ pause: Duration, from now: Date) -> String {
    let until = now.addingTimeInterval(Double(pause.components.seconds))
    return "Apple asks to be left alone until \(until.formatted(Date.ISO8601FormatStyle()))"
  }
}

/// The date of HTTP header fields, `Sun, 06 Nov 1994 08:49:37 GMT`.
enum HTTPDate {
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// Reads the preferred form; the two obsolete ones are not sent by anybody we talk to.
  static func parse(_ text: String) -> Date? {
    let parts = text.split(separator: " ")
    guard parts.count == 6, parts[0].hasSuffix(","), parts[5] == "GMT" || parts[5] == "UTC",
      let day = Int(parts[1]), let month = months.firstIndex(of: String(parts[2])),
      let year = Int(parts[3]), parts[3].count == 4, (1...31).contains(day)
    else { return nil }
    let time = parts[4].split(separator: ":").compactMap { Int($0) }
    guard time.count == 3, (0..<24).contains(time[0]), (0..<60).contains(time[1]),
      (0...60).contains(time[2])
    else { return nil }
    let days = ServiceDate.daysSince1970(year: year, month: month + 1, day: day)
    let seconds = days * 86_400 + time[0] * 3_600 + time[1] * 60 + time[2]
    return Date(timeIntervalSince1970: Double(seconds))
  }
}

extension String {
  /// The text without outer blanks and tabs.
  func trimmed() -> String {
    var rest = self[...]
    while let first = rest.first, first == " " || first == "\t" { rest = rest.dropFirst() }
    while let last = rest.last, last == " " || last == "\t" { rest = rest.dropLast() }
    return String(rest)
  }
}
