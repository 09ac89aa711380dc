import Files
import Foundation
import SimulatedService
import SystemPackage
import TestSupport
import Testing

@testable import purser

/// The bad-input matrix of reliability.md section 10, row by row, through the command line against the simulated service: the whole
/// message, the exit code of product.md section 3, and that nothing was sent.
///
/// | row of the matrix | test |
/// |---|---|
/// | token empty, white space, a directory, over 8 KiB | `BadInputTokenTests.refusesFiles` |
/// | token with newline, CRLF, mark, quotes, blanks | `BadInputTokenTests.refusesTexts`, `.trims` |
/// | token not base64, not JSON, without `token`, wrong types | `BadInputTokenTests.refusesTexts`, `ContentTokenTests.wrong` |
/// | token expired, expDate unparsable, over 10 years | `BadInputTokenTests.isExpired`, `.tellsEnd`, `ContentTokenTests.noExpiry` |
/// | inner token pasted | `BadInputTokenTests.refusesTexts` |
/// | token in argv | `BadInputTokenTests.refusesArgument` |
/// | mode 0644, folder open, another's, link, FIFO, device | `BadInputTokenTests.refusesFiles`, `.refusesForeign`, `.refusesFolder` |
/// | adamId | `refusesAssets`, `BadInputFileTests.refusesCells` |
/// | pricingParam | `refusesAssets`, `BadInputFileTests.refusesCells`; the service's own: `DecodeTests.oddAssets` |
/// | serial: blanks, case, O/0, length, look-alikes | `refusesSerials`, `warnsOfSerials`, `takesSerials` |
/// | serial never seen | `warnsOfSerials`, `asksForNeverSeen` |
/// | clientUserId empty, long, control characters, look-alike | `refusesUsers`, `namesLookAlikes` |
/// | duplicates, user and device, over the limits | `removesDuplicates`, `BadInputFileTests.refusesFiles`, `cutsRequests` |
/// | 0 targets, 0 assets | `refusesNothing` |
/// | not for devices, book to a serial, book reclaimed, not revocable | `refusesImpossible`, `PlanBuilderTests` |
/// | more targets than licences | `refusesImpossible` |
/// | CSV import | `BadInputFileTests`, `CSVTableTests`, `CSVShapesTests`, `CSVPropertyTests` |
/// | filter that looks like a regex | `filtersPlainly` |
/// | config file | `BadInputPlaceTests.refusesConfiguration`, `ConfigurationTests` |
/// | base URL | `BadInputPlaceTests.refusesAddresses`, `ServiceAddressTests` |
/// | location name as file name | `BadInputPlaceTests.keepsNamesOutOfPaths`, `TokenFileTests.namesFromText` |
/// | JSON reply | `BadReplyTests`, `PageScannerTests`, `DecodeTests` |
/// | new enum value | `DecodeTests.eventStatus`, `.oddAssets`, `.users`; never «done»: `VerdictTests` |
/// | mdmInfo null, missing, more fields, 10 kB name | `BadReplyTests.mdmInfo`, `DecodeTests.noOwner` |
/// | counts inconsistent | `BadReplyTests.oddCounts`, `.countsDisagree`, `BadInputPlaceTests.marksCounts` |
/// | names with ESC, OSC 52, bidi and so on | `ShownTests`, `CommandLineTests.isSafe` |
/// | keyboard | `InputTests.paste`, `.broken`, `PagesPlanTests.together`, `TypingTests` |
/// | env | `BadInputPlaceTests.wantsHome`, `.ignoresEnvironment`, `PlacesTests` |
/// | argv | `BadInputPlaceTests.refusesArguments` |
struct BadInputTests {
  // MARK: - Assets

  private static let assets: [BadInput] =
    [
      ("12a", "'12a' is neither an adam ID nor the name of an asset of this location."),
      ("007", "'007' is not an adam ID, which has 1 to 19 digits and no zero in front."),
      ("0", "'0' is not an adam ID, which has 1 to 19 digits and no zero in front."),
      (
        "12345678901234567890",
        "'12345678901234567890' is not an adam ID, which has 1 to 19 digits and no zero in front."
      ),
      (
        "1\u{1B}[2J",
        "'1^[[2J' is neither an adam ID nor the name of an asset of this location."
      ),
      ("{app}:HD", "'HD' is no pricing param; STDQ and PLUS are."),
      ("{app}:", "'' is no pricing param; STDQ and PLUS are."),
      ("", "'' is neither an adam ID nor the name of an asset of this location."),
    ].map {
      BadInput(
        ["assign", "--asset", $0.0, "--serial", "F4KX00000001", "--yes"],
        "purser: \($0.1) Nothing was sent.")
    }

  @Test("adamId and pricingParam: value and rule", arguments: assets)
  func refusesAssets(row: BadInput) async throws {
    try await BadInputBench().check(row)
  }

  // MARK: - Serial numbers

  private static let serials: [BadInput] =
    [
      ("C02 X1", "'C02 X1'", "4 is a blank"),
      ("C02-X1", "'C02-X1'", "4 is '-'"),
      ("C02Ⅹ1", "'C02Ⅹ1'", "4 is U+2169 (ROMAN NUMERAL TEN)"),
      ("С02X1", "'С02X1'", "1 is U+0421 (CYRILLIC CAPITAL LETTER ES)"),
      ("C02ı1", "'C02ı1'", "4 is U+0131 (LATIN SMALL LETTER DOTLESS I)"),
      ("maß12", "'maß12'", "3 is U+00DF (LATIN SMALL LETTER SHARP S)"),
      ("C0２X1", "'C0２X1'", "3 is U+FF12 (FULLWIDTH DIGIT TWO)"),
      ("C02\u{200B}X1", "'C02<U+200B>X1'", "4 is U+200B (ZERO WIDTH SPACE)"),
      ("C02\u{0}X1", "'C02^@X1'", "4 is U+0000"),
      (
        String(repeating: "é", count: 10_000), "'\(String(repeating: "é", count: 60))…'",
        "1 is U+00E9 (LATIN SMALL LETTER E WITH ACUTE)"
      ),
    ].map {
      serial(
        $0.0,
        "\($0.1) is not a serial number, which has ASCII letters and digits only: "
          + "character \($0.2).")
    } + [serial("", "A serial number is empty."), serial("  \t", "A serial number is empty.")]

  private static func serial(_ text: String, _ sentence: String) -> BadInput {
    BadInput(
      ["assign", "--asset", "{app}", "--serial", text, "--yes"],
      "purser: \(sentence) Nothing was sent.")
  }

  @Test(
    "A serial number has ASCII letters and digits, and a look-alike is named", arguments: serials)
  func refusesSerials(row: BadInput) async throws {
    try await BadInputBench().check(row)
  }

  @Test("Blanks around a serial number go, small letters become capitals, one known here stays")
  func takesSerials() async throws {
    let bench = try await BadInputBench()
    await bench.service.assignElsewhere(
      adamId: try #require(bench.words["other"]), serialNumber: "old-style 7")
    #expect(await bench.rig.run("sync").code == 0)
    let serials = [" f4kx00000001\u{A0}", "F4KX00000001", "old-style 7"]
    let result = await bench.rig.run(
      ["assign", "--asset", bench.filled("{app}"), "--dry-run", "--json"]
        + serials.flatMap { ["--serial", $0] })
    #expect(result.code == 0, "\(result.errors)")
    let object = try #require(try result.json() as? [String: Any])
    let plan = try #require(object["plan"] as? [[String: Any]])
    #expect(plan.compactMap { $0["serialNumber"] as? String } == ["F4KX00000001", "old-style 7"])
    #expect(await bench.service.postCount() == 0)
  }

  @Test("Odd lengths, O and I, and serial numbers never seen are warnings of the plan")
  func warnsOfSerials() async throws {
    let bench = try await BadInputBench()
    let result = await bench.rig.run(
      "assign", "--asset", bench.filled("{app}"), "--serial", "ABC", "--serial", "F4KXO0000001",
      "--serial", String(repeating: "9", count: 40), "--dry-run")
    #expect(result.code == 0, "\(result.errors)")
    let long = String(repeating: "9", count: 40)
    for line in [
      "  ! odd length (ABC, \(long)): Apple's serial numbers have 10 to 12 characters.",
      "  ! letters O or I (F4KXO0000001): Apple's serial numbers have no letter O or I; "
        + "0 and 1 look alike.",
      "  ! never seen here (ABC, F4KXO0000001, \(long)): Apple takes any serial. "
        + "If it is wrong, its licences are used up until they are reclaimed.",
    ] {
      #expect(result.output.contains(line + "\n"), "\(result.output)")
    }
    #expect(await bench.service.postCount() == 0)
  }

  @Test("A serial number never seen needs a yes of its own, before the plan's")
  func asksForNeverSeen() async throws {
    var bench = try await BadInputBench()
    let arguments = ["assign", "--asset", bench.filled("{app}"), "--serial", "F4KX00000001"]
    for answers in [["n"], [""], ["y", "n"], ["Y", "y"]] {
      bench.rig.answers = answers
      let result = await bench.rig.run(arguments)
      #expect(result.code == 1, "\(answers)")
      #expect(
        result.errors.contains(
          "1 serial number was never seen here, and Apple takes any. Is it right? y to go on:"))
      #expect(result.errors.hasSuffix("purser: Not confirmed. Nothing was sent.\n"))
      #expect(await bench.service.postCount() == 0)
    }
  }

  // MARK: - Users

  private static let users: [BadInput] = [
    user("", code: 64, "A user ID is empty. Nothing was sent."),
    user(
      "emp\u{7}1", code: 64,
      "A user ID has a control character at position 4. Nothing was sent."),
    user(
      String(repeating: "x", count: 256), code: 64,
      "A user ID has 256 bytes; 255 are the most. Nothing was sent."),
    user(
      "nobody", code: 1,
      "nobody is not a user of this location.\npurser: --skip-impossible leaves such pairs out.\n"
        + "purser: Nothing was sent."),
    user(
      "{retired}", code: 1,
      "{retired} is a retired user.\npurser: --skip-impossible leaves such pairs out.\n"
        + "purser: Nothing was sent."),
  ]

  private static func user(_ text: String, code: Int32, _ sentence: String) -> BadInput {
    BadInput(
      ["assign", "--asset", "{app}", "--user", text, "--yes"], code: code, "purser: " + sentence)
  }

  @Test(
    "A user ID of the wrong form is 64, one that is nobody's is refused by the plan",
    arguments: users)
  func refusesUsers(row: BadInput) async throws {
    try await BadInputBench().check(row)
  }

  @Test("An unknown user ID that looks like a known one is told with it")
  func namesLookAlikes() async throws {
    let bench = try await BadInputBench()
    #expect(await bench.rig.run("sync").code == 0)
    let known = bench.filled("{user}")
    for typed in [known.uppercased() + "\u{200B}", known.replacing("e", with: "е")]
    where typed != known {
      let result = await bench.rig.run(
        "assign", "--asset", bench.filled("{app}"), "--user", typed, "--yes")
      #expect(result.code == 1)
      #expect(
        result.errors.hasPrefix(
          "purser: '\(SafeText.line(typed))' is not the user '\(known)', but looks alike.\n"),
        "\(result.errors)")
      #expect(await bench.service.postCount() == 0)
    }
  }

  // MARK: - Pairs

  private static let nothing: [BadInput] = [
    BadInput(
      "assign --asset {app} --yes",
      "purser: No holder is named. Name one with --user or --serial, or a file with --from. "
        + "Nothing was sent."),
    BadInput(
      "assign --serial F4KX00000001 --yes",
      "purser: No asset is named. Name one with --asset, or in a column adamId of the file. "
        + "Nothing was sent."),
    BadInput(
      "assign --asset {app} --from {in} --yes", file: "serialNumber\n",
      "purser: {in} has no users and no serial numbers. Nothing was sent."),
  ]

  @Test("Without a holder or an asset there is no change", arguments: nothing)
  func refusesNothing(row: BadInput) async throws {
    try await BadInputBench().check(row)
  }

  private static let impossible: [BadInput] =
    [
      (
        "assign --asset {book} --serial F4KX00000001 --yes",
        "{book} is a book: books go to users only, not to F4KX00000001."
      ),
      (
        "assign --asset {stays} --serial F4KX00000001 --yes",
        "{stays} can't be held by a device, so not by F4KX00000001."
      ),
      (
        "reclaim --asset {book} --user {user} --yes",
        "{book} is a book: the licence stays with {user} for good."
      ),
      (
        "assign --asset 999999999999 --user {user} --yes",
        "999999999999 is not an asset of this location."
      ),
    ].map {
      BadInput(
        $0.0, code: 1,
        "purser: \($0.1)\npurser: --skip-impossible leaves such pairs out.\n"
          + "purser: Nothing was sent.")
    } + [
      BadInput(
        "assign --asset {app} --from {in} --yes", file: "A1\nA2\nA3\nA4\nA5\nA6\n", code: 1,
        "purser: column 1: 6 rows, 6 different\n"
          + "purser: {app}: 5 licences are left, 6 are needed. "
          + "--up-to-available takes the first 5.\npurser: Nothing was sent.")
    ]

  @Test("What the asset's record rules out is refused with its reason", arguments: impossible)
  func refusesImpossible(row: BadInput) async throws {
    try await BadInputBench().check(row)
  }

  @Test("Duplicates go out once and are counted")
  func removesDuplicates() async throws {
    let bench = try await BadInputBench()
    let file = try bench.rig.folder.write(
      "in.csv", Array("Serial Number\nF4KX00000001\nf4kx00000001\n\nF4KX00000002\n".utf8))
    let result = await bench.rig.run(
      "assign", "--asset", bench.filled("{app}"), "--from", file.string, "--serial",
      "F4KX00000002", "--dry-run", "--json")
    #expect(result.code == 0)
    #expect(
      result.errors
        == "purser: column 1 'Serial Number': 3 rows, 2 different, 1 repeated\n")
    let object = try #require(try result.json() as? [String: Any])
    #expect(object["requested"] as? Int == 2)
    let pairs = try bench.rig.folder.write(
      "pairs.csv",
      Array(bench.filled("serial,adamId\nA1,{app}\nA1,{other}\na1,{app}\n").utf8))
    let second = await bench.rig.run("assign", "--from", pairs.string, "--dry-run")
    #expect(
      second.errors == """
        purser: column 1 'serial': 3 rows, 1 different
        purser: column 2 'adamId': 3 rows, 2 different
        purser: 1 row repeats another and count once

        """)
  }

  @Test("More targets than one request may carry are cut, and the plan says into how many")
  func cutsRequests() async throws {
    let bench = try await BadInputBench()
    await bench.service.setAvailable(2_000, adamId: bench.filled("{app}"))
    await bench.service.setSwitches { $0.limits.maxSerialNumbers = 10 }
    let list = (1...25).map { "F4KX000000\($0 + 10)" }.joined(separator: "\n")
    let file = try bench.rig.folder.write("in.csv", Array(list.utf8))
    let result = await bench.rig.run(
      "assign", "--asset", bench.filled("{app}"), "--from", file.string, "--dry-run")
    #expect(result.code == 0, "\(result.errors)")
    #expect(result.output.contains("25 pairs, 3 requests"), "\(result.output)")
    #expect(await bench.service.postCount() == 0)
  }

  @Test("A filter is a plain text, never a regular expression")
  func filtersPlainly() async throws {
    let bench = try await BadInputBench()
    let result = await bench.rig.run("users", "--filter", "(a+)+$", "--format", "csv")
    #expect(result.code == 0, "\(result.errors)")
    #expect(result.output == "clientUserId,email,status,held\r\n")
    let odd = await bench.rig.run("users", "--filter", "colour:red")
    #expect(odd.code == 64)
    #expect(odd.errors.contains("Columns here: "))
  }
}
