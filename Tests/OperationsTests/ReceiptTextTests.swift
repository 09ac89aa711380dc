import AppsAndBooks
import FoundationEssentials
import Operations
import Testing

/// The text for a ticket (peers.md O12).
struct ReceiptTextTests {
  private func record(
    _ pairs: [PairRecord], kind: OperationKind = .assign, _ state: OperationState = .done
  ) -> OperationRecord {
    var record = OperationRecord(
      number: 118, kind: kind, state: state, pairs: pairs, startedAt: noon, by: "anna@admin-1",
      service: "vpp.itunes.apple.com")
    record.endedAt = noon.addingTimeInterval(130)
    record.requestsSent = 1
    return record
  }

  private func pairs(
    _ id: String, _ count: Int, _ state: PairState = .done, action: PairAction = .assign,
    prefix: String = "SN"
  ) -> [PairRecord] {
    (0..<count).map {
      PairRecord(pair: pair(id, device("\(prefix)\($0)")), action: action, state: state)
    }
  }

  private func lines(_ record: OperationRecord, secondsEast: Int = 0) -> [String] {
    Receipt(
      record, names: { $0.adamID.rawValue == "361285480" ? "Keynote" : nil },
      location: "campus-nord", organization: "Lindenhof Schools", secondsEast: secondsEast
    ).lines
  }

  @Test("A partly failed operation, line by line")
  func partial() {
    let lost = PairFailure(number: 9709, message: "no licence left")
    var record = record(
      pairs("361285480", 6) + pairs("361285480", 1, .failed(lost), prefix: "LATE")
        + pairs("999", 1, .unknown), .partial)
    record.reason = "INC-4711\nsecond line"
    record.events = [EventID(rawValue: "0a6f2a1e")]
    record.alreadySo = 1
    record.leftOut = [ImpossiblePair(pair: pair("7", device("SN1")), reason: .bookToDevice)]
    #expect(
      lines(record, secondsEast: 7200) == [
        "Purser, operation 118: assign at campus-nord (Lindenhof Schools)",
        "partial: 6 of 10 pairs applied, 1 already so, 1 failed, 1 left out, 1 not known yet", "",
        "By        anna@admin-1", "Reason    INC-4711 second line",
        "When      2026-08-24 12:00 to 12:02 UTC+2",
        "Service   vpp.itunes.apple.com, 1 request", "Event     0a6f2a1e", "",
        "Keynote (361285480): assigned to 6 of 7 devices, 1 failed",
        "  SN0, SN1, SN2, SN3 and 2 more", "999: assigned to 0 of 1 device, 1 unknown", "",
        "Not applied", "  Keynote to LATE0: no licence left (Apple 9709)",
        "  7 is a book: books go to users only, not to SN1",
      ])
  }

  @Test("A large one stays within 25 lines and counts the rest")
  func large() {
    var all: [PairRecord] = []
    for asset in 1...30 { all += pairs("\(asset)", 40) }
    for asset in 1...9 { all += pairs("\(asset)", 1, .failed(.init(number: nil, message: "gone"))) }
    var record = record(all, .partial)
    record.reason = String(repeating: "x", count: 5_000)
    record.undoes = 117
    record.events = (1...9).map { EventID(rawValue: "event-\($0)") }
    let lines = lines(record)
    #expect(lines.count == 25)
    #expect(lines.contains("Events    event-1, event-2 and 7 more"))
    #expect(lines.contains("and 1045 pairs of 26 more assets"))
    #expect(lines.last == "  and 6 more, see: purser receipt 118 --json")
    #expect(lines.allSatisfy { $0.count < 320 })
  }

  @Test("Both halves of a move are told, and who holds is named")
  func move() {
    let old = PairRecord(pair: pair("361285480", device("OLD")), action: .reclaim, state: .done)
    let new = PairRecord(pair: pair("361285480", user("emp-1")), action: .assign, state: .done)
    let text = lines(record([new, old], kind: .reassign))
    #expect(text[0].hasPrefix("Purser, operation 118: reassign at campus-nord"))
    #expect(
      Array(text.suffix(4)) == [
        "Keynote (361285480): assigned to 1 user", "  emp-1",
        "Keynote (361285480): reclaimed from 1 device", "  OLD",
      ])
  }

  @Test("Moves are counted as moves; client users are named, with who failed and who was left out")
  func movesAndUsers() {
    let old = PairRecord(pair: pair("1", device("OLD")), action: .reclaim, state: .notSent)
    let new = PairRecord(pair: pair("1", device("NEW")), action: .assign, state: .done)
    var moved = record([new, old], kind: .reassign, .held)
    moved.moves = [MovePlace(first: 0, second: 1)]
    #expect(lines(moved)[1] == "held: 0 of 1 move applied, 1 not sent")
    var retired = record([], kind: .userRetire, .partial)
    retired.users = [
      UserRecord(
        user: PlannedUser(change: UserChange(id: ClientUserID(rawValue: "emp-1")), action: .retire),
        state: .done),
      UserRecord(
        user: PlannedUser(change: UserChange(id: ClientUserID(rawValue: "emp-2")), action: .retire),
        state: .failed(PairFailure(number: 9609, message: "Apple knows no such user"))),
    ]
    retired.leftOutHolders = [ImpossibleHolder(holder: user("emp-3"), reason: .unknownUser)]
    let text = lines(retired)
    #expect(text[0].hasPrefix("Purser, operation 118: retire at campus-nord"))
    #expect(text[1] == "partial: 1 of 3 users applied, 1 failed, 1 left out")
    #expect(
      Array(text.suffix(6)) == [
        "retired 1 of 2 users", "  emp-1", "", "Not applied",
        "  emp-2: Apple knows no such user (Apple 9609)",
        "  emp-3 is not a user of this location",
      ])
  }

  @Test("An open operation says so and what to do; a held one why")
  func open() {
    var record = record(pairs("1", 2, .unknown), .unknown)
    record.endedAt = nil
    record.notes = ["The answer was lost."]
    #expect(lines(record).contains("When      2026-08-24 10:00 UTC, not over yet"))
    #expect(
      Array(lines(record).suffix(2)) == [
        "The answer was lost.", "Until it is known: purser wait 118",
      ])
    var held = self.record(pairs("1", 2, .notSent), .held)
    held.hold = HoldReason(kind: .shortage, text: "The licences ran out.")
    #expect(lines(held).last == "The rest was held: The licences ran out.")
    #expect(lines(held)[1] == "held: 0 of 2 pairs applied, 2 not sent")
  }

  @Test(
    "The zone of the times",
    arguments: [
      (0, "10:00 to 10:02 UTC"), (-12_600, "06:30 to 06:32 UTC-3:30"),
      (19_800, "15:30 to 15:32 UTC+5:30"), (50_400, "2026-08-25 00:00 to 00:02 UTC+14"),
    ])
  func zones(east: Int, text: String) {
    let lines = lines(record(pairs("1", 1)), secondsEast: east)
    #expect(lines.contains { $0.hasPrefix("When ") && $0.hasSuffix(text) })
  }

  @Test("Nothing of a reason, a name or a holder steers a terminal")
  func safe() {
    var record = record([
      PairRecord(pair: pair("1", user("a\u{1B}[2Jb\u{202E}c")), action: .assign, state: .done)
    ])
    record.reason = "x\u{7}\r\ny"
    let text = lines(record).joined(separator: "\n")
    #expect(!text.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" || $0.value == 0x202E })
    #expect(text.contains("a [2Jbc"))
  }

  @Test("The JSON is the change with its origin, the location and every pair")
  func json() {
    var record = record(pairs("361285480", 1) + pairs("2", 1, .notSent), .held)
    record.reason = "t"
    let receipt = Receipt(
      record, names: { $0.adamID.rawValue == "2" ? nil : "Keynote" }, location: "campus-nord",
      organization: nil)
    #expect(
      receipt.json
        == #"{"operation":118,"kind":"assign","outcome":"held","requested":2,"applied":1,"alreadySo":0,"unknown":0,"notSent":1,"failed":[],"requests":1,"events":[],"service":"vpp.itunes.apple.com","startedAt":"2026-08-24T10:00:00Z","endedAt":"2026-08-24T10:02:10Z","by":"anna@admin-1","reason":"t","location":"campus-nord","pairs":[{"adamId":"361285480","pricingParam":"STDQ","serialNumber":"SN0","name":"Keynote","action":"assign","state":"done"},{"adamId":"2","pricingParam":"STDQ","serialNumber":"SN0","name":null,"action":"assign","state":"not sent"}]}"#
    )
  }
}
