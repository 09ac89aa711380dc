import Glibc
import Screen

/// The device behind standard input, in a description of its own.
///
/// Its own, because it does not block: a stalled line must not stop the program, and to set that on
/// standard input would set it for the shell as well.
struct TerminalDescriptor {
  let number: Int32

  /// Opens the terminal that both standard input and standard output belong to.
  init() throws(TerminalError) {
    guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else { throw .noTerminal }
    let flags = O_RDWR | O_NONBLOCK | O_NOCTTY | O_CLOEXEC
    // The name fails after `su`, where the device belongs to somebody else; then standard input,
    // which blocks, has to do.
    let named = ttyname(STDOUT_FILENO).map { open($0, flags) } ?? -1
    number = named >= 0 ? named : dup(STDOUT_FILENO)
    guard number >= 0 else { throw .refused(errno) }
  }

  /// The cells it has; 80 × 24 where it does not know.
  var size: Size {
    var found = winsize()
    guard ioctl(number, UInt(TIOCGWINSZ), &found) == 0, found.ws_col > 0, found.ws_row > 0 else {
      return Size(width: 80, height: 24)
    }
    return Size(width: Int(found.ws_col), height: Int(found.ws_row))
  }

  /// Everything that waits to be read, up to a limit; nil once the terminal is gone.
  func readAll(limit: Int = 1 << 20) -> [UInt8]? {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65536)
    while bytes.count < limit, Self.isReady(number) {
      let count = read(number, &buffer, buffer.count)
      if count > 0 {
        bytes += buffer[..<count]
      } else if count < 0, errno == EAGAIN || errno == EINTR {
        break
      } else {
        return bytes.isEmpty ? nil : bytes
      }
    }
    return bytes
  }

  private static func isReady(_ number: Int32) -> Bool {
    var entry = pollfd(fd: number, events: Int16(POLLIN), revents: 0)
    return poll(&entry, 1, 0) > 0
  }

  /// What became of a write.
  enum Written {
    case all
    case rest([UInt8])
    case gone
  }

  /// Writes in one call; what the line does not take now comes back.
  func write(_ bytes: [UInt8]) -> Written {
    var start = 0
    while start < bytes.count {
      let count = bytes[start...].withUnsafeBytes { Glibc.write(number, $0.baseAddress, $0.count) }
      if count > 0 {
        start += count
      } else if errno == EAGAIN {
        return .rest(Array(bytes[start...]))
      } else if errno != EINTR {
        return .gone
      }
    }
    return .all
  }
}
