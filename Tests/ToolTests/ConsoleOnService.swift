import Foundation
import Glibc
import SimulatedService
import Testing

/// The real console in a terminal, on a simulated service of this process that can be looked behind.
///
/// Everything that waits for the terminal waits on a thread of its own: in the pool it would keep the service from answering.
struct ConsoleOnService: Sendable {
  let rig: ToolRig
  let service: SimulatedService
  let terminal: TmuxSession

  /// A location with its token kept, claimed, and the console open on it with everything read.
  static func open(
    _ change: (inout SimulatorOptions) -> Void = { _ in }
  ) async throws -> ConsoleOnService {
    let rig = try await ToolRig(isReal: true) { options in
      options.assets = 40
      options.users = 30
      options.devices = 60
      options.assignments = 200
      options.switches.announcedRate = 5_000
      change(&options)
    }
    let service = try #require(rig.service)
    let file = try rig.writeToken()
    #expect(await rig.run("token", "add", file, "--name", "campus-nord").code == 0)
    #expect(await rig.run("client", "claim", "--yes").code == 0)
    return try await ConsoleOnService(rig, service)
  }

  private init(_ rig: ToolRig, _ service: SimulatedService) async throws {
    self.rig = rig
    self.service = service
    var environment = rig.environment
    environment["TERM"] = "xterm-256color"
    environment["LANG"] = "C.UTF-8"
    let settings = environment
    terminal = try await offPool {
      try TmuxSession(
        script: "\(RealProcess.binary); echo \"ended $?\"", environment: settings, columns: 120,
        rows: 40)
    }
    _ = try await wait("everything read") { $0.contains("synced just now") }
  }

  /// The terminal goes away as when a line drops; a new one opens the console again.
  func dropLine() async throws -> ConsoleOnService {
    let terminal = terminal
    try await offPool {
      let console = try #require(
        try ProcessTable.children(of: terminal.shellID()).first, "no console")
      terminal.close()
      let end = ContinuousClock.now + .seconds(15)
      while ProcessTable.isRunning(console) {
        guard ContinuousClock.now < end else {
          throw TmuxSession.Failure(description: "the console outlived its terminal")
        }
        // Not our child, so that nothing tells when it ends.
        usleep(20_000)
      }
    }
    return try await ConsoleOnService(rig, service)
  }

  func send(_ keys: String...) async throws {
    try await offPool { for key in keys { try terminal.send(key) } }
  }

  func paste(_ lines: [String]) async throws {
    try await offPool { try terminal.paste(lines.joined(separator: "\n")) }
  }

  @discardableResult
  func wait(
    _ what: String, until isThere: @escaping @Sendable (String) -> Bool
  ) async throws -> String {
    try await offPool { try terminal.wait(what, until: isThere) }
  }

  @discardableResult
  func wait(for text: String) async throws -> String {
    try await wait("«\(text)»") { $0.contains(text) }
  }

  /// Answers the one `y` of a question; again each second, since keys that come too early are dropped on purpose.
  func confirm(_ question: String) async throws {
    try await wait(for: question)
    try await offPool {
      for _ in 0..<8 {
        try terminal.send("y")
        let gone = try? terminal.wait("an answer", seconds: 1) { !$0.contains(question) }
        if gone != nil { return }
      }
    }
  }

  /// Types the word that a question asks for, and Enter once it stands there.
  func confirm(_ question: String, typing word: String) async throws {
    try await wait(for: question)
    try await offPool {
      for _ in 0..<8 {
        try terminal.send("C-u", word)
        let typed = try? terminal.wait("the word", seconds: 1) {
          $0.contains("\(word)▏") || !$0.contains(question)
        }
        if typed == nil { continue }
        for _ in 0..<4 {
          // An Enter counts 300 ms after the last letter, by the clock of the real console, which nothing here can move.
          usleep(350_000)
          try terminal.send("Enter")
          let gone = try? terminal.wait("an answer", seconds: 1) { !$0.contains(question) }
          if gone != nil { return }
        }
      }
    }
  }

  /// Leaves, and waits for the shell.
  func quit() async throws {
    try await send("q")
    try await wait(for: "ended 0")
    close()
    await service.stop()
  }

  func close() { terminal.close() }
}

/// Runs something that blocks on a thread of its own.
func offPool<Value: Sendable>(
  _ body: @escaping @Sendable () throws -> Value
) async throws -> Value {
  try await withCheckedThrowingContinuation { continuation in
    Thread.detachNewThread { continuation.resume(with: Result { try body() }) }
  }
}
