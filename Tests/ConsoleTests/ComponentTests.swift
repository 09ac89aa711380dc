import Console
import Foundation
import Screen
import Testing

/// Numbers, ages, tables, headers and hints by themselves.
struct ComponentTests {
  @Test(
    "counts have a comma from 1,000 on",
    arguments: [(0, "0"), (999, "999"), (1000, "1,000"), (112_004, "112,004"), (-1234, "-1,234")])
  func counts(value: Int, text: String) {
    #expect(Numbers.count(value) == text)
  }

  @Test(
    "ages step by minutes, hours, days",
    arguments: [
      (0, "just now"), (59, "just now"), (60, "1 min ago"), (3599, "59 min ago"),
      (3600, "1 h ago"), (172_799, "47 h ago"), (172_800, "2 d ago"), (-5, "just now"),
    ])
  func ages(seconds: Int, text: String) {
    let now = Date(timeIntervalSince1970: 1_787_564_520)
    #expect(Numbers.age(of: now.addingTimeInterval(-Double(seconds)), at: now) == text)
  }

  @Test("moments are local, today without a date")
  func moments() {
    let zone = LocalTime(offset: 7200)
    let now = Date(timeIntervalSince1970: 1_787_564_520)
    #expect(zone.moment(now, now: now) == "11:42")
    #expect(zone.dated(now, now: now) == "today 11:42")
    #expect(zone.day(now.addingTimeInterval(-86_400 * 176)) == "2026-03-01")
    #expect(zone.moment(now.addingTimeInterval(-86_400), now: now) == "2026-08-23")
    #expect(LocalTime().day(Date(timeIntervalSince1970: 951_782_400)) == "2000-02-29")
  }

  @Test("columns leave by their rank, and what replaces one appears")
  func columns() {
    let table = Table(
      columns: [
        TableColumn("Name", width: 17, grows: 1), TableColumn("Type", width: 4, gap: 2, leaves: 1),
        TableColumn("Used/Total", width: 11, align: .right, gap: 1, leaves: 3),
        TableColumn("Used", width: 6, align: .right, gap: 1, leaves: 2, insteadOf: 2),
        TableColumn("Left", width: 4, align: .right, gap: 2),
      ], rows: [], isFocused: true)
    #expect(table.layout(width: 48).map(\.column) == [0, 1, 2, 4])
    #expect(table.layout(width: 41).map(\.column) == [0, 1, 3, 4])
    #expect(table.layout(width: 40).map(\.column) == [0, 1, 4])
    #expect(table.layout(width: 30).map(\.column) == [0, 4])
    #expect(table.layout(width: 48).last?.x == 43)
  }

  @Test("the header loses words in the order of the page, never location, days, owner, age")
  func header() {
    let header = Header(
      organization: "Lindenhof Schools", location: "campus-nord",
      parts: [
        .init("token 212 d", short: "212 d"), .init("ours"),
        .init("synced 2 min ago", short: "2 min ago"),
      ], right: [.init("1 operation ▸ 14/16", short: "▸ 14/16", .headerRunning)])
    func line(_ width: Int) -> String {
      let (left, right) = header.pieces(width: width)
      return (left + right).map(\.text.text).joined()
    }
    #expect(line(140).hasPrefix(" Purser  Lindenhof Schools · campus-nord     token 212 d"))
    #expect(line(100).hasPrefix(" Lindenhof Schools · campus-nord   token"))
    #expect(line(80).hasPrefix(" campus-nord   token 212 d   ours   synced 2 min ago"))
    #expect(line(60).hasPrefix(" campus-nord   212 d   ours   2 min ago"))
    #expect(line(140).contains("1 operation ▸ 14/16"))
  }

  @Test("hints leave from the right, the help last")
  func hints() {
    let line = HintLine(
      [Hint("a", "assign"), Hint("r", "reclaim"), Hint("i", "detail")], help: Hint("?", "help"))
    func text(_ width: Int) -> String { line.pieces(width: width).map(\.text.text).joined() }
    #expect(text(100) == "a assign   r reclaim   i detail   ? help")
    #expect(text(37) == "a assign  r reclaim  ? help")
    #expect(text(12) == "? help")
  }

  @Test("what is off outlives the help")
  func blocked() {
    let line = HintLine(
      [Hint("/", "filter")], blocked: "a r off: read-only", help: Hint("?", "help"))
    func text(_ width: Int) -> String { line.pieces(width: width).map(\.text.text).joined() }
    #expect(text(80) == "/ filter   a r off: read-only   ? help")
    #expect(text(80 - 48) == "/ filter  a r off: read-only")
  }

  @Test("a message takes the longest form that fits")
  func message() {
    let message = Message(["the long form of it", "the short form", "short"])
    #expect(message.form(width: 30) == "the long form of it")
    #expect(message.form(width: 15) == "the short form")
    #expect(message.form(width: 3).text == "sh…")
  }

  @Test("text wraps at words")
  func wrapping() {
    let lines = Shown(stringLiteral: "one two three").wrapped(to: 8)
    #expect(lines.map(\.text) == ["one two", "three"])
    #expect(
      Shown(stringLiteral: "abcdefghij").wrapped(to: 4).map(\.text) == ["abcd", "efgh", "ij"])
  }
}
