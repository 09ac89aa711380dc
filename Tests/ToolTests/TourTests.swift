import Foundation
import Testing

/// Docs/Tour.md shows the screens of a whole round through the console, as they are.
@MainActor
struct TourTests {
  @Test(
    "Docs/Tour is what the console shows; RECORD_DOCS=1 writes it", .timeLimit(.minutes(3)))
  func isCurrent() async throws {
    let path = SourceFile.root + "/Docs/Tour.md"
    let tour = try await Tour()
    try await tour.walk()
    let text = tour.page.text
    if ProcessInfo.processInfo.environment["RECORD_DOCS"] != nil {
      try text.write(toFile: path, atomically: true, encoding: .utf8)
    }
    let kept = try String(contentsOfFile: path, encoding: .utf8).split(
      separator: "\n", omittingEmptySubsequences: false)
    let now = text.split(separator: "\n", omittingEmptySubsequences: false)
    let first = zip(kept, now).first { $0 != $1 }
    #expect(kept == now, "first difference, kept and now:\n\(first?.0 ?? "")\n\(first?.1 ?? "")")
  }

  @Test(
    "Ages and times of a screen are the same in every run, and the columns stay",
    arguments: [
      (" ours   synced 12 min ago     ▸", " ours   synced just now       ▸"),
      (" ours   synced 3 s ago", " ours   synced just now"),
      ("━ Plan ━━━━━ read from Apple 3 s ago ━", "━ Plan ━━━━ read from Apple just now ━"),
      ("   1  done   10:07   next", "   1  done   09:42   next"),
      ("Keynote   37/40", "Keynote   37/40"),
    ])
  func isSteady(line: String, steady: String) {
    #expect(TourPage.steady(line) == steady)
  }
}
