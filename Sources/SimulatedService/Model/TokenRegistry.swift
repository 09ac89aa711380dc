import FoundationEssentials

/// What the service thinks of a content token.
package enum TokenState: Sendable, Equatable {
  case valid
  /// Good, and ending in so many days.
  case expiring(days: Int)
  /// 401/9621.
  case expired
  /// 401/9625.
  case revoked
  /// Well formed and unknown to the service: 9622.
  case garbage
  /// May read; every change is refused.
  case readOnly
}

/// The content tokens issued for the location.
struct TokenRegistry: Sendable {
  struct Record: Sendable {
    var state: TokenState
    let expires: Date
  }

  /// What a request's Authorization header turned out to be.
  enum Verdict {
    case known(Record)
    case unknown
    case missing
    case badHeader
  }

  /// The days that a fresh token has left, as in the sample screens.
  static let freshDays = 212

  private var records: [String: Record] = [:]
  private var generator: SplitMix64

  init(seed: UInt64) {
    generator = SplitMix64(seed: seed ^ 0x70CE_4A11)
  }

  /// Makes a new token, different from all others: the base64 text of a `*.vpptoken` file.
  mutating func make(_ state: TokenState, organization: String, now: Date) -> String {
    let expires = now.addingTimeInterval(Double(Self.days(state)) * 86_400)
    let inner = Data(generator.bytes(96)).base64EncodedString()
    var json = JSONText()
    json.beginObject()
    json.set("token", inner)
    json.set("expDate", WireDate.iso(expires))
    json.set("orgName", organization)
    json.endObject()
    let text = Data(json.bytes).base64EncodedString()
    if state != .garbage { records[text] = Record(state: state, expires: expires) }
    return text
  }

  mutating func setState(_ state: TokenState, of token: String) {
    records[token]?.state = state
  }

  func verdict(header: String?) -> Verdict {
    guard let header else { return .missing }
    let parts = header.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, parts[0] == "Bearer", !parts[1].isEmpty else { return .badHeader }
    guard let record = records[String(parts[1])] else { return .unknown }
    return .known(record)
  }

  private static func days(_ state: TokenState) -> Int {
    switch state {
    case .expiring(let days): days
    case .expired: -3
    default: freshDays
    }
  }
}
