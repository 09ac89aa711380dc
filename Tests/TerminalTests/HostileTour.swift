import AppsAndBooks
import Console
import ConsoleSupport
import FoundationEssentials
import LocationStore
import Operations
import Screen
import TestSupport

/// A walk through every page of the console with a text of somebody else in every field.
struct HostileTour {
  let location: WildLocation
  var driver: StepDriver
  /// Takes every frame.
  let show: (Canvas) throws -> Void

  init(
    _ location: WildLocation, size: Size, glyphs: GlyphSet = .unicode,
    show: @escaping (Canvas) throws -> Void
  ) async {
    self.location = location
    self.show = show
    driver = await StepDriver(location.world(size, glyphs: glyphs))
  }

  /// Walks all of it.
  mutating func walk() async throws {
    try await panes()
    try await typing()
    try await standings()
    try await changes()
    try await picker()
    try await pages()
  }

  private func look() throws { try show(driver.canvas) }

  private mutating func press(_ keys: String...) async throws {
    for key in keys {
      await driver.press(key)
      try look()
    }
  }

  private mutating func paste(_ text: String) async throws {
    await driver.send(.event(.paste(text)))
    try look()
  }

  private mutating func send(_ action: Action) async throws {
    await driver.send(action)
    try look()
  }

  private mutating func leave() async {
    for _ in 0..<6 { await driver.press("Esc") }
    driver.effects = []
  }

  // MARK: - The main screen

  private mutating func panes() async throws {
    try look()
    for list in [["1"], ["1", "]"], ["2"], ["3"], ["3", "]"]] {
      for key in list { try await press(key) }
      try await press("Space", "j", "G", "g", "\\", "y")
      try await details()
    }
    try await press("z", "Tab", "Tab", "z")
    await leave()
  }

  private mutating func details() async throws {
    await driver.press("i")
    for case .history(let row) in driver.effects {
      let texts = location.texts
      let entry = RowHistory.Entry(
        at: SampleLocation.now, operation: 3, action: .assign, asset: location.assets[0],
        holders: Array(location.holders.prefix(2)), asked: 3)
      try await send(
        .history(RowHistory(row: row, entries: [entry], lists: Array(texts.prefix(4)))))
    }
    try await press("PgDn", "Esc")
    driver.effects = []
  }

  private mutating func typing() async throws {
    for text in location.texts.prefix(6).map({ String($0.prefix(3000)) }) {
      await driver.press("2", "/")
      try await paste(String(text.prefix(60)))
      try await press("Enter", "Esc")
      await driver.press(":")
      try await paste(text)
      try await press("Enter")
      await driver.press("e")
      try await paste(text)
      await driver.press("Enter")
      for case .export(let request) in driver.effects { try await send(.fileExists(request)) }
      await leave()
      try await paste("\(text)\n\(text), \(text)")
      await driver.press("?", "/")
      try await paste(text)
      await leave()
    }
  }

  private mutating func standings() async throws {
    for place in location.texts.indices {
      let text = location.text(place)
      let foreign = Standing.Owner.foreign(
        name: text, since: SampleLocation.now.addingTimeInterval(-120), wasOurs: place % 2 == 0)
      await driver.send(
        .standing(Standing(token: .ok(days: 3), owner: foreign, service: location.text(place + 1))))
      switch place % 4 {
      case 0: await driver.send(.said(Message(["\(text) · \(text)", "\(text)"], .failure)))
      case 1: await driver.send(.synced(.failure(Failure(text))))
      case 2: await driver.send(.synced(.success(text)))
      default: await driver.press("a")
      }
      try look()
      try await send(
        .standing(
          Standing(
            token: .revoked(number: 9625), owner: .unknown,
            unreachable: .init(host: text, reason: location.text(place + 2)))))
    }
    await driver.send(.standing(Standing(token: .ok(days: 212), owner: .ours)))
  }

  // MARK: - Changes

  private mutating func changes() async throws {
    for place in location.texts.indices {
      var before = location.operation(place, .pending)
      before.pairs = before.pairs.map {
        PairRecord(pair: $0.pair, action: .assign, state: .pending)
      }
      await driver.send(.operations([before]))
      try await send(.operations([location.operation(place, .pending)]))
    }
    try await send(.operations(location.operations))
    await driver.press("o")
    for _ in location.operations { try await press("Enter", "Enter", "i", "Esc", "j") }
    try await press("e")
    await leave()
    var sending = location.operation(9, .sending)
    sending.isRequestInFlight = true
    await driver.send(.operations([sending]))
    try await press("q")
    await leave()
    await driver.send(.operations(location.operations))
  }

  private mutating func picker() async throws {
    await driver.press("2", "g", "a")
    try await press("]", "[", "Space", "*", "/")
    await leave()
    await driver.press("2", "g", "a")
    for text in location.texts.prefix(6).map({ String($0.prefix(3000)) }) {
      try await paste("\(text)\n\(location.text(5)) \(text)")
    }
    try await press("Tab", "j", "Tab", "y")
    try await send(.targets(.failure(Failure(location.text(1)))))
    let loaded = LoadedTargets(
      file: location.text(2), understood: location.text(3), holders: location.holders)
    try await send(.targets(.success(loaded)))
    await driver.press("*", "Enter")
    try look()
    for case .plan(let request) in driver.effects {
      try await send(.planned(.success(location.plan(request))))
      try await press("j", "G", "i", "G", "Esc", "e", "Esc")
      try await send(.started(.failure(Failure(location.text(4)))))
      await driver.press("F5")
      try await send(.planned(.failure(Failure(location.text(5)))))
      let foreign = MDMInfo(
        id: location.text(6), name: location.text(7), metadata: location.text(8))
      await driver.press("F5")
      try await send(.planned(.success(location.plan(request, owner: .foreign(foreign)))))
    }
    await leave()
  }

  // MARK: - Pages

  private mutating func pages() async throws {
    await driver.press("t")
    for place in location.texts.indices {
      var status = TokenStatus(
        location: location.text(place), organization: location.text(place + 1),
        fingerprint: location.text(place + 2))
      status.word = place % 2 == 0 ? .invalid : .unreachable
      status.reason = location.text(place + 3)
      status.owner = .foreign(name: location.text(place + 4), since: nil, wasOurs: false)
      await driver.send(.token(status))
    }
    try await send(.tokensAnswered)
    try await press("y", "G", "y")
    await leave()
    await driver.press("L")
    try await send(
      .locations(
        location.texts.enumerated().map { place, text in
          LocationChoice(name: text, organization: location.text(place + 1), isOpen: place == 0)
        }))
    try await press("G")
    await leave()
    await driver.command("client claim --takeover")
    try look()
    let info = MDMInfo(id: location.text(1), name: location.text(2), metadata: location.text(3))
    try await send(
      .claimed(
        .success(ClaimResult(before: .foreign(info), after: .foreign(info), text: location.text(4)))
      ))
    try await send(.claimed(.failure(Failure(location.text(5)))))
    await leave()
    try await press("?", "Tab", "Esc")
  }
}
