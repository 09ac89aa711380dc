import FoundationEssentials
import LocationStore
import Screen

extension AppState {
  /// Takes what happened and returns what is to be done about it.
  ///
  /// No clock, no randomness, no task, no throw: the same state and action give the same result.
  package mutating func apply(_ action: Action) -> [Effect] {
    let effects =
      switch action {
      case .event(let event): take(event)
      case .clock(let now, let zone): tell(now, zone)
      default: takeArrival(action) + tellPages(action)
      }
    return effects + offerPuttingBack()
  }

  private mutating func tell(_ now: Date, _ zone: LocalTime) -> [Effect] {
    world.now = now
    world.zone = zone
    return []
  }

  private mutating func takeArrival(_ action: Action) -> [Effect] {
    switch action {
    case .snapshot(let snapshot): return take(snapshot)
    case .operations(let records): return take(records)
    case .storage(let trouble): world.storage = trouble
    case .rows(let answer): return take(answer)
    case .standing(let standing): return take(standing)
    case .sync(let sync): world.sync = sync
    case .cacheOpened:
      world.isOpen = true
      return [.topUp]
    case .toppedUp: return rest()
    case .timer(let timer): return take(timer)
    case .marks(let list, let marks): return take(marks, of: list)
    case .pasted(let list, let rows, let message): return take(pasted: rows, of: list, message)
    case .said(let said): message = said
    case .synced(.success(let text)): if !text.isEmpty { message = Message("\(text)") }
    case .synced(.failure(let failure)): message = Message("\(failure.text)", .refusal)
    case .fileExists(let request): prompt = .replace(request)
    case .configuration(let found, let asked): return take(found, asked: asked)
    case .started(.success):
      for list in ListID.allCases { (main[list].marks, main[list].pasted) = ([], []) }
    default: break
    }
    return []
  }

  private mutating func take(_ event: ScreenEvent) -> [Effect] {
    switch event {
    case .keys(let keys): return press(keys)
    case .paste(let text): return paste(text)
    case .mouse(let mouse): return take(mouse)
    case .resize(let size):
      world.size = size
      return []
    case .resumed: return [.redraw]
    case .hangUp, .terminate: return [.quit]
    }
  }

  private mutating func take(_ timer: TimerID) -> [Effect] {
    switch timer {
    case .linked: return follow()
    case .late(let list):
      main[list].isLate = !main[list].isAnswered
      return []
    case .minute: return [minuteTimer, .readConfiguration(asked: false)]
    case .refresh: return topUp()
    case .quiet, .second, .preview: return []
    }
  }

  private mutating func take(_ standing: Standing) -> [Effect] {
    let before = world.standing.unreachable
    world.standing = standing
    guard standing.unreachable != nil, standing.unreachable?.nextTry == nil else { return [] }
    world.standing.unreachable?.nextTry = before?.nextTry
    return before == nil ? rest() + [minuteTimer] : []
  }

  /// The next repaint of the age; of the seconds to the next try every ten.
  private var minuteTimer: Effect {
    .timer(.minute, .seconds(world.standing.unreachable == nil ? 60 : 10))
  }

  /// Waits until the next top-up is due: a minute where Apple was not reached.
  private mutating func rest() -> [Effect] {
    if world.standing.unreachable != nil {
      world.standing.unreachable?.nextTry = world.now.addingTimeInterval(60)
      return [.timer(.refresh, .seconds(60))]
    }
    let minutes = world.settings.refresh
    return minutes > 0 ? [.timer(.refresh, .seconds(minutes * 60))] : []
  }

  /// Tops up; with a full walk where one is due and no key came for ten minutes.
  private mutating func topUp() -> [Effect] {
    world.standing.unreachable?.nextTry = nil
    let isQuiet = lastKey.map { world.now.timeIntervalSince($0) >= 600 } ?? false
    return [isQuiet ? .walkIfDue : .topUp]
  }

  private mutating func take(_ snapshot: LocationSnapshot) -> [Effect] {
    world.snapshot = snapshot
    return refreshVisible()
  }

  /// Lets every page on the stack see what arrived, the lowest first.
  private mutating func tellPages(_ action: Action) -> [Effect] {
    var effects: [Effect] = []
    for index in pages.indices {
      guard pages.indices.contains(index) else { break }
      let reply = pages[index].state.apply(action, in: world)
      effects += obey(reply, from: index)
    }
    return effects
  }
}
