import AppsAndBooks
import SimulatedService
import Testing

@testable import purser

struct MapFileTests {
  @Test(
    "Lists of swaps are understood in the shapes that are met",
    arguments: [
      (
        "OldDevice,NewDevice,HandlingMethod,Code,ExpirationDays\r\n"
          + "F4KX00000001,F4KX00000002,Exchange,7,30\r\n",
        Holder.serial("F4KX00000001"), Holder.serial("F4KX00000002")
      ),
      ("old;new\nf4kx00000001; f4kx00000002\n", .serial("F4KX00000001"), .serial("F4KX00000002")),
      ("From\tTo\nserial:A1\tuser:emp-1\n", .serial("A1"), .user("emp-1")),
      ("Old Serial,New serial_number\nA1,B1", .serial("A1"), .serial("B1")),
      ("Source,Target\nuser:emp-1,user:emp-2", .user("emp-1"), .user("emp-2")),
      ("old_user,new_user\nemp-1,emp-2", .user("emp-1"), .user("emp-2")),
      ("User (old),Serial (new)\nemp-1,b1", .user("emp-1"), .serial("B1")),
      ("replacement device,Serial Number\nB1,A1", .serial("A1"), .serial("B1")),
      ("clientUserId,to user\nemp-1,emp-2", .user("emp-1"), .user("emp-2")),
      ("A1,B1\n", .serial("A1"), .serial("B1")),
      ("A1;B1;\n", .serial("A1"), .serial("B1")),
      ("user:emp-1,user:emp-2\n", .user("emp-1"), .user("emp-2")),
    ])
  func understands(text: String, old: Holder, new: Holder) async throws {
    let bench = try await InputBench()
    let line = text.split(whereSeparator: \.isNewline).count
    #expect(try await bench.map(text) == [MapRow(line: line, old: old, new: new)])
  }

  @Test("A user may be named by e-mail where the header says so")
  func takesEmails() async throws {
    let bench = try await InputBench()
    let users = try #require(await bench.rig.service?.users()).filter { $0.status == "Associated" }
    let (first, second) = (users[0], users[1])
    let emails = [try #require(first.email), try #require(second.email)]
    let rows = try await bench.map("old e-mail,new e-mail\n\(emails[0]),\(emails[1])")
    #expect(
      rows == [
        MapRow(line: 2, old: .user(first.clientUserId), new: .user(second.clientUserId))
      ])
  }

  @Test("What was understood is said, repeated rows count once, quiet says nothing")
  func tells() async throws {
    let bench = try await InputBench()
    let text = "model,old,new\nm,A1,B1\nm,a1,b1\n\nm,A2,B2\nm,,\n"
    #expect(
      try await bench.map(text) == [
        MapRow(line: 2, old: .serial("A1"), new: .serial("B1")),
        MapRow(line: 5, old: .serial("A2"), new: .serial("B2")),
      ])
    #expect(
      bench.said == [
        "purser: column 2 'old': 4 rows, 2 different, 1 repeated, 1 empty",
        "purser: column 3 'new': 4 rows, 2 different, 1 repeated, 1 empty",
        "purser: 1 row repeats another and count once",
      ])
    let quiet = try await InputBench()
    _ = try await quiet.map(text, isQuiet: true)
    #expect(quiet.said.isEmpty)
  }

  @Test("Every mistake is named with line and column, and nothing is used")
  func collectsMistakes() async throws {
    let bench = try await InputBench()
    let text = """
      old,new
      A1,B1
      A1,B2
      A3,B1
      B1,C1
      A4,a4
      A-5,B5
      A6,
      ,B7
      user:,ＢB8
      """
    let refusal = await bench.refusal { _ = try await bench.map(text) }
    #expect(
      refusal == """
        in.csv was not used:
        line 3, column 1: 'A1' is the old holder on line 2 already, with 'B1'. A holder stands in one pair of a list.
        line 4, column 2: 'B1' is the new holder on line 2 already, with 'A1'. A holder stands in one pair of a list.
        line 5, column 1: 'B1' is the new holder on line 2 already, with 'A1'. A holder stands in one pair of a list.
        line 6, column 2: 'A4' is the old holder and the new one.
        line 7, column 1: 'A-5' is not a serial number, which has ASCII letters and digits only: character 2 is '-'.
        line 8, column 2: The new holder is missing.
        line 9, column 1: The old holder is missing.
        line 10, column 1: A user ID is empty.
        line 10, column 2: 'ＢB8' is not a serial number, which has ASCII letters and digits only: character 1 is U+FF22 (FULLWIDTH LATIN CAPITAL LETTER B).
        Nothing was sent.
        """)
  }

  @Test(
    "A file that is no list of swaps is refused by name",
    arguments: [
      (
        "old,model\nA1,m",
        "in.csv has no column of the new holders. Call it new; known are new, to, target, "
          + "replacement, destination, each with device, serial or user too. Nothing was sent."
      ),
      (
        "new,model\nA1,m",
        "in.csv has no column of the old holders. Call it old; known are old, from, source, "
          + "previous, current, each with device, serial or user too. Nothing was sent."
      ),
      ("old,new\n,\n", "in.csv names no holder. Nothing was sent."),
      (
        "old,new,old\nA,B,C\n",
        "in.csv was not used:\nline 1, column 3: columns 1 and 3 are both called 'old'. Rename one."
          + "\nNothing was sent."
      ),
      (
        "A1,B1\nA2\n",
        "in.csv was not used:\nline 2, column 2: the line has 1 field where the first line has 2.\n"
          + "Nothing was sent."
      ),
    ])
  func refuses(text: String, message: String) async throws {
    let bench = try await InputBench()
    #expect(await bench.refusal { _ = try await bench.map(text) } == message)
  }

  @Test("A header in words that are not known is no pair of serial numbers")
  func refusesUnknownHeaders() async throws {
    let bench = try await InputBench()
    let refusal = await bench.refusal { _ = try await bench.map("Alt,Neu\nA1,B1\n") }
    #expect(
      refusal.hasPrefix("in.csv was not used:\nline 1: no column is known among 'Alt', 'Neu'."))
  }
}
