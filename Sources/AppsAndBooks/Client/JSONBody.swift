import FoundationEssentials

/// Reads the small answers, with `JSONDecoder`.
enum JSONBody {
  /// Reads a body that is an error of the service, or else the wire form of an answer.
  static func read<Wire: Decodable, Answer: Sendable>(
    _ body: [UInt8], as type: Wire.Type, _ make: (Wire, ResponseMeta) throws(BodyError) -> Answer
  ) throws(BodyError) -> Reply<Answer> {
    // The scanner first: it tells positions and refuses what `JSONDecoder` passes over, a member named twice.
    try ListScanner.check(body)
    let envelope: Envelope<Wire>
    do {
      envelope = try JSONDecoder().decode(Envelope<Wire>.self, from: Data(body))
    } catch {
      throw BodyError(reason: place(of: error))
    }
    switch envelope.content {
    case .failure(let wire): return .failure(wire.failure, envelope.meta)
    case .wire(let wire): return .answer(try make(wire, envelope.meta), envelope.meta)
    }
  }

  /// The place of a decoding error as the path of members; never a value.
  static func place(of error: any Error) -> String {
    guard let error = error as? DecodingError else { return "it is not JSON" }
    switch error {
    case .typeMismatch(_, let context), .valueNotFound(_, let context):
      return "«\(path(context.codingPath))» has another type than it should"
    case .keyNotFound(let key, let context):
      return "«\(path(context.codingPath + [key]))» is missing"
    case .dataCorrupted: return "it is broken JSON"
    @unknown default: return "it can't be read"
    }
  }

  private static func path(_ keys: [any CodingKey]) -> String {
    keys.map { $0.intValue.map { "[\($0)]" } ?? $0.stringValue }.joined(separator: ".")
  }
}

/// The fields beside every answer, and either an error or the answer itself.
private struct Envelope<Wire: Decodable>: Decodable {
  enum Content {
    case failure(FailureWire)
    case wire(Wire)
  }

  var meta: ResponseMeta
  var content: Content

  init(from decoder: any Decoder) throws {
    meta = try MetaWire(from: decoder).meta
    let container = try decoder.container(keyedBy: ErrorKey.self)
    // Zero is how some services write «no error».
    content =
      try container.decodeIfPresent(Int.self, forKey: .errorNumber) ?? 0 == 0
      ? .wire(Wire(from: decoder)) : .failure(FailureWire(from: decoder))
  }

  enum ErrorKey: CodingKey { case errorNumber }
}

/// The wire form of `ResponseMeta`.
struct MetaWire: Decodable {
  struct Owner: Decodable {
    var id: String?
    var name: String?
    var metadata: String?

    var info: MDMInfo? {
      guard let id, !id.isEmpty else { return nil }
      return MDMInfo(id: id, name: name ?? "", metadata: metadata ?? "")
    }
  }

  var uId: String?
  var mdmInfo: Owner?
  var tokenExpirationDate: String?

  var meta: ResponseMeta {
    ResponseMeta(
      uID: uId, mdmInfo: mdmInfo?.info,
      tokenExpirationDate: tokenExpirationDate.flatMap(ServiceDate.parse))
  }
}
