#if CUT_POINTS
  import FoundationEssentials
  import Glibc
  import Synchronization

  /// Named points at which a debug build kills itself, so that a test can cut a run anywhere (reliability.md 15.1).
  ///
  /// `PURSER_CUT=NAME:N` ends the process by SIGKILL at the N-th passing of a point, `any:N` at the N-th of all of them;
  /// `PURSER_CUT_TRACE=FILE` writes down each passing. A release build has none of this.
  final class CutPoints: Sendable {
    private struct State {
      var passings = 0
      var trace: Int32 = -1
    }

    private let name: String
    private let number: Int
    /// How long a request is on its way when it is cut there, in microseconds.
    let delay: UInt32
    private let state: Mutex<State>

    /// Nothing where the environment asks for neither.
    init?(_ environment: [String: String]) {
      let cut = (environment["PURSER_CUT"] ?? "").split(separator: ":")
      let trace = environment["PURSER_CUT_TRACE"] ?? ""
      guard !cut.isEmpty || !trace.isEmpty else { return nil }
      name = cut.first.map(String.init) ?? ""
      number = cut.count > 1 ? Int(cut[1]) ?? 1 : 1
      delay = cut.count > 2 ? UInt32(cut[2]) ?? 1000 : 1000
      let file = trace.isEmpty ? -1 : open(trace, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
      state = Mutex(State(trace: file))
    }

    /// Passes a point; `last` is done first if it is the one at which the process ends.
    func pass(_ point: String, last: () -> Void = {}) {
      guard isDue(point) else { return }
      last()
      Self.die()
    }

    /// Counts a passing and tells whether the process is to end here.
    func isDue(_ point: String) -> Bool {
      state.withLock { state in
        let line = Array("\(point)\n".utf8)
        if state.trace >= 0 { _ = Glibc.write(state.trace, line, line.count) }
        guard name == "any" || name == point else { return false }
        state.passings += 1
        return state.passings == number
      }
    }

    /// Ends the process as `kill -9` from outside does.
    static func die() -> Never {
      kill(getpid(), SIGKILL)
      while true { pause() }
    }

    /// Puts the points around files and network, and the clock that the environment asks for in the place of the real one.
    static func install(in context: inout ToolContext) {
      if let clock = WarpClock(context.environment["PURSER_CLOCK"] ?? "") {
        context.clock = clock
        context.now = { clock.date }
      }
      guard let points = CutPoints(context.environment) else { return }
      context.files = CuttingFileSystem(context.files, points)
      let transport = context.transport
      context.transport = { configuration, environment in
        CuttingTransport(base: try transport(configuration, environment), points: points)
      }
    }
  }
#endif
