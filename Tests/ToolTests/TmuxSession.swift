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

  /// Pastes a text as a terminal does: between brackets where the program asked for them, line ends as Return.
  func paste(_ text: String) throws {
    try tmux(["set-buffer", "--", text])
    try tmux(["paste-buffer", "-p", "-d"])
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

  /// The process of the shell in the terminal.
  func shellID() throws -> String {
    try tmux(["display-message", "-p", "#{pane_pid}"]).trimmingCharacters(
      in: .whitespacesAndNewlines)
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
    let answer = folder.appending(path: "answer-\(UUID().uuidString)").path
    defer { unlink(answer) }
    // Neither a pipe nor Foundation's Process: the server that the first call leaves behind keeps what it inherits
    // open for ever, and both would wait for that.
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, answer, O_WRONLY | O_CREAT, 0o600)
    posix_spawn_file_actions_adddup2(&actions, 1, 2)
    // The threads of a test block signals, and what they start would inherit that: nothing could end it.
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
    let words = ["tmux", "-u", "-S", socket] + arguments
    var pointers: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) }
    pointers.append(nil)
    defer { for pointer in pointers { free(pointer) } }
    var child: pid_t = 0
    guard posix_spawnp(&child, "tmux", &actions, &attributes, pointers, environ) == 0 else {
      throw Failure(description: "tmux could not be started")
    }
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0 && errno == EINTR {}
    let text = String(decoding: try Data(contentsOf: URL(filePath: answer)), as: UTF8.self)
    guard status == 0 else {
      throw Failure(description: "tmux \(arguments.joined(separator: " ")): \(text)")
    }
    return text
  }
}
