import SimulatedService
import Testing

/// One row of the fault matrix: a fault of the simulated service, and what each call makes of it.
///
/// The numbers F1–F46 are those of reliability.md section 9. Where each is tested:
///
/// | faults | tests |
/// |---|---|
/// | F1 | `FaultMatrixNetworkTests`, `NetworkTransportTests` (names, closed ports) |
/// | F2 | `WireCountTests` (a connection that is never accepted) |
/// | F3 | `NetworkTransportTests` (certificates), `PostOutcomeTests.tls` |
/// | F4–F19 | `FaultMatrixReadTests`, `FaultMatrixPostTests`, `FaultMatrixOperationTests` by the rows below; on the wire itself `WireCountTests`, where F5 is |
/// | F20, F21 | the rows below, `PagesTests`, `LocationStoreTests` (`SyncTests`, `IncrementTests`) |
/// | F22–F27 | the rows below, `FaultMatrixOperationTests`, `LostAnswerTests`, `RefusalTests`, `VerdictTests` |
/// | F28 | `RecoveryTests`, `KillTests` |
/// | F29, F30 | `ConsoleJourneyTests` (hang-up, SIGTERM), `RealBinaryTests` (SIGTERM); storms and suspending are the terminal's tests |
/// | F31, F45 | the terminal's own tests, no matter of requests |
/// | F32–F35, F37, F38 | `JournalTests`, `RecoveryTests`, `DurableFileTests`, `AppendLogTests`, `CacheTests` |
/// | F36 | `FaultMatrixNetworkTests` (no descriptor left) |
/// | F39, F40 | `WaitTests`, `WriteLockTests`, `OwnerTests`, `RandomScheduleTests` (two processes) |
/// | F41, F42 | `FaultMatrixClockTests`, `CircuitTests` (the Date header), `GuardTests` (plans that are old) |
/// | F43 | `WireCountTests`, `ProxyTests` |
/// | F44 | HTTP/2 is switched off: `NetworkTransportTests` speaks HTTP/1.1 alone |
/// | F46 | the rows below (`wrongUId`), `FaultMatrixClockTests` |
struct FaultRow: Sendable, CustomTestStringConvertible {
  /// What a read does.
  enum Read: Sendable, Equatable {
    /// It has its answer by the first request.
    case answered
    /// It has its answer by the second one.
    case retried
    /// It ends with an error after so many requests; what was known stays.
    case refused(Int)

    static let refused = Read.refused(1)
  }

  /// What becomes of a change, after exactly one request.
  enum Post: Sendable, Equatable {
    case accepted
    /// Refused, and may be repeated so often by rule.
    case rejected(Int)
    case unknown
  }

  /// The number in reliability.md section 9.
  var number: String
  var action: Fault.Action
  var read: Read
  var readExceptions: [SimulatedEndpoint: Read] = [:]
  var post: Post
  var postExceptions: [SimulatedEndpoint: Post] = [:]

  var testDescription: String { "\(number) \(action)" }

  /// Whether it holds a request back, so that the next one needs a service of its own.
  var waits: Bool {
    switch action {
    case .hang, .hangAfter, .drip, .delay, .delayProcessing: true
    default: false
    }
  }

  static let reads: [SimulatedEndpoint] = [
    .serviceConfig, .clientConfigRead, .assets, .assignments, .users, .status, .lookup,
  ]
  static let posts: [SimulatedEndpoint] = [
    .associate, .disassociate, .revoke, .createUsers, .updateUsers, .retireUsers,
    .clientConfigWrite,
  ]

  func read(_ endpoint: SimulatedEndpoint) -> Read { readExceptions[endpoint] ?? read }
  func post(_ endpoint: SimulatedEndpoint) -> Post { postExceptions[endpoint] ?? post }
}

extension FaultRow {
  static let all = connection + bodies + waiting + statuses + lies

  private static func row(
    _ number: String, _ action: Fault.Action, _ read: Read, _ post: Post,
    except readExceptions: [SimulatedEndpoint: Read] = [:],
    posts postExceptions: [SimulatedEndpoint: Post] = [:]
  ) -> FaultRow {
    FaultRow(
      number: number, action: action, read: read, readExceptions: readExceptions, post: post,
      postExceptions: postExceptions)
  }

  private static let connection = [
    row("F4", .dropBefore, .retried, .unknown), row("F4", .dropAfter, .retried, .unknown),
    row("F4", .reset, .retried, .unknown), row("F6", .truncate(at: 10), .retried, .unknown),
    row("F6", .truncate(at: 10, reset: true), .retried, .unknown),
    row("F6", .earlyHints, .answered, .accepted), row("F12", .duplicate, .answered, .accepted),
  ]

  private static let bodies = [
    row("F7", .truncateQuietly(at: 10), .retried, .unknown),
    // Every member of these answers may be missing, so an empty object is one.
    row(
      "F8", .body("{}"), .refused, .unknown,
      except: [.serviceConfig: .answered, .clientConfigRead: .answered, .lookup: .answered],
      posts: [.clientConfigWrite: .accepted]),
    row("F8", .noEventId, .answered, .unknown, posts: [.clientConfigWrite: .accepted]),
    row("F17", .wrongType, .refused, .unknown), row("F17", .body("[]"), .refused, .unknown),
    row("F18", .hugeBody(bytes: 17 << 20), .refused, .unknown),
    row("F18", .manyHeaders(10_000), .refused, .unknown),
    row("F18", .gzipBomb(bytes: 4 << 20), .refused, .unknown),
  ]

  private static let waiting = [
    row(
      "F9", .delay(.seconds(25)), .answered, .accepted,
      except: [.serviceConfig: .retried, .clientConfigRead: .retried, .lookup: .retried]),
    row("F10", .drip(bytesPerSecond: 1), .retried, .unknown),
    row("F10", .hang, .retried, .unknown), row("F11", .hangAfter, .retried, .unknown),
    row("F11", .delay(.seconds(70)), .retried, .unknown),
    row("F11", .delayProcessing(.seconds(70)), .retried, .unknown),
  ]

  private static let statuses =
    [500, 502, 503, 504, 522].map { row("F13", .status($0), .retried, .unknown) }
    + [
      row("F13", .status(500, number: 9603), .retried, .rejected(0)),
      row("F13", .status(503, number: 9729), .retried, .rejected(3)),
      row("F13", .status(503, number: 9644), .retried, .rejected(3)),
      row("F13", .status(500, number: 9999), .retried, .unknown),
      row("F14", .status(429), .retried, .unknown),
      row("F14", .status(429, number: 9646), .retried, .rejected(5)),
      row("F16", .status(200, number: 9646), .retried, .rejected(5)),
      row("F16", .status(200, number: 9622), .refused, .rejected(0)),
      row("F43", .status(407), .refused, .unknown),
    ]
    + [(401, 9601), (401, 9621), (401, 9625), (401, 9722), (403, 9637), (403, 9647), (410, 9634)]
    .map { row("F15", .status($0, number: $1), .refused, .rejected(0)) }
    + [9602, 9609, 9700, 9705, 9717, 9998].map {
      row("F16", .status(400, number: $0), .refused, .rejected(0))
    }
    + [401, 403, 404, 410].map { row("F15", .status($0), .refused, .unknown) }
    + [301, 302, 303, 307, 308].map {
      row("F19", .redirect(to: "http://127.0.0.1:9/", status: $0), .refused, .unknown)
    }

  private static let notLists: [SimulatedEndpoint: Read] = [
    .serviceConfig: .answered, .clientConfigRead: .answered, .status: .answered,
    .lookup: .answered,
  ]

  private static let lies = [
    row("F20", .moveVersion, .answered, .accepted),
    row("F20", .badPaging(.notGrowing), .refused, .accepted, except: notLists),
    row("F20", .badPaging(.repeating), .refused, .accepted, except: notLists),
    row("F20", .badPaging(.neverEnding), .refused(2), .accepted, except: notLists),
    row("F21", .changeRows(3), .answered, .accepted),
    row("F22", .stuckEvent, .answered, .accepted),
    row("F22", .eventStatus("CANCELLED"), .answered, .accepted),
    row("F22", .numCompleted(99), .answered, .accepted),
    row("F24", .phantomEvent, .answered, .accepted),
    row("F25", .unknownEvent, .answered, .accepted, except: [.status: .refused]),
    row("F26", .takeOver(id: "x", name: "X"), .answered, .accepted),
    row(
      "F46", .wrongUId("999"), .refused, .unknown,
      except: [.serviceConfig: .answered, .lookup: .answered]),
  ]
}
