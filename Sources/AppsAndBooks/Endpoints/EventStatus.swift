/// How far an event is (service-api.md section 9.1).
package struct EventStatus: Hashable, Sendable {
  /// The service's word: an open set.
  package struct Phase: RawRepresentable, Hashable, Sendable {
    /// The word as the service wrote it.
    package let rawValue: String

    /// Takes the service's word as it is.
    package init(rawValue: String) {
      self.rawValue = rawValue
    }

    /// Still at work.
    package static let pending = Phase(rawValue: "PENDING")
    /// Over, everything taken, as the service says.
    package static let complete = Phase(rawValue: "COMPLETE")
    /// Over, at least in part not taken.
    package static let failed = Phase(rawValue: "FAILED")
  }

  /// Where it stands.
  package var status: Phase
  /// `ASSOCIATE`, `DISASSOCIATE`, `REVOKE`, `CREATE`, `UPDATE`, `RETIRE` or a word we do not know.
  package var eventType: String?
  /// Tasks asked for: assets × holders, or users.
  package var numRequested: Int?
  /// Tasks that succeeded.
  package var numCompleted: Int?
  /// What went wrong.
  package var failures: [ServiceFailure]
  /// The fields beside.
  package var meta: ResponseMeta

  /// Describes a status.
  package init(
    status: Phase, eventType: String? = nil, numRequested: Int? = nil, numCompleted: Int? = nil,
    failures: [ServiceFailure] = [], meta: ResponseMeta = ResponseMeta()
  ) {
    self.status = status
    self.eventType = eventType
    self.numRequested = numRequested
    self.numCompleted = numCompleted
    self.failures = failures
    self.meta = meta
  }
}

/// Event Status.
struct GetEventStatus: Endpoint {
  static let name = "Event Status"
  static let urlKey = "eventStatus"
  static let path = "/status"
  static let policy = RetryPolicy.status
  /// 25,000 tasks may each have failed.
  static let maxBodyBytes = 16 << 20

  var eventID: EventID

  struct Wire: Decodable {
    var eventStatus: String
    var eventType: String?
    var numRequested: Int?
    var numCompleted: Int?
    var failures: [FailureWire]?
  }

  var query: [QueryItem] { [QueryItem("eventId", eventID.rawValue)] }

  func decode(_ body: [UInt8]) throws(BodyError) -> Reply<EventStatus> {
    try JSONBody.read(body, as: Wire.self) { wire, meta in
      EventStatus(
        status: EventStatus.Phase(rawValue: wire.eventStatus), eventType: wire.eventType,
        numRequested: wire.numRequested, numCompleted: wire.numCompleted,
        failures: (wire.failures ?? []).map(\.failure), meta: meta)
    }
  }
}
