import Files
import Foundation
import Testing

/// The shapes that are met in the world (peers.md section 7), one file of each in `Fixtures/CSV`; the values are made up.
struct CSVShapesTests {
  private static let serials = ["F4KX00000001", "F4KX00000002", "F4KX00000003"]
  private static let students = ["st-1001", "st-1002", "st-1003"]

  /// One column of one file, and what is said of it.
  struct Shape: Sendable, CustomStringConvertible {
    let file: String
    let meaning: CSVMeaning
    let texts: [String]
    let understood: String

    var description: String { "\(file) \(meaning)" }
  }

  private static let shapes: [Shape] = [
    Shape(
      file: "serials-typed.txt", meaning: .serialNumber, texts: serials,
      understood: "column 1: 3 rows, 3 different"),
    Shape(
      file: "serials-bare.txt", meaning: .serialNumber, texts: serials,
      understood: "column 1: 3 rows, 3 different"),
    Shape(
      file: "serials-portal.csv", meaning: .serialNumber, texts: serials,
      understood: "column 1 'Serial Number': 3 rows, 3 different"),
    Shape(
      file: "asbmutil-devices.csv", meaning: .serialNumber, texts: serials,
      understood: "column 1 'Serial Number': 3 rows, 3 different"),
    Shape(
      file: "asbmutil-devices.tsv", meaning: .serialNumber, texts: serials,
      understood: "column 1 'Serial Number': 3 rows, 3 different"),
    Shape(
      file: "students-comma.csv", meaning: .clientUserId, texts: students,
      understood: "column 1 'person_id': 3 rows, 3 different"),
    Shape(
      file: "students-comma.csv", meaning: .email,
      texts: ["mika@example.org", "ana@example.org", ""],
      understood: "column 7 'email_address': 3 rows, 2 different, 1 empty"),
    Shape(
      file: "students-semicolon.csv", meaning: .clientUserId, texts: students,
      understood: "column 1 'student_id': 3 rows, 3 different"),
    Shape(
      file: "students-semicolon.csv", meaning: .email,
      texts: ["mika@example.org", "ana@example.org", ""],
      understood: "column 5 'email_address': 3 rows, 2 different, 1 empty"),
    Shape(
      file: "jamf-mobile.csv", meaning: .serialNumber, texts: serials,
      understood: "column 2 'Serial Number': 3 rows, 3 different"),
    Shape(
      file: "jamf-mobile.csv", meaning: .label,
      texts: ["Room 4, no. 1", "Room 4, no. 2", "Room 5 \"lab\""],
      understood: "column 1 'Display Name': 3 rows, 3 different"),
    Shape(
      file: "jamf-computers.csv", meaning: .serialNumber, texts: serials,
      understood: "column 3 'Serial Number': 3 rows, 3 different"),
    Shape(
      file: "autopilot.csv", meaning: .label, texts: ["Desk", "Desk", ""],
      understood: "column 4 'Group tag': 3 rows, 1 different, 1 repeated, 1 empty"),
    Shape(
      file: "jamf-location.csv", meaning: .email, texts: [""],
      understood: "column 6 'email': 1 row, 0 different, 1 empty"),
    Shape(
      file: "snipeit-seats.csv", meaning: .clientUserId,
      texts: ["emp-1001", "emp-1002", "emp-1003"],
      understood: "column 3 'Username': 3 rows, 3 different"),
    Shape(
      file: "zenworks-details.csv", meaning: .serialNumber, texts: serials,
      understood: "column 2 'Serial Number': 3 rows, 3 different"),
    Shape(
      file: "bizmobile-swap.csv", meaning: .old, texts: serials,
      understood: "column 1 'OldDevice': 3 rows, 3 different"),
    Shape(
      file: "bizmobile-swap.csv", meaning: .new,
      texts: ["F4KX00000011", "F4KX00000012", "F4KX00000013"],
      understood: "column 2 'NewDevice': 3 rows, 3 different"),
    Shape(
      file: "excel-sep.csv", meaning: .serialNumber, texts: serials,
      understood: "column 1 'Seriennummer': 3 rows, 3 different"),
    Shape(
      file: "excel-unicode-le.txt", meaning: .label, texts: ["Büro 1", "Büro 2", ""],
      understood: "column 2 'Room': 3 rows, 2 different, 1 empty"),
    Shape(
      file: "excel-unicode-be.txt", meaning: .serialNumber, texts: serials,
      understood: "column 1 'Serial Number': 3 rows, 3 different"),
    Shape(
      file: "mixed-line-ends.csv", meaning: .label, texts: ["a", "b", "c"],
      understood: "column 2 'Room': 3 rows, 3 different"),
    Shape(
      file: "trailing-separators.csv", meaning: .label, texts: ["a", "b", "c"],
      understood: "column 2 'Room': 3 rows, 3 different"),
  ]

  /// The bytes of a file of the folder.
  static func bytes(_ name: String) throws -> [UInt8] {
    let url = Bundle.module.bundleURL.appending(path: "Fixtures/CSV/\(name)")
    return Array(try Data(contentsOf: url))
  }

  /// The names of all files of the folder.
  static func names() throws -> [String] {
    let folder = Bundle.module.bundleURL.appending(path: "Fixtures/CSV").path
    return try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
  }

  @Test("Each shape is read, and what was understood is said", arguments: shapes)
  func reads(shape: Shape) throws {
    let table = try CSVTable(Self.bytes(shape.file), unnamed: [.serialNumber])
    #expect(table.cells(of: shape.meaning)?.map(\.text) == shape.texts)
    #expect(table.understood(shape.meaning) == shape.understood)
    #expect(table.ambiguity(of: shape.meaning) == nil)
  }

  @Test("Every file of the folder is one of the shapes, but the one that holds no holders")
  func coversAll() throws {
    let covered = Set(Self.shapes.map(\.file))
    #expect(try Self.names().filter { !covered.contains($0) } == ["locations.csv"])
    // Nothing of it is known: it is refused with the names that would be.
    let error = #expect(throws: CSVProblems.self) {
      try CSVTable(Self.bytes("locations.csv"), unnamed: [.serialNumber])
    }
    #expect(
      error?.description
        == "line 1: no column is known among 'location_id', 'location_name'. The first line names "
        + "the columns: serialnumber, clientuserid, email, managedappleid, adamid, pricingparam, "
        + "label, old, new (capitals, blanks and _ do not matter).")
  }

  @Test("Backslashes escape only in a file that makes sense in no other way")
  func tellsEscapes() throws {
    let students = try CSVTable(Self.bytes("students-semicolon.csv"), unnamed: [])
    #expect(students.cells(at: 2).map(\.text) == ["Mika", "Ana; María", "C:\\x"])
    #expect(students.cells(at: 3).map(\.text) == ["K\"M\"", "Ruiz", "Lee"])
    let plain = try CSVTable(Array("serial,name\nA1,C:\\\nA2,\"\\\"\n".utf8), unnamed: [])
    #expect(plain.cells(of: .label)?.map(\.text) == ["C:\\", "\\"])
  }
}
