import FoundationEssentials

/// Dates in the two forms that the service writes.
///
/// The numeric offset of the token's date has no colon, which no ready formatter of
/// FoundationEssentials writes by default; both forms are a few lines of calendar arithmetic.
enum WireDate {
  /// `2030-11-08T22:33:22+0000`, as in a content token and in `tokenExpirationDate`.
  static func iso(_ date: Date) -> String {
    let parts = Parts(date)
    return "\(parts.year)-\(two(parts.month))-\(two(parts.day))"
      + "T\(two(parts.hour)):\(two(parts.minute)):\(two(parts.second))+0000"
  }

  /// `Sun, 06 Nov 1994 08:49:37 GMT`, the date of HTTP headers.
  static func http(_ date: Date) -> String {
    let parts = Parts(date)
    return "\(weekdays[parts.weekday]), \(two(parts.day)) \(months[parts.month - 1]) \(parts.year) "
      + "\(two(parts.hour)):\(two(parts.minute)):\(two(parts.second)) GMT"
  }

  private static let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  private static func two(_ number: Int) -> String {
    number < 10 ? "0\(number)" : "\(number)"
  }

  /// The fields of a date in UTC, by the usual era arithmetic of the proleptic calendar.
  private struct Parts {
    let year, month, day, hour, minute, second, weekday: Int

    init(_ date: Date) {
      let seconds = Int(date.timeIntervalSince1970.rounded(.down))
      let days = seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400
      let rest = seconds - days * 86_400
      hour = rest / 3_600
      minute = rest / 60 % 60
      second = rest % 60
      weekday = ((days % 7) + 7) % 7
      let shifted = days + 719_468
      let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
      let ofEra = shifted - era * 146_097
      let yearOfEra = (ofEra - ofEra / 1_460 + ofEra / 36_524 - ofEra / 146_096) / 365
      let ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
      let shiftedMonth = (5 * ofYear + 2) / 153
      day = ofYear - (153 * shiftedMonth + 2) / 5 + 1
      month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
      year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }
  }
}
