import AppsAndBooks
import Console
import FoundationEssentials
import LocationStore
import Operations
import Screen
import TestSupport

/// A location in which every text is one that could go wrong, and the operations and plans on it.
struct WildLocation {
  /// Names as schools have them, in scripts that need wide, combined and joined signs.
  static let names = [
    "Hörspielwerkstatt", "日本語アプリ", "👩‍👧 Familie", "🇩🇪 Deutschland", "شبكة المدرسة", "עברית 7",
    "e\u{301}te\u{301}", "क्षत्रिय", "한국어 배우기", "❤️ Herz", "👍🏽 gut", "ﷺ", "Ａｌｐｈａ", "🏳️‍🌈 bunt",
    "நிழல் விளையாட்டு", "ไทยนี้", "👨‍👩‍👧‍👦 alle", "∞ … → ✓", "ﬃ Ligatur", "𝔘𝔫𝔦", "می‌خواهم", "☎️ 7️⃣",
    "╔═╗", "Zahlenraum", "─│┼", "a\u{20DD}b", "กำ", "각", "Ǆ", "\u{1F3FB}", "🤷🏿‍♀️ weiß nicht",
  ]

  let texts: [String]
  let snapshot: LocationSnapshot
  let assets: [AssetID]
  let holders: [Holder]

  /// A location of these texts: each is an app, a user, a mail address, a serial number and a label.
  init(_ texts: [String], identity: LocationIdentity? = nil, generation: Int = 1) {
    func text(_ place: Int) -> String { texts[place % texts.count] }
    self.texts = texts
    let assets = texts.indices.map { AssetID(AdamID(rawValue: "1200000\(100 + $0)")) }
    let records = zip(texts.indices, assets).map { place, id in
      AssetRecord(
        asset: Asset(
          id: id, productType: place % 5 == 4 ? .book : .app, assignedCount: place,
          availableCount: place % 3 == 0 ? 0 : place, totalCount: place * 2,
          deviceAssignable: place % 5 != 4, revocable: place % 5 != 4,
          supportedPlatforms: [text(place + 2)]),
        name: text(place), developer: text(place + 1))
    }
    let ids = texts.indices.map { ClientUserID(rawValue: "\(text($0))-\($0)") }
    let users = zip(texts.indices, ids).map { place, id in
      ClientUser(
        id: id, email: text(place + 3),
        status: place % 7 == 3 ? .registered : place % 7 == 5 ? .retired : .associated)
    }
    let serials = texts.indices.map { SerialNumber(rawValue: "\(text($0 + 4))\($0)") }
    let devices = zip(texts.indices, serials).map { place, serial in
      LabelledDevice(serial: serial, label: text(place + 5))
    }
    let holders = ids.map { Holder.clientUser($0) } + serials.map { Holder.device($0) }
    let pairs = holders.indices.flatMap { place in
      (0..<3).map {
        Assignment(asset: assets[(place * 5 + $0) % assets.count], holder: holders[place])
      }
    }
    var snapshot = LocationSnapshot(
      identity ?? LocationIdentity(uID: "wild", name: text(0), organization: text(1)),
      generation: generation, assets: records, users: users, devices: devices,
      assignments: Array(Set(pairs)))
    snapshot.fetchedAt = SampleLocation.now.addingTimeInterval(-130)
    (self.snapshot, self.assets, self.holders) = (snapshot, assets, holders)
  }

  /// A world of it, all of whose texts are wild as well.
  func world(_ size: Size, glyphs: GlyphSet = .unicode) -> World {
    World(
      settings: ConsoleSettings(glyphs: glyphs, clientName: text(2)), size: size,
      now: SampleLocation.now, snapshot: snapshot,
      standing: Standing(token: .ok(days: 212), owner: .ours, service: text(3)))
  }

  /// A text by any number.
  func text(_ place: Int) -> String { texts[place % texts.count] }

  /// An operation with pairs in every state and with every text a person or Apple can give it.
  func operation(_ number: Int, _ state: OperationState) -> OperationRecord {
    let states: [PairState] = [
      .pending, .applied, .done, .unknown, .notSent,
      .failed(PairFailure(number: 9709, message: text(number + 6))),
    ]
    let pairs = (0..<12).map { place in
      PairRecord(
        pair: Assignment(
          asset: assets[(number + place) % assets.count],
          holder: holders[(number * 3 + place) % holders.count]),
        action: place % 2 == 0 ? .assign : .reclaim, state: states[place % states.count])
    }
    var record = OperationRecord(
      number: number, kind: .assign, state: state, pairs: pairs,
      startedAt: SampleLocation.now.addingTimeInterval(-300), by: text(number + 7),
      service: text(number + 8))
    record.reason = text(number + 9)
    record.notes = [text(number + 10)]
    record.events = [EventID(rawValue: text(number + 11))]
    record.hold = state == .held ? HoldReason(kind: .rejected, text: text(number + 12)) : nil
    record.requestsPlanned = 3
    record.requestsAccepted = 2
    if !state.isOpen { record.endedAt = SampleLocation.now.addingTimeInterval(-60) }
    if state == .unknown {
      record.unknownSince = record.startedAt
      record.certainAt = SampleLocation.now.addingTimeInterval(600)
      record.looks = [LookRecord(at: record.startedAt, settled: 1)]
    }
    return record
  }

  /// One operation in each state.
  var operations: [OperationRecord] {
    let states: [OperationState] = [
      .done, .partial, .rejected, .held, .unknown, .pending, .sending, .nothing,
    ]
    return states.enumerated().map { operation($0 + 1, $1) }
  }

  /// A plan for a request as the console made it, with pairs that go and pairs that can't.
  func plan(_ request: ChangeRequest, owner: LocationOwner? = nil) -> Plan {
    var facts = PlanFacts(service: text(4), location: text(0), readAt: SampleLocation.now)
    for place in 0..<snapshot.assets.count {
      let record = snapshot.assets.record(place)
      facts.assets[record.asset.id] = record.asset
      facts.names[record.asset.id] = record.name
    }
    facts.owner = owner ?? .ours(MDMInfo(id: "6d1c", name: text(5), metadata: text(6)))
    return PlanBuilder.plan(request, facts: facts, id: 1)
  }
}
