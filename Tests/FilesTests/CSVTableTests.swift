import Files
import Testing

struct CSVTableTests {
  private func table(_ text: String) throws -> CSVTable {
    try CSVTable(Array(text.utf8), unnamed: [.serialNumber])
  }

  private func texts(_ table: CSVTable, _ meaning: CSVMeaning) -> [String]? {
    table.cells(of: meaning)?.map(\.text)
  }

  @Test(
    "Headers are known by their synonyms",
    arguments: [
      ("Serial Number,Model,Product Family", CSVMeaning.serialNumber, 0),
      ("Model,serial_number", .serialNumber, 1), ("DEVICE SERIAL;x", .serialNumber, 0),
      ("Display Name\tSN", .serialNumber, 1), ("a,clientUserId", .clientUserId, 1),
      ("person_id,person_number,email_address", .clientUserId, 0),
      ("person_id,person_number,email_address", .email, 2),
      ("OldDevice,NewDevice,HandlingMethod", .old, 0), ("old,new", .new, 1),
      ("Serial number,Manufacturer,Model,Group tag", .label, 3),
      ("adamId,pricingParam,serialNumber", .adamId, 0),
      ("adamId,pricingParam,serialNumber", .pricingParam, 1),
      ("\u{FEFF}Serial Number,x", .serialNumber, 0),
    ])
  func knowsHeaders(header: String, meaning: CSVMeaning, index: Int) throws {
    let width = header.split { ",;\t".contains($0) }.count
    let separator = header.first { ",;\t".contains($0) } ?? ","
    let row = (0..<width).map { "v\($0)" }.joined(separator: String(separator))
    let table = try table(header + "\n" + row + "\n")
    #expect(table.index(of: meaning) == index)
    #expect(texts(table, meaning) == ["v\(index)"])
  }

  @Test(
    "Line ends, quotes, escapes and separators are read",
    arguments: [
      "serial,name\r\nA1,\"x, y\"\r\nA2,\"say \"\"hi\"\"\"\r\n",
      "serial;name\nA1;x, y\nA2;\"say \\\"hi\\\"\"",
      "serial,name\rA1,x\\, y\rA2,\"say \"\"hi\"\"\"",
      "serial\tname\n\n A1 \tx, y\n\t\n\"A2\"\tsay \\\"hi\\\"\n\n",
    ])
  func readsShapes(text: String) throws {
    let table = try table(text)
    #expect(texts(table, .serialNumber) == ["A1", "A2"])
    #expect(texts(table, .label) == ["x, y", "say \"hi\""])
  }

  @Test("A quoted field may span lines, and lines are counted")
  func countsLines() throws {
    let table = try table("serial,name\nA1,\"one\ntwo\"\n\nA2,x\n")
    #expect(table.cells(of: .label)?.map(\.text) == ["one\ntwo", "x"])
    #expect(table.cells(of: .label)?.map(\.line) == [2, 5])
  }

  @Test("UTF-16 is read with and without its mark", arguments: [true, false], [true, false])
  func readsUTF16(isLittle: Bool, hasMark: Bool) throws {
    let text = (hasMark ? "\u{FEFF}" : "") + "serial,name\r\nA1,Büro\r\n"
    let bytes = text.utf16.flatMap { unit in
      isLittle ? [UInt8(unit & 0xFF), UInt8(unit >> 8)] : [UInt8(unit >> 8), UInt8(unit & 0xFF)]
    }
    let table = try CSVTable(bytes, unnamed: [.serialNumber])
    #expect(texts(table, .label) == ["Büro"])
  }

  @Test("A single column needs no header, and neither does a single line of values")
  func readsBareLists() throws {
    #expect(texts(try table("A1\nA2\n\nA3"), .serialNumber) == ["A1", "A2", "A3"])
    #expect(texts(try table("A1, A2 ,A3,"), .serialNumber) == ["A1", "A2", "A3"])
    #expect(texts(try table("Serial\nA1"), .serialNumber) == ["A1"])
    #expect(texts(try table("A1"), .clientUserId) == nil)
  }

  @Test("What was understood is said in one line")
  func saysWhatWasUnderstood() throws {
    let table = try table("model,x,Serial Number\nm,x,A1\nm,x,A1\nm,x,\nm,x,A-2\n")
    #expect(
      table.understood(.serialNumber) { !$0.contains("-") }
        == "column 3 'Serial Number': 4 rows, 1 different, 1 repeated, 1 empty, 1 malformed on line 5"
    )
    #expect(table.understood(.email) == nil)
    #expect(try self.table("A1").understood(.serialNumber) == "column 1: 1 row, 1 different")
  }

  @Test(
    "What can't be read is refused with its place",
    arguments: [
      ("", 1, nil, "empty"), ("\n \n", 1, nil, "empty"),
      ("foo,bar\n1,2\n", 1, nil, "'foo', 'bar'"),
      ("serial,name\nA1\nA2,x\nA3,x,y\n", 2, 2, "1 field where the header has 2"),
      ("serial,name\nA1,\"x\nA2,y\n", 2, 2, "never closed"),
      ("serial,name\nA1,\"x\"y\n", 2, 2, "closing quote"),
      ("serial\nA1\u{0}\n", 2, nil, "NUL"),
    ] as [(String, Int, Int?, String)])
  func refuses(text: String, line: Int, column: Int?, part: String) {
    let error = #expect(throws: CSVProblems.self) { try table(text) }
    #expect(error?.problems.first?.line == line)
    #expect(error?.problems.first?.column == column)
    #expect(error?.description.contains(part) == true, "\(error?.description ?? "")")
  }

  @Test(
    "Bytes that are no text are refused", arguments: [[0x41, 0xFF, 0xFE], [0xFF, 0xFE, 0x41]])
  func refusesBytes(bytes: [UInt8]) {
    #expect(throws: CSVProblems.self) { try CSVTable(bytes, unnamed: [.serialNumber]) }
  }

  @Test("At most fifty problems are listed")
  func listsFifty() {
    let text = "serial,name\n" + String(repeating: "A1\n", count: 80)
    let error = #expect(throws: CSVProblems.self) { try table(text) }
    #expect(error?.problems.count == 50)
  }

  @Test(
    "What is written is read back, whatever the text", arguments: ["a,b", "\"", "x\r\ny", " z "])
  func roundTrips(text: String) throws {
    var writer = CSVWriter(header: ["serial", "name"])
    writer.row([.text("A1"), .text(text)])
    let table = try CSVTable(writer.bytes, unnamed: [.serialNumber])
    #expect(texts(table, .label) == [text.trimmed])
  }

  @Test(
    "Cells that a spreadsheet would compute are guarded",
    arguments: ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "＝1", "a;=1", "a\t@b"])
  func guardsFormulas(text: String) {
    var writer = CSVWriter(header: ["x"])
    _ = writer.drain()
    writer.row([.text(text)])
    #expect(String(decoding: writer.bytes, as: UTF8.self) == "\"'\(text)\"\r\n")
  }

  @Test("Numbers, truth and nothing are written plainly")
  func writesCells() {
    var writer = CSVWriter(header: ["a", "b"])
    writer.row([.integer(-3), .flag(true), .empty, .optional(nil), .text("x-y")])
    #expect(String(decoding: writer.bytes, as: UTF8.self) == "a,b\r\n-3,true,,,x-y\r\n")
  }

  @Test(
    "JSON text escapes every control character",
    arguments: [
      ("a", "\"a\""), ("\"\\", "\"\\\"\\\\\""), ("\u{1B}[2J", "\"\\u001b[2J\""),
      ("\u{7F}\u{9B}\u{2028}", "\"\\u007f\\u009b\\u2028\""), ("ü🦊\n", "\"ü🦊\\n\""),
    ])
  func escapesJSON(text: String, json: String) {
    var writer = JSONText()
    writer.string(text)
    #expect(String(decoding: writer.bytes, as: UTF8.self) == json)
  }
}
