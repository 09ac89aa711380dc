import Synchronization

/// One line on standard error that is painted over while something takes longer than a second; nothing into a pipe.
final class ProgressLine: Sendable {
  private struct State {
    var isShown = false
  }

  private let output: Output?
  private let start = ContinuousClock.now
  private let state = Mutex(State())

  /// A line for a command; silent where nobody watches.
  init(_ context: ToolContext, isQuiet: Bool) {
    output = context.errors.isTerminal && !isQuiet ? context.errors : nil
  }

  /// Shows a text of ours.
  func show(_ text: String) {
    guard let output, start.duration(to: .now) >= .seconds(1) else { return }
    state.withLock { $0.isShown = true }
    let cut = String(text.prefix(max(1, (output.columns ?? 80) - 1)))
    output.write(Array("\r\u{1B}[K\(cut)".utf8))
    output.flush()
  }

  /// Takes the line away.
  func clear() {
    let wasShown = state.withLock { state in
      defer { state.isShown = false }
      return state.isShown
    }
    if wasShown {
      output?.write(Array("\r\u{1B}[K".utf8))
      output?.flush()
    }
  }
}
