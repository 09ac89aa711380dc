import FoundationEssentials
import LocationStore
import Screen

extension AppState {
  /// Takes what happened and returns what is to be done about it.
  ///
  /// No clock, no randomness, no task, no throw: the same state and action give the same result.
  package mutating func apply(_ action: Action) -> [Effect] {
    switch action {
    case .event(let event): take(event)
    case .clock(let now, let zone): tell(now, zone)
    default: takeArrival(action) + tellPages(action)
    }
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
    case .rows(let answer): return take(answer)
    case .standing(let standing): return take(standing)
    case .sync(let sync): world.sync = sync
    case .timer(let timer): return take(timer)
    case .marks(let list, let marks, let message): return take(marks, of: list, message)
    case .said(let said): message = said
    case .synced(.success(let text)): if !text.isEmpty { message = Message("\(text)") }
    case .synced(.failure(let failure)): message = Message("\(failure.text)", .refusal)
    case .fileExists(let request): prompt = .replace(request)
    case .started(.success): for list in ListID.allCases { main[list].marks = [] }
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
      main[list].isLate = main[list].wanted != main[list].shown.request
      return []
    case .minute: return [.timer(.minute, .seconds(60))]
    case .quiet, .second: return []
    }
  }

  private mutating func take(_ standing: Standing) -> [Effect] {
    world.standing = standing
    return []
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
