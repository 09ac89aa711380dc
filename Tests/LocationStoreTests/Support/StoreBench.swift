import AppsAndBooks
import Files
import FoundationEssentials
import HTTPTransport
import SimulatedService
import Synchronization
import SystemPackage
import TestSupport

@testable import LocationStore

/// A simulated location behind real HTTP, and a store on it with a cache in memory.
struct StoreBench {
  /// Monday 2026-08-24, 07:42 UTC: the day of the sample screens.
  static let today = Date(timeIntervalSince1970: 1_787_557_320)

  let service: SimulatedService
  let client: APIClient
  let store: LocationStore
  let cache: LocationCache
  let files: MemoryFileSystem
  let board: StatusBoard
  let day: MovableDay

  /// A date that a test moves.
  final class MovableDay: Sendable {
    private let value = Mutex(StoreBench.today)
    func now() -> Date { value.withLock { $0 } }
    func pass(_ seconds: Double) { value.withLock { $0 += seconds } }
  }

  /// Starts a location of 40 assets and 1,500 assignments on pages of 100 rows, runs the body, and stops the service.
  static func run(
    _ configure: (inout SimulatorOptions) -> Void = { _ in },
    _ body: (StoreBench) async throws -> Void
  ) async throws {
    var options = SimulatorOptions()
    options.assets = 40
    options.users = 60
    options.devices = 120
    options.assignments = 1_500
    options.pageSize = 100
    options.eventDelay = .zero
    options.switches.announcedRate = 1_000
    configure(&options)
    let service = try await SimulatedService.start(options, now: { today })
    do {
      try await body(try StoreBench(service, files: MemoryFileSystem(), day: MovableDay()))
    } catch {
      await service.stop()
      throw error
    }
    await service.stop()
  }

  /// A fresh process on the same location, disk and day.
  func restarted() throws -> StoreBench { try StoreBench(service, files: files, day: day) }

  init(_ service: SimulatedService, files: MemoryFileSystem, day: MovableDay) throws {
    self.service = service
    self.files = files
    self.day = day
    let board = StatusBoard(clientID: "ours", now: { day.now() })
    self.board = board
    guard let endpoint = ServiceEndpoint(service.url) else { throw TestProblem.badURL }
    client = APIClient(
      service: endpoint, token: try ContentToken(bytes: service.token.utf8),
      transport: try NetworkTransport(), clock: ImmediateClock(), now: { day.now() },
      random: FixedRandom(), observer: { board.observe($0) })
    let location = LocationIdentity(
      uID: service.uID, name: "campus-nord", organization: "Lindenhof Schools")
    cache = LocationCache(
      places: Places(under: "/home"), key: LocationKey(uID: service.uID), files: files,
      now: { day.now() })
    store = LocationStore(
      location: location, client: client, cache: cache, board: board, clock: ImmediateClock(),
      now: { day.now() })
  }

  /// What the service really holds.
  func truth() async -> Set<Assignment> {
    Set(await service.rows().map(\.assignment))
  }

  /// GETs of a list so far.
  func reads(_ endpoint: SimulatedEndpoint) async -> Int {
    await service.requests().count { $0.endpoint == endpoint }
  }
}

enum TestProblem: Error {
  case badURL
}

/// A clock on which every pause is over at once; time passes as it does.
struct ImmediateClock: Clock {
  typealias Duration = Swift.Duration
  private let clock = ContinuousClock()
  var now: ContinuousClock.Instant { clock.now }
  var minimumResolution: Duration { .zero }
  func sleep(until deadline: ContinuousClock.Instant, tolerance: Duration?) async throws {
    try Task.checkCancellation()
    await Task.yield()
  }
}

/// The same numbers in every run.
struct FixedRandom: RandomNumberGenerator, Sendable {
  private var state: UInt64 = 7
  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state
  }
}

extension AssignmentTruth {
  var assignment: Assignment {
    let asset = AssetID(AdamID(rawValue: adamId), PricingParam(rawValue: pricingParam))
    if let serialNumber {
      return Assignment(asset: asset, holder: .device(SerialNumber(rawValue: serialNumber)))
    }
    return Assignment(
      asset: asset, holder: .clientUser(ClientUserID(rawValue: clientUserId ?? "")))
  }
}

extension LocationSnapshot {
  /// Every assignment as a value; a row that came twice would be missed by a set, so the count is compared too.
  var all: [Assignment] { (0..<assignments.count).map { assignment($0) } }
}

/// A short way to name the values of the tests.
func asset(_ id: String, _ variant: String = "STDQ") -> AssetID {
  AssetID(AdamID(rawValue: id), PricingParam(rawValue: variant))
}

func user(_ id: String) -> Holder { .clientUser(ClientUserID(rawValue: id)) }

func device(_ serial: String) -> Holder { .device(SerialNumber(rawValue: serial)) }

func pair(_ asset: AssetID, _ holder: Holder) -> Assignment {
  Assignment(asset: asset, holder: holder)
}

/// A token that reads well and opens nothing.
enum SampleToken {
  static var bytes: [UInt8] {
    let inside = #"{"token":"sample","expDate":"2030-11-08T22:33:22+0000","orgName":"Sample"}"#
    return Array(Data(inside.utf8).base64EncodedData())
  }
}
