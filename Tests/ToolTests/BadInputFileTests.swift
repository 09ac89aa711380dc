import Files
import Foundation
import Glibc
import SimulatedService
import SystemPackage
import TestSupport
import Testing

@testable import purser

/// The bad-input matrix, CSV files: line and column named, everything listed up to fifty, nothing partly applied.
struct BadInputFileTests {
  private static func refused(
    _ file: String, _ problems: String, understood: [String] = [], extra: String = ""
  ) -> BadInput {
    BadInput(
      "assign --asset {app} --from {in} --yes" + extra, file: file,
      (understood.map { "purser: \($0)\n" }.joined() + "purser: {in} was not used:\n\(problems)\n"
        + "Nothing was sent."))
  }

  private static func refused(bytes: [UInt8], _ problem: String) -> BadInput {
    BadInput(
      "assign --asset {app} --from {in} --yes", bytes: bytes,
      "purser: {in} was not used:\n\(problem)\nNothing was sent.")
  }

  // MARK: - Files

  private static let files: [BadInput] = [
    refused("", "line 1: the file is empty."),
    refused("\n , \n", "line 1: the file is empty."),
    refused(
      "foo,bar\n1,2\n",
      "line 1: no column is known among 'foo', 'bar'. The first line names the columns: "
        + "serialnumber, clientuserid, email, managedappleid, adamid, pricingparam, label, old, "
        + "new (capitals, blanks and _ do not matter)."),
    refused(
      "Serienr\nA1\nA2\n",
      "line 1: no column is known among 'Serienr'. The first line names the columns: "
        + "serialnumber, clientuserid, email, managedappleid, adamid, pricingparam, label, old, "
        + "new (capitals, blanks and _ do not matter)."),
    refused(
      "serial,name\r\nA1,x\r\nA2\r\nA3,y,z\nA4,\rA5\n",
      "line 3, column 2: the line has 1 field where the header has 2.\n"
        + "line 4, column 3: the line has 3 fields where the header has 2.\n"
        + "line 6, column 2: the line has 1 field where the header has 2."),
    refused(
      "serial,name\nA1,\"x\"y\nA2\nA3,\"z\n",
      "line 2, column 2: text follows a closing quote.\n"
        + "line 3, column 2: the line has 1 field where the header has 2.\n"
        + "line 4, column 2: a quote is opened and never closed."),
    refused("serial\nA1\nA\u{0}2\n", "line 3: there is a NUL; this is no text file."),
    refused(
      bytes: Array("serial,name\nA1,B".utf8) + [0xFC] + Array("ro\n".utf8),
      "line 2: the text is neither UTF-8 nor UTF-16. Save it as UTF-8."),
    refused(
      bytes: [0xFF, 0xFE, 0x41, 0x00, 0x00, 0xD8],
      "line 1: the text looks like UTF-16 and is broken. Save it as UTF-8."),
    refused(
      bytes: [0xFE, 0xFF, 0x00, 0x41, 0x00],
      "line 1: the text looks like UTF-16 and is broken. Save it as UTF-8."),
    refused(
      "serial,model,Serial\nA1,m,A2\n",
      "line 1, column 3: columns 1 and 3 are both called 'serial'. Rename one."),
    BadInput(
      "assign --asset {app} --from {in} --yes", file: "clientUserId,serialNumber\n{user},A1\n",
      "purser: {in} has users and serial numbers. Say which with --target users or --target "
        + "serials. Nothing was sent."),
    BadInput(
      "assign --asset {app} --from {in} --target users --yes", file: "serialNumber,name\nA1,x\n",
      "purser: {in} has no such column for --target. Nothing was sent."),
    BadInput(
      "assign --asset {app} --from {in} --yes", file: "name,room\nx,y\n",
      "purser: {in} has no users and no serial numbers. Nothing was sent."),
    BadInput(
      "assign --asset {app} --from {in} --yes", file: "serialNumber,adamId\nA1,{other}\n",
      "purser: column 1 'serialNumber': 1 row, 1 different\n"
        + "purser: column 2 'adamId': 1 row, 1 different\n"
        + "purser: {in} names the assets in its column adamId, so --asset does not go with it. "
        + "Nothing was sent."),
    BadInput(
      "assign --asset {app} --from {folder}/none.csv --yes",
      "purser: {folder}/none.csv does not exist. Nothing was sent."),
    BadInput(
      "assign --asset {app} --from {folder} --yes",
      "purser: {folder} is a directory, not a file. Nothing was sent."),
  ]

  @Test("A file that can't be read is refused whole, with line and column", arguments: files)
  func refusesFiles(row: BadInput) async throws {
    try await BadInputBench().check(row)
  }

  // MARK: - Cells

  private static let cells: [BadInput] = [
    refused(
      "serial\nF4KX00000001\n=1+1\nС02X1\nF4KX 1\n",
      "line 3, column 1: '=1+1' is not a serial number, which has ASCII letters and digits only: "
        + "character 1 is '='.\n"
        + "line 4, column 1: 'С02X1' is not a serial number, which has ASCII letters and digits "
        + "only: character 1 is U+0421 (CYRILLIC CAPITAL LETTER ES).\n"
        + "line 5, column 1: 'F4KX 1' is not a serial number, which has ASCII letters and digits "
        + "only: character 5 is a blank.",
      understood: ["column 1 'serial': 4 rows, 1 different, 3 malformed on lines 3, 4, 5"]),
    refused(
      "name,user\nx,\"a\u{7}b\"\n",
      "line 2, column 2: A user ID has a control character at position 2.",
      understood: ["column 2 'user': 1 row, 1 different"]),
    refused(
      "name;serial\n=HYPERLINK(\"http://x\");\"A\n1\"\n@x;A.2\n",
      "line 2, column 2: 'A^J1' is not a serial number, which has ASCII letters and digits only: "
        + "character 2 is U+000A.\n"
        + "line 4, column 2: 'A.2' is not a serial number, which has ASCII letters and digits only: "
        + "character 2 is '.'.",
      understood: ["column 2 'serial': 2 rows, 0 different, 2 malformed on lines 2, 4"]),
    BadInput(
      "assign --from {in} --yes",
      file: "adamId,pricingParam,serial\n12a,STDQ,A1\n{app},HD,A2\n007,,A-3\n,,A4\n{app},,\n",
      "purser: column 3 'serial': 5 rows, 3 different, 1 empty, 1 malformed on line 4\n"
        + "purser: column 1 'adamId': 5 rows, 3 different, 1 empty\n"
        + "purser: column 2 'pricingParam': 5 rows, 2 different, 3 empty\n"
        + "purser: {in} was not used:\n"
        + "line 2, column 1: '12a' is not an adam ID, which has 1 to 19 digits and no zero in front.\n"
        + "line 3, column 1: 'HD' is no pricing param; STDQ and PLUS are.\n"
        + "line 4, column 3: 'A-3' is not a serial number, which has ASCII letters and digits only: "
        + "character 2 is '-'.\n"
        + "line 4, column 1: '007' is not an adam ID, which has 1 to 19 digits and no zero in "
        + "front.\n" + "line 5, column 1: The adam ID is missing.\n"
        + "line 6, column 3: The asset has no holder.\nNothing was sent."),
  ]

  @Test(
    "Every cell that is wrong is named with line and column, and nothing is used", arguments: cells)
  func refusesCells(row: BadInput) async throws {
    try await BadInputBench().check(row)
  }

  @Test("Fifty mistakes are listed, and the rest is counted")
  func listsFifty() async throws {
    let bench = try await BadInputBench()
    for (file, line) in [
      ("serial,name\n" + String(repeating: "A1\n", count: 80), "the line has 1 field"),
      ("serial,name\n" + String(repeating: "A-1,x\n", count: 80), "'A-1' is not a serial number"),
    ] {
      try bench.rig.folder.write("in.csv", Array(file.utf8))
      let result = await bench.rig.run(
        "assign", "--asset", bench.filled("{app}"), "--from", bench.filled("{in}"), "--yes")
      #expect(result.code == 64)
      #expect(result.errors.ranges(of: line).count == 50)
      #expect(result.errors.hasSuffix("\nand 30 more.\nNothing was sent.\n"), "\(result.errors)")
      #expect(await bench.service.postCount() == 0)
    }
  }

  @Test("A file of a gigabyte is refused by its size alone")
  func refusesHuge() async throws {
    let bench = try await BadInputBench()
    let path = bench.filled("{in}")
    try bench.rig.folder.write("in.csv", Array("serial\nA1\n".utf8))
    #expect(truncate(path, 1 << 30) == 0)
    try await bench.check(
      BadInput(
        "assign --asset {app} --from {in} --yes",
        "purser: {in} is larger than 64 MiB and was not read. Nothing was sent."))
  }

  @Test("A list of devices with a mistake is not kept")
  func keepsNothing() async throws {
    let bench = try await BadInputBench()
    let row = BadInput(
      "devices --load {in}", file: "Serial Number,Room\nF4KX00000001,x\nС02X1,y\n",
      "purser: column 1 'Serial Number': 2 rows, 1 different, 1 malformed on line 3\n"
        + "purser: column 2 'Room': 2 rows, 2 different\npurser: {in} was not used:\n"
        + "line 3, column 1: 'С02X1' is not a serial number, which has ASCII letters and digits "
        + "only: character 1 is U+0421 (CYRILLIC CAPITAL LETTER ES).\nNothing was kept.")
    try await bench.check(row)
    try await bench.check(
      BadInput(
        "devices --load {in}", file: "Serial Number,Room\n,x\n",
        "purser: column 1 'Serial Number': 1 row, 0 different, 1 empty\n"
          + "purser: column 2 'Room': 1 row, 1 different\n"
          + "purser: {in} names no device. Nothing was kept."))
    let lists = await bench.rig.run("devices", "--forget", "in")
    #expect(lists.code == 64)
    #expect(lists.errors == "purser: No device list is called 'in'. Loaded: none.\n")
  }
}
