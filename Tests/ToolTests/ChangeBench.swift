import Foundation
import SimulatedService
import Testing

/// A claimed location with an app of five licences left, another of nine, and a book.
struct ChangeBench {
  var rig: ToolRig
  let service: SimulatedService
  let app: String
  let other: String
  let book: String

  init(claimed: Bool = true) async throws {
    rig = try await ToolRig { options in
      options.assets = 40
      options.eventDelay = .milliseconds(1)
    }
    rig.now = ToolRig.runningNow
    service = try #require(rig.service)
    let assets = await service.assets()
    let apps = assets.filter {
      !$0.isBook && $0.deviceAssignable && $0.total != 2_147_483_647 && $0.pricingParam == "STDQ"
    }
    app = apps[0].adamId
    other = apps[1].adamId
    book = try #require(assets.first { $0.isBook }).adamId
    await service.setAvailable(5, adamId: app)
    await service.setAvailable(9, adamId: other)
    await service.setAvailable(9, adamId: book)
    rig.environment["PURSER_TOKEN_FILE"] = try rig.writeToken()
    if claimed { _ = await rig.run("client", "claim", "--yes") }
  }

  /// Whether the service has a pair.
  func holds(_ adamID: String, _ holder: String) async -> Bool {
    await service.rows().contains {
      $0.adamId == adamID && ($0.serialNumber ?? $0.clientUserId) == holder
    }
  }

  /// Changes of assets that reached the service.
  func changePosts() async -> Int {
    await service.posts().count { $0.path.contains("assets") }
  }

  /// Runs a command and reads its JSON object.
  func json(_ arguments: String...) async throws -> (Int32, [String: Any]) {
    let result = await rig.run(arguments + ["--json"])
    guard let object = try result.json() as? [String: Any] else { return (result.code, [:]) }
    return (result.code, object)
  }
}
