import Files
import FoundationEssentials
import Glibc
import SystemPackage

/// Runs the program of `--token-command`: no shell, no input, ten seconds.
///
/// It runs before anything else of the command and blocks its thread meanwhile; nothing waits for it.
enum TokenProgram {
  private static let limitSeconds = 10.0

  /// What the program prints, at most 8 KiB.
  static func run(_ command: String) throws -> [UInt8] {
    let words = try split(command)
    guard let program = words.first else {
      throw ToolError(.usage, "--token-command names no program.")
    }
    let (readEnd, writeEnd) = try FileDescriptor.pipe(options: .closeOnExec)
    defer { try? readEnd.close() }
    let child = try writeEnd.closeAfter { try start(words, output: writeEnd.rawValue) }
    let bytes = try collect(readEnd.rawValue, from: child, program)
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0 && errno == EINTR {}
    guard status == 0 else {
      let code = (status >> 8) & 0xFF
      throw failure(program, status & 0x7F == 0 ? "ended with \(code)" : "was ended by a signal")
    }
    return bytes
  }

  /// Splits at blanks; single and double quotes keep blanks, nothing else is special.
  static func split(_ command: String) throws -> [String] {
    var words: [String] = []
    var word: String?
    var quote: Character?
    for character in command {
      if let open = quote {
        if character == open { quote = nil } else { word?.append(character) }
      } else if character == "\"" || character == "'" {
        quote = character
        word = word ?? ""
      } else if character.isWhitespace {
        if let done = word { words.append(done) }
        word = nil
      } else {
        word = (word ?? "") + String(character)
      }
    }
    guard quote == nil else {
      throw ToolError(.usage, "--token-command has a quote that is never closed.")
    }
    if let word { words.append(word) }
    return words
  }

  private static func start(_ words: [String], output: Int32) throws -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, output, 1)
    // This thread may block signals; what it starts is to be ended like any other program.
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
    var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) }
    arguments.append(nil)
    defer { for argument in arguments { free(argument) } }
    var child: pid_t = 0
    let result = posix_spawnp(&child, words[0], &actions, &attributes, arguments, environ)
    guard result == 0 else { throw failure(words[0], "could not be started") }
    return child
  }

  private static func collect(_ file: Int32, from child: pid_t, _ program: String) throws -> [UInt8]
  {
    let start = ContinuousClock.now
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while true {
      let left = Duration.seconds(limitSeconds) - start.duration(to: .now)
      var poller = pollfd(fd: file, events: Int16(POLLIN), revents: 0)
      let milliseconds = Int32(max(0, left / .milliseconds(1)))
      let ready = poll(&poller, 1, milliseconds)
      if ready < 0 && errno == EINTR { continue }
      let count = ready > 0 ? read(file, &buffer, buffer.count) : -1
      if count == 0 { return bytes }
      if count > 0 { bytes += buffer[..<count] }
      if count < 0 || bytes.count > TokenFile.sizeLimit {
        kill(child, SIGKILL)
        while waitpid(child, nil, 0) < 0 && errno == EINTR {}
        throw failure(
          program, count < 0 ? "gave no token within 10 s" : "printed more than 8 KiB")
      }
    }
  }

  private static func failure(_ program: String, _ what: String) -> ToolError {
    ToolError(.token, "The program of --token-command, \(program), \(what). No token was read.")
  }
}
