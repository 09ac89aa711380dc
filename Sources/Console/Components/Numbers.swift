package import FoundationEssentials

/// Numbers, ages and dates as screens.md writes them, the same in every locale.
package enum Numbers {
  /// A count with a comma from 1,000 on.
  package static func count(_ value: Int) -> String {
    let digits = String(value.magnitude)
    guard digits.utf8.count > 3 else { return String(value) }
    var result = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.utf8.count - index) % 3 == 0 { result.append(",") }
      result.append(digit)
    }
    return value < 0 ? "-" + result : result
  }

  /// A count with its noun: «1 licence», «1,200 licences».
  package static func count(_ value: Int, _ one: String, _ many: String? = nil) -> String {
    "\(count(value)) \(value == 1 ? one : many ?? one + "s")"
  }

  /// An age in whole steps: `just now`, `2 min ago`, `3 h ago`, `2 d ago`.
  package static func age(of date: Date, at now: Date) -> String {
    let minutes = Int(max(0, now.timeIntervalSince(date))) / 60
    switch minutes {
    case ..<1: return "just now"
    case ..<60: return "\(minutes) min ago"
    case ..<(48 * 60): return "\(minutes / 60) h ago"
    default: return "\(minutes / 1440) d ago"
    }
  }

  /// A span to come: `21 s`, `3 min`, `2 h`.
  package static func span(_ seconds: Int) -> String {
    switch max(0, seconds) {
    case let few where few < 120: "\(few) s"
    case let some where some < 7200: "\(some / 60) min"
    case let many: "\(many / 3600) h"
    }
  }
}

/// The person's time: a zone as seconds east of Greenwich, since the console asks no system for one.
package struct LocalTime: Equatable, Sendable {
  /// Seconds east of Greenwich.
  package var offset: Int

  /// Names a zone by its offset.
  package init(offset: Int = 0) {
    self.offset = offset
  }

  /// `09:36`.
  package func time(_ date: Date) -> String {
    let second = secondOfDay(date)
    return two(second / 3600) + ":" + two(second / 60 % 60)
  }

  /// `09:36:07`.
  package func seconds(_ date: Date) -> String {
    time(date) + ":" + two(secondOfDay(date) % 60)
  }

  /// `2026-08-24`.
  package func day(_ date: Date) -> String {
    let (year, month, day) = Self.civil(days: dayNumber(date))
    return "\(year)-\(two(month))-\(two(day))"
  }

  /// `09:36` today, else the day.
  package func moment(_ date: Date, now: Date) -> String {
    dayNumber(date) == dayNumber(now) ? time(date) : day(date)
  }

  /// `today 09:36` today, else the day: where it stands beside dates.
  package func dated(_ date: Date, now: Date) -> String {
    dayNumber(date) == dayNumber(now) ? "today " + time(date) : day(date)
  }

  private func local(_ date: Date) -> Int {
    Int(date.timeIntervalSince1970.rounded(.down)) + offset
  }

  private func secondOfDay(_ date: Date) -> Int { (local(date) % 86400 + 86400) % 86400 }

  private func dayNumber(_ date: Date) -> Int {
    (local(date) - secondOfDay(date)) / 86400
  }

  private func two(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }

  /// Year, month and day of a count of days since 1970-01-01 (Hinnant's civil_from_days).
  static func civil(days: Int) -> (year: Int, month: Int, day: Int) {
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return (year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
  }
}
