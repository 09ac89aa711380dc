import Foundation
import Glibc
import SystemPackage

/// The real binary as a child process: run to its end, or killed on the way.
enum Child {
  /// How a run is ended from outside.
  enum Kill {
    /// At the N-th passing of a point; `during` points wait so many microseconds.
    case point(String, Int, delay: Int = 1000)
    /// So long after its start.
    case time(Duration)
  }

  /// What a run left behind.
  struct Run {
    var arguments: [String]
    /// The exit code; nothing if a signal ended it.
    var code: Int32?
    var signal: Int32 = 0
    var output = ""
    var errors = ""
    var life = Duration.zero
    /// The points it passed, in order.
    var points: [String] = []

    var wasKilled: Bool { signal == SIGKILL }
    /// The output as JSON objects.
    var objects: [[String: Any]] {
      let json = try? JSONSerialization.jsonObject(with: Data(output.utf8))
      return json as? [[String: Any]] ?? (json as? [String: Any]).map { [$0] } ?? []
    }
  }

  struct Failure: Error, CustomStringConvertible {
    var description: String
  }

  /// The folder that holds Package.swift.
  static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().path
  private static let binary =
    ProcessInfo.processInfo.environment["PURSER_BINARY"] ?? root + "/.build/debug/purser"
  /// No run takes longer; one that does is taken for hung.
  private static let limit = Duration.seconds(60)

  /// Runs the binary; what it prints and passes goes through files in `folder`.
  static func run(
    _ arguments: [String], _ environment: [String: String], kill: Kill? = nil, in folder: FilePath
  ) async throws -> Run {
    var environment = environment
    let trace = folder.appending("trace").string
    unlink(trace)
    environment["PURSER_CUT_TRACE"] = trace
    let time: Duration?
    switch kill {
    case .point(let name, let number, let delay):
      environment["PURSER_CUT"] = "\(name):\(number):\(delay)"
      time = nil
    case .time(let duration): time = duration
    case nil: time = nil
    }
    let settings = environment
    let out = folder.appending("out").string
    let err = folder.appending("err").string
    let began = ContinuousClock.now
    // A thread of its own: waiting must not take a thread that the service in this process needs.
    var run: Run = try await withCheckedThrowingContinuation { continuation in
      Thread.detachNewThread {
        continuation.resume(
          with: Result {
            let child = try spawn([binary] + arguments, settings, out, err)
            return try wait(for: child, killAfter: time, arguments)
          })
      }
    }
    run.life = ContinuousClock.now - began
    run.output = text(out)
    run.errors = text(err)
    run.points = text(trace).split(separator: "\n").map(String.init)
    return run
  }

  private static func text(_ path: String) -> String {
    (try? Data(contentsOf: URL(filePath: path))).map { String(decoding: $0, as: UTF8.self) } ?? ""
  }

  private static func wait(
    for child: pid_t, killAfter time: Duration?, _ arguments: [String]
  ) throws -> Run {
    var run = Run(arguments: arguments)
    var status: Int32 = 0
    if let time {
      usleep(UInt32(max(time / .microseconds(1), 0)))
      _ = Glibc.kill(child, SIGKILL)
    }
    let end = ContinuousClock.now + limit
    var pause: UInt32 = 200
    while waitpid(child, &status, time == nil ? WNOHANG : 0) != child {
      guard ContinuousClock.now < end else {
        _ = Glibc.kill(child, SIGKILL)
        waitpid(child, &status, 0)
        throw Failure(description: "purser \(arguments.joined(separator: " ")) hung for \(limit)")
      }
      usleep(pause)
      pause = min(pause * 2, 4000)
    }
    run.signal = status & 0x7F
    if run.signal == 0 { run.code = (status >> 8) & 0xFF }
    return run
  }

  private static func spawn(
    _ words: [String], _ environment: [String: String], _ out: String, _ err: String
  ) throws -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, out, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    posix_spawn_file_actions_addopen(&actions, 2, err, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
    var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
    var variables: [UnsafeMutablePointer<CChar>?] =
      environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for pointer in arguments + variables { free(pointer) } }
    var child: pid_t = 0
    let error = posix_spawn(&child, words[0], &actions, &attributes, &arguments, &variables)
    guard error == 0 else {
      throw Failure(description: "\(words[0]) could not be started: \(error)")
    }
    return child
  }
}
