import FoundationEssentials

/// One line of `history.jsonl`: what became of a pair, or of a user (product.md section 3).
package struct HistoryLine: Sendable, Equatable, Decodable {
  /// When the operation was over, in UTC as it stands in the file.
  package var at: String
  /// The operation's number.
  package var operation: Int
  /// What it did; a word of `OperationKind`, or one of a newer Purser.
  package var kind: String
  /// The asset; nothing where the line is about a user.
  package var adamID: String?
  /// Its pricing param.
  package var pricingParam: String?
  /// The client user.
  package var clientUserID: String?
  /// The device.
  package var serialNumber: String?
  /// The word of the pair's state.
  package var outcome: String
  /// Login and host.
  package var by: String
  /// The person's reason.
  package var reason: String?

  enum CodingKeys: String, CodingKey {
    case at, operation, kind, pricingParam, serialNumber, outcome, by, reason
    case adamID = "adamId"
    case clientUserID = "clientUserId"
  }

  /// Reads a line; nothing if it is none.
  ///
  /// Members it does not know are skipped.
  init?(_ bytes: ArraySlice<UInt8>) {
    guard let line = try? JSONDecoder().decode(HistoryLine.self, from: Data(bytes)),
      Self.isMoment(line.at),
      line.adamID != nil || line.clientUserID != nil || line.serialNumber != nil
    else { return nil }
    self = line
  }

  /// `2026-08-24T09:36:02Z`: in this shape texts are in the order of time.
  private static func isMoment(_ text: String) -> Bool {
    let shape = "dddd-dd-ddTdd:dd:ddZ".utf8
    guard text.utf8.count == shape.count else { return false }
    return zip(text.utf8, shape).allSatisfy { byte, wanted in
      wanted == UInt8(ascii: "d") ? (0x30...0x39).contains(byte) : byte == wanted
    }
  }
}
