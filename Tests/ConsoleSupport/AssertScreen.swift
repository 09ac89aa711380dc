package import Screen
import Foundation
package import Testing

/// The sizes at which every screen is looked at: three panes, two, two small ones, one.
package let screenSizes = [(140, 40), (100, 30), (80, 24), (60, 15)]

/// Compares a canvas with the file of its name: what stands in the cells, and what it means.
///
/// Files lie in `Tests/ConsoleTests/Fixtures/Screens`. `RECORD_SCREENS=1` writes them and fails. Every line of the
/// text ends in `|`, so that blanks at its end are seen. What no screen may do is looked for in any case (`ScreenCheck`).
package func assertScreen(
  _ canvas: Canvas, _ name: String, sourceLocation: SourceLocation = #_sourceLocation
) throws {
  for problem in ScreenCheck.problems(of: canvas) {
    Issue.record("\(name): \(problem)", sourceLocation: sourceLocation)
  }
  let text = canvas.text.map { $0 + "|" } + [""] + canvas.roleRuns
  let screen = text.joined(separator: "\n") + "\n"
  let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "ConsoleTests/Fixtures/Screens/\(name).txt")
  if ProcessInfo.processInfo.environment["RECORD_SCREENS"] != nil {
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(screen.utf8).write(to: file)
    Issue.record("recorded \(name)", sourceLocation: sourceLocation)
    return
  }
  let wanted = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
  guard screen != wanted else { return }
  let old = wanted.split(separator: "\n", omittingEmptySubsequences: false)
  let new = screen.split(separator: "\n", omittingEmptySubsequences: false)
  var lines: [String] = []
  for index in 0..<max(old.count, new.count) {
    let before = index < old.count ? old[index] : "(nothing)"
    let after = index < new.count ? new[index] : "(nothing)"
    if before != after { lines += ["\(index) - \(before)", "\(index) + \(after)"] }
  }
  Issue.record(
    "\(name) differs:\n\(lines.prefix(24).joined(separator: "\n"))",
    sourceLocation: sourceLocation)
}
