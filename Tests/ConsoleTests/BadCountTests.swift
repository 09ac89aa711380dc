import AppsAndBooks
import Console
import ConsoleSupport
import LocationStore
import Screen
import TestSupport
import Testing

/// The row «counts inconsistent» of the bad-input matrix (reliability.md section 10).
struct BadCountTests {
  @Test("Counts that contradict each other are shown as they are, with a mark")
  func marksCounts() async {
    func record(_ name: String, _ used: Int, _ left: Int, _ total: Int) -> AssetRecord {
      AssetRecord(
        asset: Asset(
          id: SampleLocation.asset(name), productType: .app, assignedCount: used,
          availableCount: left, totalCount: total), name: name)
    }
    let driver = await StepDriver(
      snapshot: LocationSnapshot(
        SampleLocation.identity,
        assets: [record("Fine", 3, 2, 5), record("Less", -1, 6, 5), record("Other", 3, 2, 9)]))
    func words(_ name: String) -> [Substring] {
      let line = driver.canvas.text.first { $0.contains(name) && $0.contains(" app ") } ?? ""
      return line.prefix { $0 != "│" }.split(separator: " ").filter { $0 != "▸" && $0 != "▹" }
    }
    #expect(words("Fine") == ["Fine", "app", "3", "2"])
    #expect(words("Less") == ["!", "Less", "app", "-1", "6"])
    #expect(words("Other") == ["!", "Other", "app", "3", "2"])
  }
}
