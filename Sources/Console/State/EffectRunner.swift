import Screen

/// Runs effects and posts what comes of them.
///
/// The only place of the console that starts tasks.
@MainActor
final class EffectRunner {
  private let services: Services
  private let mailbox: Mailbox
  private var running: [Effect.CancelKey: (id: Int, task: Task<Void, Never>)] = [:]
  private var others: [Int: Task<Void, Never>] = [:]
  private var nextID = 0
  /// Tasks under way that wait for work, not for a time span.
  private(set) var busy = 0
  /// Time spans under way.
  private(set) var timers = 0

  init(services: Services, mailbox: Mailbox) {
    self.services = services
    self.mailbox = mailbox
  }

  /// Starts an effect, ending the one it replaces.
  func run(_ effect: Effect) {
    nextID += 1
    let id = nextID
    if let key = effect.cancelKey { running.removeValue(forKey: key)?.task.cancel() }
    guard let work = work(for: effect) else { return }
    let counts = !effect.waits
    if counts { busy += 1 } else { timers += 1 }
    let task = Task { [weak self] in
      await work()
      self?.ended(id, key: effect.cancelKey, counts: counts)
    }
    if let key = effect.cancelKey { running[key] = (id, task) } else { others[id] = task }
  }

  /// Ends everything.
  func cancelAll() {
    for (_, task) in running.values { task.cancel() }
    for task in others.values { task.cancel() }
    running = [:]
    others = [:]
  }

  private func ended(_ id: Int, key: Effect.CancelKey?, counts: Bool) {
    if counts { busy -= 1 } else { timers -= 1 }
    others[id] = nil
    if let key, running[key]?.id == id { running[key] = nil }
    mailbox.nudge()
  }

  /// What an effect does; nil for one that only ends another.
  private func work(for effect: Effect) -> (@Sendable () async -> Void)? {
    switch effect {
    case .timer(let timer, let duration): wait(for: timer, duration)
    case .rows(let request): find(request)
    case .stop, .dropPlan: nil
    default:
      marksWork(for: effect) ?? changeWork(for: effect) ?? readWork(for: effect)
        ?? sideWork(for: effect)
    }
  }

  private func wait(for timer: TimerID, _ duration: Duration) -> @Sendable () async -> Void {
    { [services, mailbox] in
      guard (try? await services.sleep(duration)) != nil, !Task.isCancelled else { return }
      mailbox.post(.timer(timer))
    }
  }

  private func find(_ request: RowsRequest) -> @Sendable () async -> Void {
    { [services, mailbox] in
      guard let answer = try? await services.rows(request), !Task.isCancelled else { return }
      mailbox.post(.rows(answer))
    }
  }

  private func marksWork(for effect: Effect) -> (@Sendable () async -> Void)? {
    let mailbox = mailbox
    switch effect {
    case .markAll(let answer, let inverting):
      return {
        let marks = await Marking.all(of: answer, inverting: inverting)
        if !Task.isCancelled { mailbox.post(.marks(answer.request.list, marks)) }
      }
    case .markPasted(let text, let answer):
      return {
        let (rows, message) = await Marking.pasted(text, in: answer)
        if !Task.isCancelled { mailbox.post(.pasted(answer.request.list, rows, message)) }
      }
    default: return nil
    }
  }

  private func changeWork(for effect: Effect) -> (@Sendable () async -> Void)? {
    let (services, mailbox) = (services, mailbox)
    switch effect {
    case .plan(let request):
      return {
        let plan = await services.result {
          try await services.plan(request) { mailbox.post(.planProgress($0)) }
        }
        if !Task.isCancelled { mailbox.post(.planned(plan)) }
      }
    case .confirm(let plan):
      return { mailbox.post(.started(await services.result { try await services.confirm(plan) })) }
    case .claim(let takeover):
      return {
        mailbox.post(.claimed(await services.result { try await services.claim(takeover) }))
      }
    case .release:
      return { mailbox.post(.claimed(await services.result { try await services.release() })) }
    case .look(let number): return { await services.look(number) }
    case .quitAfterRequest:
      return {
        await services.prepareToQuit()
        mailbox.post(.event(.hangUp))
      }
    default: return nil
    }
  }

  private func readWork(for effect: Effect) -> (@Sendable () async -> Void)? {
    let (services, mailbox) = (services, mailbox)
    switch effect {
    case .openCache:
      return {
        await services.openCache()
        mailbox.post(.cacheOpened)
      }
    case .topUp:
      return {
        try? await services.topUp()
        mailbox.post(.toppedUp)
      }
    case .walkIfDue:
      return {
        _ = try? await services.sync(false)
        mailbox.post(.toppedUp)
      }
    case .sync(let full):
      return { mailbox.post(.synced(await services.result { try await services.sync(full) })) }
    case .fetch(let subject): return { try? await services.fetch(subject) }
    default: return nil
    }
  }

  private func sideWork(for effect: Effect) -> (@Sendable () async -> Void)? {
    let (services, mailbox) = (services, mailbox)
    switch effect {
    case .askTokens:
      return {
        for await status in services.tokens() { mailbox.post(.token(status)) }
        if !Task.isCancelled { mailbox.post(.tokensAnswered) }
      }
    case .listLocations: return { mailbox.post(.locations(await services.locations())) }
    case .listThemes: return { mailbox.post(.themes(await services.themes())) }
    case .readConfiguration(let asked):
      return {
        let found = await services.result { try await services.configuration(asked) }
        if !Task.isCancelled { mailbox.post(.configuration(found, asked: asked)) }
      }
    case .history(let row): return { mailbox.post(.history(await services.history(row))) }
    case .load(let path):
      return { mailbox.post(.targets(await services.result { try await services.load(path) })) }
    case .export(let request): return { await services.export(request, into: mailbox) }
    case .copy(let text): return { await services.copy(text) }
    case .bell: return { await services.bell() }
    case .dropKeys: return { await services.dropKeys() }
    case .redraw: return { await services.redraw() }
    case .suspend: return { await services.suspend() }
    default: return nil
    }
  }
}

extension Effect {
  /// Whether it only waits for time to pass.
  fileprivate var waits: Bool { if case .timer = self { true } else { false } }
}

extension Services {
  /// The value of some work, or why there is none, in words for the person.
  fileprivate func result<Value>(
    _ work: @Sendable () async throws -> Value
  ) async -> Result<Value, Failure> {
    do {
      return .success(try await work())
    } catch let failure as Failure {
      return .failure(failure)
    } catch {
      return .failure(Failure(words(error)))
    }
  }

  fileprivate func export(_ request: ExportRequest, into mailbox: Mailbox) async {
    switch await result({ try await export(request) }) {
    case .success(.written(let sentence)): mailbox.post(.said(Message("\(sentence)")))
    case .success(.exists): mailbox.post(.fileExists(request))
    case .failure(let failure): mailbox.post(.said(Message("\(failure.text)", .refusal)))
    }
  }
}
