import AppsAndBooks
import Testing

@testable import purser

struct UserFileTests {
  @Test(
    "Lists of users are understood in the shapes that are met",
    arguments: [
      (
        "clientUserId,email,managedAppleId\nemp-1,a@example.org,a@appleid.example.org\n",
        UserChange(
          id: ClientUserID(rawValue: "emp-1"), email: "a@example.org",
          managedAppleID: "a@appleid.example.org")
      ),
      (
        "person_id;person_number;first_name;last_name;email_address;location_id\n"
          + "st-7;1;Eva;\"K; B\";eva@example.org;L1\n",
        UserChange(id: ClientUserID(rawValue: "st-7"), email: "eva@example.org")
      ),
      (
        "Managed Apple ID\tUser ID\na@b.org\t u 1 \n",
        UserChange(id: ClientUserID(rawValue: "u 1"), managedAppleID: "a@b.org")
      ),
      ("student_id,email\nst-7,\n", UserChange(id: ClientUserID(rawValue: "st-7"))),
      ("emp-1\n", UserChange(id: ClientUserID(rawValue: "emp-1"))),
    ])
  func understands(text: String, change: UserChange) async throws {
    let bench = try await InputBench()
    #expect(try await bench.users(text) == [change])
  }

  @Test("What was understood is said, and repeated rows count once")
  func tells() async throws {
    let bench = try await InputBench()
    let changes = try await bench.users("user,mail\nu1,a@b.c\nu2,\nu1,a@b.c\n,\nu1,a@b.c\n")
    #expect(changes.map(\.id.rawValue) == ["u1", "u2"])
    #expect(
      bench.said == [
        "purser: column 1 'user': 4 rows, 2 different, 2 repeated",
        "purser: column 2 'mail': 4 rows, 1 different, 1 empty",
        "purser: 2 rows repeat another and count once",
      ])
  }

  @Test("Every mistake is named with line and column, and nothing is used")
  func collectsMistakes() async throws {
    let bench = try await InputBench()
    let long = String(repeating: "x", count: 256)
    let text = """
      user,email,managedAppleId
      u1,a@b.c,
      u1,d@b.c,
      ,a@b.c,
      u\u{1}2,,
      u3,a b@c.d,x@
      \(long),,
      """
    #expect(
      await bench.refusal { _ = try await bench.users(text) } == """
        in.csv was not used:
        line 3, column 1: 'u1' stands on line 2 otherwise.
        line 4, column 1: A user ID is empty.
        line 5, column 1: A user ID has a control character at position 2.
        line 6, column 2: 'a b@c.d' is no e-mail address.
        line 6, column 3: 'x@' is no Managed Apple Account.
        line 7, column 1: A user ID has 256 bytes; 255 are the most.
        Nothing was sent.
        """)
  }

  @Test(
    "A file without users is refused by name",
    arguments: [
      (
        "email\na@b.c\n",
        "in.csv has no column of client users: clientuserid, personid, studentid, userid, username, "
          + "user. Nothing was sent."
      ),
      ("user,email\n,\n", "in.csv names no user. Nothing was sent."),
    ])
  func refuses(text: String, message: String) async throws {
    let bench = try await InputBench()
    #expect(await bench.refusal { _ = try await bench.users(text) } == message)
  }
}
