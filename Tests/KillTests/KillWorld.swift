import Files
import Foundation
import SimulatedService
import SystemPackage
import TestSupport

@testable import purser

/// One location and one home: the service in this process, which survives every kill, and the folders of the binary.
final class KillWorld {
  let service: SimulatedService
  private let clock: WarpClock
  let folder: TemporaryFolder
  let eventDelay: Duration
  let token: FilePath
  let canary: Canary
  /// Apps that a device and a user can hold, with licences to spare.
  let apps: [String]
  let users: [String]
  /// An app of which one licence is left.
  let tightApp: String
  private(set) var runs = 0
  /// Points at which runs died, and how often.
  private(set) var deaths: [String: Int] = [:]
  private(set) var kills = 0
  /// Whether a fault made up event ids.
  var strangeEvents = false
  /// What was found wrong.
  var violations: [String] = []

  /// Starts a service and claims its location with the real binary.
  static func start(eventDelay: Duration, seed: UInt64) async throws -> KillWorld {
    let clock = WarpClock(rate: 100, epoch: Date().timeIntervalSince1970)
    var options = SimulatorOptions()
    options.assets = 40
    options.users = 40
    options.devices = 60
    options.assignments = 150
    options.seed = seed
    options.eventDelay = eventDelay
    // Small, so that an operation needs several requests.
    options.switches.limits.maxAssets = 2
    options.switches.limits.maxSerialNumbers = 3
    options.switches.limits.maxClientUserIds = 2
    let service = try await SimulatedService.start(
      options, clock: clock, now: { clock.date })
    let limited = await service.assets().first {
      $0.deviceAssignable && $0.revocable && $0.total < 1_000_000 && $0.pricingParam == "STDQ"
    }
    guard let tight = limited?.adamId else { throw Child.Failure(description: "no limited app") }
    await service.setAvailable(1, adamId: tight)
    let world = try KillWorld(
      service, clock, eventDelay, tightApp: tight,
      apps: await service.assets().filter {
        $0.deviceAssignable && $0.revocable && $0.available > 1_000_000
          && $0.pricingParam == "STDQ"
      }.map(\.adamId),
      users: await service.users().filter { $0.status == "Associated" }.map(\.clientUserId))
    let claim = try await world.run(["client", "claim", "--yes"])
    guard claim.code == 0 else {
      throw Child.Failure(description: "claim: \(claim.code ?? -1) \(claim.errors)")
    }
    return world
  }

  private init(
    _ service: SimulatedService, _ clock: WarpClock, _ eventDelay: Duration,
    tightApp: String, apps: [String], users: [String]
  ) throws {
    self.tightApp = tightApp
    self.service = service
    self.clock = clock
    self.eventDelay = eventDelay
    self.apps = apps
    self.users = users
    folder = try TemporaryFolder()
    token = try folder.write("t.vpptoken", Array(service.token.utf8))
    canary = Canary(token: service.token)
  }

  /// Time passes for both sides.
  func skip(_ duration: Duration) { clock.skip(duration) }

  /// Keeps a copy of the home for whoever looks into what was found, and says where.
  func keepFiles(seed: UInt64) throws {
    let copy = FileManager.default.temporaryDirectory.appending(path: "purser-kills-\(seed)")
    try? FileManager.default.removeItem(at: copy)
    try FileManager.default.copyItem(at: URL(filePath: folder.path.string), to: copy)
    print("the home of world \(seed) is in \(copy.path())")
  }

  /// The state folder of the location.
  var state: FilePath {
    let folder = self.folder.path.appending("state").appending("purser")
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.string)) ?? []
    return folder.appending(names.first { $0.count == 32 } ?? "none")
  }

  /// Files that were being written.
  var temporaryFiles: [String] {
    let names = FileManager.default.enumerator(atPath: folder.path.string)?.allObjects ?? []
    return names.compactMap { $0 as? String }.filter { $0.hasSuffix(".tmp") }
  }

  private var environment: [String: String] {
    let path = folder.path
    return [
      "HOME": path.string, "PATH": "/usr/bin:/bin",
      "XDG_CONFIG_HOME": path.appending("config").string,
      "XDG_CACHE_HOME": path.appending("cache").string,
      "XDG_STATE_HOME": path.appending("state").string,
      "PURSER_SERVICE_URL": service.url, "PURSER_TOKEN_FILE": token.string,
      "PURSER_CLOCK": clock.text,
    ]
  }

  /// Runs the binary; a kill that came too late is none.
  func run(_ arguments: [String], kill: Child.Kill? = nil) async throws -> Child.Run {
    let run = try await Child.run(arguments, environment, kill: kill, in: folder.path)
    runs += 1
    if run.wasKilled {
      kills += 1
      deaths[place(of: run, kill), default: 0] += 1
    } else if run.signal != 0 {
      violations.append("\(arguments) crashed by signal \(run.signal): \(run.errors.suffix(400))")
    }
    for text in [run.output, run.errors] where canary.isIn(Data(text.utf8)) {
      violations.append("I6: the output of \(arguments) holds a piece of the token")
    }
    return run
  }

  private func place(of run: Child.Run, _ kill: Child.Kill?) -> String {
    if case .time = kill { return "at a random time" }
    return run.points.last ?? "before the first point"
  }

  /// Assignments, active users without an asset, and their e-mails in the place of one, as the service really has them.
  func truth() async -> Set<KillPair> {
    var pairs: Set<KillPair> = []
    for row in await service.rows() {
      let holder = row.clientUserId.map { "u:\($0)" } ?? "s:\(row.serialNumber ?? "")"
      pairs.insert(KillPair(asset: "\(row.adamId):\(row.pricingParam)", holder: holder))
    }
    for user in await service.users() where ["Registered", "Associated"].contains(user.status) {
      pairs.insert(KillPair(asset: "", holder: "u:\(user.clientUserId)"))
      pairs.insert(KillPair(asset: user.email ?? "-", holder: "u:\(user.clientUserId)"))
    }
    return pairs
  }
}
