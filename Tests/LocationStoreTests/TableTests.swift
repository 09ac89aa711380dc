import AppsAndBooks
import Testing

@testable import LocationStore

struct TableTests {
  @Test("rows of assets and holders agree with a plain reading", arguments: [1, 2, 3])
  func assignmentTable(_ seed: UInt64) throws {
    let rows = Samples.assignments(assets: 12, holders: 40, rows: 900, seed: seed)
    let snapshot = LocationSnapshot(
      LocationIdentity(key: "k", name: "n", organization: "o"), assignments: rows)
    let unique = Set(rows)
    #expect(unique.count < rows.count)
    #expect(snapshot.assignments.count == unique.count)
    #expect(Set(snapshot.all) == unique)
    for id in Set(rows.map(\.asset)) {
      let index = try #require(snapshot.assets.index(of: id))
      let found = snapshot.assignments.rows(ofAsset: index).map { snapshot.assignment($0) }
      #expect(Set(found) == unique.filter { $0.asset == id })
    }
    for holder in Set(rows.map(\.holder)) {
      let reference = try #require(snapshot.reference(of: holder))
      let found = snapshot.assignments.rows(of: reference).map { snapshot.assignment($0) }
      #expect(Set(found) == unique.filter { $0.holder == holder })
      #expect(snapshot.heldCount(reference) == found.count)
    }
    for row in rows { #expect(snapshot.contains(row)) }
    #expect(!snapshot.contains(pair(asset("1"), device("SER-1"))))
    #expect(!snapshot.contains(pair(rows[0].asset, device("NOBODY"))))
  }

  @Test("a row costs twelve bytes")
  func bytesPerRow() {
    let table = Samples.location(assets: 5, holders: 50, rows: 200, seed: 1).assignments
    let columns = [table.assets, table.holders, table.byHolder]
    #expect(columns.allSatisfy { $0.count == table.count })
    #expect(columns.count * MemoryLayout<Int32>.size == 12)
  }

  @Test("a holder that came after the table has no rows")
  func unknownHolder() {
    let table = AssignmentTable(keys: [AssignmentTable.key(asset: 0, holder: .user(3))])
    #expect(table.rows(of: .device(900)).isEmpty)
    #expect(table.rows(ofAsset: 17).isEmpty)
    #expect(!table.contains(17, .user(3)))
  }

  @Test("strings are found byte by byte, the first of equal ones")
  func stringTable() {
    let texts = ["b", "a", "", "a", "ä", "a\u{308}", "long text of more than fifteen bytes"]
    let table = StringTable(texts)
    #expect((0..<table.count).map { table[$0] } == texts)
    #expect(table.index(of: "a") == 1)
    #expect(table.index(of: "") == 2)
    #expect(table.index(of: "c") == nil)
    // Equal for a reader, but other bytes: other identifiers.
    #expect(table.index(of: "a\u{308}") == 5)
    let many = StringTable((0..<5_000).map { "text \($0)" })
    let lost = (0..<5_000).filter { (row: Int) in many.index(of: "text \(row)") != row }
    #expect(lost == [])
  }

  @Test("a walk keeps a retired person beside an active one of the same id")
  func repeatedUsers() throws {
    var columns = UserColumns()
    let now = ClientUser(id: id("a"), email: "new@example.org", status: .registered)
    let past = ClientUser(id: id("a"), email: "old@example.org", status: .retired)
    let older = ClientUser(id: id("a"), email: "older@example.org", status: .retired)
    for user in [now, past, older, past, now] { columns.take(user, from: .walk) }
    let table = columns.table()
    #expect(table.count == 3)
    #expect(table.activeCount == 1)
    #expect(columns.repeatedActive == 0)
    let row = try #require(table.index(of: id("a")))
    #expect(table.user(row) == now)
    #expect(Set((0..<3).map { table.user($0) }) == [now, past, older])
  }

  @Test("of two active rows of one id the later wins, and that is counted")
  func repeatedActive() throws {
    var columns = UserColumns()
    columns.take(ClientUser(id: id("a"), email: "1@example.org"), from: .walk)
    columns.take(ClientUser(id: id("a"), email: "2@example.org"), from: .walk)
    #expect(columns.repeatedActive == 1)
    let table = columns.table()
    #expect(table.count == 1)
    #expect(table.email(0) == "2@example.org")
  }

  @Test("an increment retires a row in its place, and a new person takes it over")
  func incrementOfUsers() throws {
    var columns = UserColumns()
    columns.take(ClientUser(id: id("a"), email: "1@example.org", status: .associated), from: .walk)
    columns = UserColumns(columns.table())
    let retired = ClientUser(id: id("a"), email: "1@example.org", status: .retired)
    columns.take(retired, from: .increment)
    var table = columns.table()
    #expect(table.activeCount == 0)
    #expect(table.index(of: id("a")) == 0)
    columns = UserColumns(table)
    let new = ClientUser(id: id("a"), email: "2@example.org", status: .registered)
    columns.take(new, from: .increment)
    table = columns.table()
    #expect(table.index(of: id("a")) == 0)
    #expect(table.user(0) == new)
    #expect(table.user(1) == retired)
    #expect(table.activeCount == 1)
  }

  @Test("a user that only assignments name is not listed until Get Users names it")
  func unlistedUser() throws {
    let snapshot = LocationSnapshot(
      LocationIdentity(key: "k", name: "n", organization: "o"),
      assignments: [pair(asset("1"), user("ghost"))])
    #expect(snapshot.users.count == 1)
    #expect(!snapshot.users.isListed(0))
    #expect(snapshot.users.activeCount == 0)
    var columns = UserColumns(snapshot.users)
    columns.take(ClientUser(id: id("ghost"), email: "g@example.org", status: .retired), from: .walk)
    let table = columns.table()
    #expect(table.count == 1)
    #expect(table.isListed(0))
    #expect(table.email(0) == "g@example.org")
  }

  @Test("device lists add devices and labels, and are forgotten again")
  func deviceLists() throws {
    var columns = DeviceColumns()
    _ = "SEEN".utf8.withContiguousStorageIfAvailable { columns.row(of: UnsafeRawBufferPointer($0)) }
    let listed = [
      LabelledDevice(serial: SerialNumber(rawValue: "SEEN"), label: "Room 1"),
      LabelledDevice(serial: SerialNumber(rawValue: "NEW"), label: nil),
    ]
    columns.setLists(listed)
    var table = columns.table()
    #expect(table.count == 2)
    #expect(table.label(0) == "Room 1")
    #expect(!table.isListedOnly(0))
    #expect(table.isListedOnly(1))
    columns.setLists([])
    table = columns.table()
    #expect(table.label(0) == nil)
    #expect(table.isShown(0))
    #expect(!table.isShown(1))
  }

  private func id(_ text: String) -> ClientUserID { ClientUserID(rawValue: text) }
}
