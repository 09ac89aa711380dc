package import Screen

/// The main loop: takes what happened, changes the state, runs effects, paints.
///
/// Everything goes through one queue. All that waits is handled before a paint; a key paints at once, without a
/// key at most four frames a second are painted, two while figures of an import run (screens.md, Motion 2).
@MainActor
package final class ConsoleApp {
  /// Why the console ended.
  package enum Exit: Equatable, Sendable {
    /// The person left, or the terminal is gone.
    case quit
    /// Another location is to be opened.
    case open(String)
  }

  /// The state of the console.
  package private(set) var state: AppState
  /// Frames painted so far.
  package private(set) var frames = 0
  private let services: Services
  private let present: @MainActor (Canvas, Theme) -> Void
  private let mailbox = Mailbox()
  private let runner: EffectRunner
  private var exit: Exit?
  private var isPaintDue = true
  private var isPaintTimed = false

  /// Makes a console; `present` shows a finished canvas in a theme.
  package init(
    state: AppState, services: Services, present: @escaping @MainActor (Canvas, Theme) -> Void
  ) {
    self.state = state
    self.services = services
    self.present = present
    runner = EffectRunner(services: services, mailbox: mailbox)
  }

  /// Runs until the person quits; the first paint comes before anything is waited for.
  package func run(events: AsyncStream<ScreenEvent>) async -> Exit {
    handle([])
    run(state.start())
    paint()
    let mailbox = mailbox
    let arrivals = services.arrivals()
    let sources = Task {
      await withTaskGroup(of: Void.self) { group in
        group.addTask { for await event in events { mailbox.post(.event(event)) } }
        group.addTask { for await action in arrivals { mailbox.post(action) } }
      }
    }
    defer {
      sources.cancel()
      runner.cancelAll()
    }
    for await _ in mailbox.signals {
      step()
      if let exit { return exit }
    }
    return exit ?? .quit
  }

  /// Handles everything that waits and paints if it is time; true if there was something.
  @discardableResult
  package func step() -> Bool {
    let actions = mailbox.takeAll()
    guard !actions.isEmpty else { return false }
    handle(actions)
    if actions.contains(where: \.wantsPaint) {
      paint()
    } else {
      paintSoon()
    }
    return true
  }

  /// Tells the console something, as a test does.
  package func post(_ action: Action) { mailbox.post(action) }

  /// Whether nothing waits and no work is under way; time spans that run do not count, and nothing does after the end.
  package var isIdle: Bool { exit != nil || (mailbox.isEmpty && runner.busy == 0) }

  /// Time spans that run; one that is over counts until what it is for is done.
  package var spans: Int { exit != nil ? 0 : runner.timers + (isPaintTimed ? 1 : 0) }

  private func handle(_ actions: [Action]) {
    let (now, zone) = services.now()
    run(state.apply(.clock(now, zone)))
    for action in actions where exit == nil { run(state.apply(action)) }
    run(state.settle())
    if !actions.isEmpty { isPaintDue = true }
  }

  private func run(_ effects: [Effect]) {
    for effect in effects {
      switch effect {
      case .quit: exit = .quit
      case .open(let name): exit = .open(name)
      default: runner.run(effect)
      }
    }
  }

  private func paint() {
    guard isPaintDue else { return }
    isPaintDue = false
    frames += 1
    present(state.painted(), state.world.theme)
  }

  /// Paints when the quarter second is over, once for everything that comes until then.
  private func paintSoon() {
    guard !isPaintTimed else { return }
    isPaintTimed = true
    let span = state.frameSpan
    Task { [weak self, services] in
      try? await services.sleep(span)
      self?.isPaintTimed = false
      self?.paint()
    }
  }
}

extension Action {
  /// Whether the person waits for what it changes.
  fileprivate var wantsPaint: Bool {
    switch self {
    case .event, .rows, .planned, .started, .marks, .pasted, .claimed, .targets: true
    default: false
    }
  }
}
