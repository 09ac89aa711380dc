import FoundationEssentials

extension JournalEntry {
  /// The line's JSON, keys in alphabetical order.
  func encoded() throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.dateEncodingStrategy = .custom { date, encoder in
      var container = encoder.singleValueContainer()
      try container.encode(date.formatted(JournalDate.style))
    }
    return Array(try encoder.encode(self))
  }

  /// Reads a line's JSON; members it does not know are skipped.
  static func decoded(_ json: some Collection<UInt8>) throws -> JournalEntry {
    let decoder = JSONDecoder()
    decoder.dateDecodingStrategy = .custom { decoder in
      try JournalDate.style.parse(decoder.singleValueContainer().decode(String.self))
    }
    return try decoder.decode(JournalEntry.self, from: Data(json))
  }
}

/// Moments in the journal: UTC, to the millisecond.
enum JournalDate {
  static let style = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
}

extension JournalEntry: Codable {
  private enum Key: String, CodingKey {
    case v, seq, t, boot, mono, job, op, att, type, loc, tok, data
  }

  init(from decoder: any Decoder) throws {
    let line = try decoder.container(keyedBy: Key.self)
    guard try line.decode(Int.self, forKey: .v) <= Self.version else {
      throw JournalNewerVersion()
    }
    sequence = try line.decode(Int.self, forKey: .seq)
    time = try line.decode(Date.self, forKey: .t)
    bootID = try line.decode(String.self, forKey: .boot)
    uptime = try line.decode(Int64.self, forKey: .mono)
    operation = try line.decode(Int.self, forKey: .job)
    request = try line.decodeIfPresent(Int.self, forKey: .op)
    attempt = try line.decodeIfPresent(Int.self, forKey: .att)
    location = try line.decode(String.self, forKey: .loc)
    token = try line.decode(String.self, forKey: .tok)
    fact = try Self.fact(of: line)
  }

  func encode(to encoder: any Encoder) throws {
    var line = encoder.container(keyedBy: Key.self)
    try line.encode(Self.version, forKey: .v)
    try line.encode(sequence, forKey: .seq)
    try line.encode(time, forKey: .t)
    try line.encode(bootID, forKey: .boot)
    try line.encode(uptime, forKey: .mono)
    try line.encode(operation, forKey: .job)
    try line.encodeIfPresent(request, forKey: .op)
    try line.encodeIfPresent(attempt, forKey: .att)
    try line.encode(fact.type, forKey: .type)
    try line.encode(location, forKey: .loc)
    try line.encode(token, forKey: .tok)
    try fact.body.encode(to: line.superEncoder(forKey: .data))
  }

  private static func fact(of line: KeyedDecodingContainer<Key>) throws -> JournalFact {
    func body<Body: Decodable>(_ wrap: (Body) -> JournalFact) throws -> JournalFact {
      wrap(try line.decode(Body.self, forKey: .data))
    }
    switch try line.decode(String.self, forKey: .type) {
    case "intent": return try body(JournalFact.intent)
    case "recut": return try body(JournalFact.recut)
    case "sending": return try body(JournalFact.sending)
    case "accepted": return try body(JournalFact.accepted)
    case "rejected": return try body(JournalFact.rejected)
    case "notSent": return try body(JournalFact.notSent)
    case "unknown": return try body(JournalFact.unknown)
    case "held": return try body(JournalFact.held)
    case "polled": return try body(JournalFact.polled)
    case "observed": return try body(JournalFact.observed)
    case "resolved": return try body(JournalFact.resolved)
    case "filed": return try body(JournalFact.filed)
    default: throw JournalNewerVersion()
    }
  }
}

/// A line that a newer Purser wrote: kept, not understood, and nothing is sent until it is.
struct JournalNewerVersion: Error {}

extension JournalFact {
  var body: any Encodable {
    switch self {
    case .intent(let body): body
    case .recut(let body): body
    case .sending(let body): body
    case .accepted(let body): body
    case .rejected(let body): body
    case .notSent(let body), .unknown(let body): body
    case .held(let body): body
    case .polled(let body): body
    case .observed(let body): body
    case .resolved(let body): body
    case .filed(let body): body
    }
  }
}
