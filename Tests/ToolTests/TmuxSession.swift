import Foundation
import Glibc

/// The real binary in a pseudo-terminal, with tmux as the terminal emulator.
///
/// Waits are for output: `wait` looks again whenever the program has written, and gives up at its deadline.
struct TmuxSession {
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  private let folder: URL
  private let socket: String
  private let output: Int32

  /// Starts a shell of the given size that runs `script`, and stays open after it.
  init(script: String, environment: [String: String], columns: Int, rows: Int) throws {
    folder = URL(filePath: NSTemporaryDirectory()).appending(path: "purser-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    socket = folder.appending(path: "tmux").path
    let fifo = folder.appending(path: "output").path
    guard mkfifo(fifo, 0o600) == 0 else { throw Failure(description: "mkfifo: \(errno)") }
    output = open(fifo, O_RDWR | O_NONBLOCK)
    let file = folder.appending(path: "script")
    try Data("\(script)\n".utf8).write(to: file)
    var settings = environment.map { "\($0.key)=\($0.value)" }
    settings.append("HOME=\(folder.path)")
    try tmux(
      ["-f", "/dev/null", "new-session", "-d", "-x", "\(columns)", "-y", "\(rows)", "env"]
        + settings + ["bash", "--norc", "--noprofile"])
    try tmux(["set", "-g", "remain-on-exit", "on"])
    try tmux(["pipe-pane", "-O", "cat > '\(fifo)'"])
    try send("PS1='$ '; clear; . '\(file.path)'", "Enter")
  }

  /// Presses keys by tmux's names; a longer text is typed.
  func send(_ keys: String...) throws {
    for key in keys { try tmux(["send-keys", key]) }
  }

  /// The screen as text, lines joined.
  func screen() throws -> String {
    try tmux(["capture-pane", "-p"])
  }

  /// Looks at the screen after each piece of output until it is as wanted, and returns it.
  @discardableResult
  func wait(
    _ what: String, seconds: Int = 30, until isThere: (String) -> Bool
  ) throws -> String {
    let clock = ContinuousClock()
    let end = clock.now + .seconds(seconds)
    while true {
      let text = try screen()
      if isThere(text) { return text }
      guard clock.now < end else {
        throw Failure(description: "no \(what) within \(seconds) s; the screen was:\n\(text)")
      }
      waitForOutput()
    }
  }

  /// Waits until the screen holds a text.
  @discardableResult
  func wait(for text: String, seconds: Int = 30) throws -> String {
    try wait("«\(text)»", seconds: seconds) { $0.contains(text) }
  }

  /// Ends the emulator and removes its files.
  func close() {
    _ = try? tmux(["kill-server"])
    Glibc.close(output)
    try? FileManager.default.removeItem(at: folder)
  }

  /// Blocks until the program wrote something, at most a quarter of a second, and drains it.
  private func waitForOutput() {
    var descriptor = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
    _ = poll(&descriptor, 1, 250)
    var bytes = [UInt8](repeating: 0, count: 65536)
    while read(output, &bytes, bytes.count) > 0 {}
  }

  @discardableResult
  private func tmux(_ arguments: [String]) throws -> String {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/tmux")
    process.arguments = ["-u", "-S", socket] + arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    let text = String(decoding: data, as: UTF8.self)
    guard process.terminationStatus == 0 else {
      throw Failure(description: "tmux \(arguments.joined(separator: " ")): \(text)")
    }
    return text
  }
}
