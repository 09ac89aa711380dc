import Foundation
import Glibc
import Testing

/// The main journey with the real binary in a pseudo-terminal: keys in, screens out, the shell as before.
///
/// One at a time, since each is a process of its own.
@Suite(.serialized, .timeLimit(.minutes(3)))
struct ConsoleJourneyTests {
  private static let binary = SourceFile.root + "/.build/debug/purser"
  private static let demo =
    "\(binary) demo --assets 40 --users 60 --devices 80 --assignments 300"

  @Test(
    "Filter, assign to three devices, see it done, reclaim one, quit: the terminal is as before",
    arguments: ["xterm-256color", "linux"])
  func changesAndLeaves(term: String) throws {
    let session = try TmuxSession(
      script:
        "stty -g > ~/before; \(Self.demo); echo \"ended $?\"; stty -g | diff ~/before - && echo same",
      environment: ["TERM": term, "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"], columns: 120, rows: 34)
    defer { session.close() }
    // Everything is read before a key is pressed.
    try session.wait("the import") { $0.contains("synced just now") && $0.contains("Keynote") }
    try session.send("2", "/")
    try session.send("keynote", "Enter")
    try session.wait(for: "1 of 40")
    try session.send("a")
    try session.wait(for: "Assign Keynote to")
    try session.send("]")
    try session.wait(for: "C0205LXKQ05D")
    try session.send("Space", "Space", "Space")
    try session.wait(for: "Enter plan for 3")
    try session.send("Enter")
    try session.wait(for: "Assign 3 licences?")
    // A confirmation listens once no key has come for 300 ms.
    try press("y", session, until: "operation 1 is done: 3 licences assigned")
    let done = try session.screen()
    #expect(done.components(separatedBy: "device         done").count == 4, "\(done)")
    try session.send("3", "g", "r")
    try session.wait(for: "Reclaim 1 licence?")
    try press("y", session, until: "operation 2 is done: 1 licence reclaimed")
    try session.send("q")
    let end = try session.wait(for: "same")
    #expect(end.contains("ended 0"))
  }

  @Test("A terminal that hangs up or a SIGTERM gives the shell back", arguments: ["TERM", "HUP"])
  func isEnded(signal: String) throws {
    let session = try TmuxSession(
      script: """
        stty -g > ~/before
        \(Self.demo)
        stty -g | diff ~/before - && echo same
        """,
      environment: ["TERM": "xterm-256color", "LANG": "C.UTF-8"], columns: 100, rows: 30)
    defer { session.close() }
    try session.wait("the import") { $0.contains("synced just now") }
    // The one whose parent is this session's shell; tmux tells the shell's process.
    let console = try #require(try ProcessTable.children(of: session.shellID()).first)
    #expect(kill(console, signal == "TERM" ? SIGTERM : SIGHUP) == 0)
    try session.wait(for: "same")
  }

  /// Presses a key once more each second until the screen answers: keys too early are dropped on purpose.
  private func press(_ key: String, _ session: TmuxSession, until text: String) throws {
    for _ in 0..<5 {
      try session.send(key)
      let isGone = try? session.wait("the answer", seconds: 1) {
        !$0.contains("licence?") && !$0.contains("licences?")
      }
      if isGone != nil { break }
    }
    try session.wait(for: text)
  }
}
