import AppsAndBooks
import ConsoleSupport
import Foundation
import LocationStore
import Operations
import Screen
import TestSupport
import Testing
@testable import Console

/// What an exported file holds.
struct PagesExportTests {
  private func text(_ source: ExportSource, json: Bool = false) -> String {
    String(decoding: ExportText.bytes(of: source, asJSON: json), as: UTF8.self)
  }

  private func answer(_ list: ListID, _ filter: String = "") async throws -> RowsAnswer {
    let request = RowsRequest(
      list: list, snapshot: SampleLocation.snapshot, filter: FilterQuery(filter, for: list.kind),
      sort: ListState.naturalSort(of: list, subject: .everything))
    return try await RowsFinder.find(request)
  }

  @Test("a list is written as it is shown: filtered and sorted, in the service's words")
  func lists() async throws {
    let assets = text(.list(try await answer(.assets, "skizze")))
    let lines = assets.split(separator: "\r\n").map(String.init)
    #expect(lines.count == 2)
    #expect(
      lines[0]
        == "adamId,pricingParam,productType,name,assignedCount,availableCount,totalCount,"
        + "retiredCount,deviceAssignable,revocable,supportedPlatforms,unlimited")
    #expect(lines[1].hasSuffix("STDQ,App,Skizze Pro,120,0,120,0,true,true,iOS macOS,false"))
    let users = text(.list(try await answer(.users, "emp-0043")), json: true)
    #expect(
      users == "[\n{\"clientUserId\":\"emp-0043\",\"email\":\"ines@example.org\","
        + "\"status\":\"Registered\",\"held\":4}\n]\n")
    let devices = text(.list(try await answer(.devices, "F9FZK2Q7")))
    #expect(devices == "serialNumber,label,held\r\nF9FZK2Q7PLK4,,0\r\n")
    let pairs = text(.list(try await answer(.allAssignments, "schulatlas")), json: true)
    #expect(pairs.contains("\"clientUserId\":\"emp-0047\",\"name\":\"Schulatlas\""))
    #expect(!pairs.contains("serialNumber"))
  }

  @Test("a plan is written with what is dropped and why")
  func plan() {
    let lines = text(.plan(PagesSample.plan9a())).split(separator: "\r\n").map(String.init)
    #expect(lines.count == 19)
    #expect(lines[1].hasSuffix(",STDQ,,F9FZK2Q0PLK4,assign,,8"))
    #expect(lines.filter { $0.hasSuffix(",DMPC7X1RMF3M,none,already so,") }.count == 2)
  }

  @Test("operations are written pair by pair, quotes and commas kept apart")
  func operations() throws {
    var record = PagesOperationsTests.partial
    record.reason = "first \"week\", year 7"
    let lines = text(.operations([record])).split(separator: "\r\n").map(String.init)
    #expect(lines.count == 17)
    #expect(lines[1].contains("118,assign,partial,2026-08-24T09:36:00Z"))
    #expect(lines[1].contains("\"first \"\"week\"\", year 7\""))
    #expect(lines[1].hasSuffix("failed,9709,\"no licence left, the last one went elsewhere\""))
    let json = text(.operations([record]), json: true)
    let rows = try #require(
      try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [[String: Any]])
    #expect(rows.count == 16)
    #expect(rows[0]["reason"] as? String == "first \"week\", year 7")
  }

  @Test("the end of the path decides the format, and e asks for a path")
  func paths() async throws {
    let source = ExportSource.list(try await answer(.users, "emp-0043"))
    let json = ExportText.bytes(for: ExportRequest(source: source, path: "./x.JSON"))
    #expect(json.first == UInt8(ascii: "["))
    #expect(ExportText.rowCount(of: source) == 1)
    var driver = await StepDriver()
    await driver.press("t")
    await driver.send(.token(TokenStatus(location: "annex", organization: "Lindenhof Schools")))
    await driver.press("e")
    guard case .path(.tokens, let path)? = driver.state.prompt else {
      Issue.record("e asks for a path")
      return
    }
    #expect(path.text == "./tokens-2026-08-24.csv")
  }

  @Test("control characters are escaped in JSON")
  func control() throws {
    var status = TokenStatus(location: "a\u{1}\"\\\n", organization: "b", fingerprint: "c")
    status.word = .ok
    let json = text(.tokens([status]), json: true)
    let rows = try #require(
      try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [[String: Any]])
    #expect(rows[0]["location"] as? String == "a\u{1}\"\\\n")
  }
}
