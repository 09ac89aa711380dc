import CProcess
import Dispatch
import Glibc
import Screen

extension CursesTerminal {
  /// Serves the terminal and the pipe of signals on the main queue.
  func listen(toSignals signals: Int32) {
    serve(descriptor.number) { $0.readKeys() }
    guard signals >= 0 else { return }
    serve(signals) { $0.readSignals(signals) }
  }

  private func serve(
    _ number: Int32, _ body: @escaping @MainActor @Sendable (CursesTerminal) -> Void
  ) {
    let source = DispatchSource.makeReadSource(fileDescriptor: number, queue: .main)
    source.setEventHandler { [weak self] in
      MainActor.assumeIsolated {
        // The main queue is served by one thread after another.
        purser_terminal_guard_thread()
        if let self, self.isOpen { body(self) }
      }
    }
    source.activate()
    sources.append(source)
  }

  /// Reads everything that waits and tells it as few events.
  private func readKeys() {
    guard let bytes = descriptor.readAll() else { return hangUp() }
    tell(parser.take(bytes, at: uptime))
    if parser.isWaiting { flushLater(parser.count) }
  }

  /// Takes an escape byte for the key when nothing follows it within 50 ms.
  private func flushLater(_ count: Int) {
    DispatchQueue.main.asyncAfter(deadline: .now() + .milliseconds(50)) { [weak self] in
      MainActor.assumeIsolated {
        guard let self, self.isOpen, self.parser.count == count else { return }
        self.tell(self.parser.flush())
      }
    }
  }

  private func tell(_ found: [ScreenEvent]) {
    for event in found { continuation.yield(event) }
  }

  private func readSignals(_ pipe: Int32) {
    var bytes = [UInt8](repeating: 0, count: 256)
    let count = max(0, read(pipe, &bytes, bytes.count))
    // Many of a kind are one: a window that is dragged tells its size over and over.
    for number in Set(bytes[..<count].map(Int32.init)).sorted() where isOpen {
      switch number {
      case SIGWINCH: resize()
      case SIGCONT: resume()
      case SIGTSTP: suspend()
      case SIGHUP: hangUp()
      default: continuation.yield(.terminate(number))
      }
    }
  }

  /// Tells once that the terminal is gone, and listens to it no more: its end is always ready to be
  /// read.
  func hangUp() {
    guard let terminal = sources.first, !terminal.isCancelled else { return }
    terminal.cancel()
    continuation.yield(.hangUp)
  }
}
