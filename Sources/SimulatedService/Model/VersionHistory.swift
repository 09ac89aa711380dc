/// The version ids of one list: a number that grows, and the texts handed out for it.
struct VersionHistory: Sendable {
  private let seed: UInt64
  private(set) var current: UInt32 = 0
  /// Versions below this one are forgotten: 9721.
  private var oldest: UInt32 = 0
  private var issued: [String: Issue] = [:]

  private struct Issue: Sendable {
    let number: UInt32
    let scope: String
  }

  init(seed: UInt64) {
    self.seed = seed
  }

  mutating func bump() {
    current += 1
  }

  /// The text of the current version, for a reader with the filter `scope`.
  mutating func text(scope: String) -> String {
    var generator = SplitMix64(seed: seed &+ UInt64(current) &* 0x2545_F491_4F6C_DD1D)
    for byte in scope.utf8 {
      generator = SplitMix64(seed: generator.next() &+ UInt64(byte))
    }
    let text = generator.uuid()
    issued[text] = Issue(number: current, scope: scope)
    return text
  }

  /// The number behind a text that was handed out for the same filter, else nil.
  func number(of text: String, scope: String) -> UInt32? {
    guard let issue = issued[text], issue.scope == scope, issue.number >= oldest else { return nil }
    return issue.number
  }

  /// Makes every version handed out so far unknown.
  mutating func forget() {
    bump()
    oldest = current
  }
}
