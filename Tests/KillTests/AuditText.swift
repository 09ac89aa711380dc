import Crypto
import Foundation
import SystemPackage

/// The audit as somebody reads it who does not know the product's code: each line holds the hash of the one before.
struct AuditText {
  /// Operations that a line names.
  private(set) var operations: Set<Int> = []
  private var reader = LineReader()
  private var expected = String(repeating: "0", count: 64)

  /// Takes in what is new, and says what is wrong with it.
  mutating func read(_ path: FilePath) -> [String] {
    var problems: [String] = []
    for line in reader.readNew(path.string) {
      guard let json = try? JSONSerialization.jsonObject(with: line) as? [String: Any],
        let what = json["what"] as? [String: Any], let previous = json["previous"] as? String
      else {
        problems.append("audit: a line can't be read")
        continue
      }
      if previous != expected { problems.append("audit: the chain is broken") }
      expected = SHA256.hash(data: line).map { byte in
        let digits = String(byte, radix: 16)
        return digits.count < 2 ? "0\(digits)" : digits
      }.joined()
      if let number = what["operation"] as? Int { operations.insert(number) }
    }
    return problems
  }
}
