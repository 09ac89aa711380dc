import Glibc
import Synchronization

/// A stream of text that goes out in blocks: standard output, standard error, or a test's collection.
final class Output: Sendable {
  private let pending = Mutex<[UInt8]>([])
  private let sink: @Sendable ([UInt8]) -> Void
  /// Whether a person sees it as it comes.
  let isTerminal: Bool
  /// Columns of the terminal, or nothing.
  let columns: Int?

  /// Sends blocks to `sink`.
  init(isTerminal: Bool = false, columns: Int? = nil, sink: @escaping @Sendable ([UInt8]) -> Void) {
    self.isTerminal = isTerminal
    self.columns = columns
    self.sink = sink
  }

  /// A descriptor of the process.
  ///
  /// What can't be written, since the reader has gone, is dropped.
  convenience init(descriptor: Int32) {
    let isTerminal = isatty(descriptor) == 1
    self.init(isTerminal: isTerminal, columns: Self.columns(of: descriptor)) { bytes in
      var rest = bytes[...]
      while !rest.isEmpty {
        let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
        if count < 0 && errno == EINTR { continue }
        guard count > 0 else { return }
        rest = rest.dropFirst(count)
      }
    }
  }

  /// Adds bytes.
  func write(_ bytes: some Sequence<UInt8>) {
    let full = pending.withLock { pending -> [UInt8]? in
      pending.append(contentsOf: bytes)
      guard pending.count >= 1 << 16 else { return nil }
      defer { pending = [] }
      return pending
    }
    if let full { sink(full) }
  }

  /// Adds a line of text that is safe already.
  func line(_ text: String) {
    write(Array(text.utf8) + [UInt8(ascii: "\n")])
  }

  /// Sends what is left.
  func flush() {
    let rest = pending.withLock { pending -> [UInt8] in
      defer { pending = [] }
      return pending
    }
    if !rest.isEmpty { sink(rest) }
  }

  private static func columns(of descriptor: Int32) -> Int? {
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
  }
}
