import Foundation
import Glibc
import SimulatedService
import SystemPackage
import TestSupport
import Testing

/// Whether a shell may be given a file system of its own.
private enum MountNamespace {
  static let isAllowed: Bool = {
    guard geteuid() == 0 else { return false }
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/unshare")
    process.arguments = ["-m", "mount", "-t", "tmpfs", "-o", "size=64k", "none", "/mnt"]
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
  }()
}

/// The real binary on a disk that is full or takes no writing; needs root and mount namespaces, as a container often has.
@Suite(
  .timeLimit(.minutes(5)),
  .enabled(
    if: MountNamespace.isAllowed,
    "needs root and a mount namespace of its own (unshare -m, mount -t tmpfs)"))
struct RealDiskTests {
  private func start() async throws -> (rig: ToolRig, app: String) {
    var rig = try await ToolRig(isReal: true) { $0.assets = 40 }
    rig.environment["PURSER_TOKEN_FILE"] = try rig.writeToken()
    rig.environment["PATH"] = ProcessInfo.processInfo.environment["PATH"]
    let service = try #require(rig.service)
    let app = try #require(
      await service.assets().first { $0.deviceAssignable && $0.total == 2_147_483_647 })
    return (rig, app.adamId)
  }

  /// Runs a script in a mount namespace of its own; `$P` is the binary.
  private func run(_ script: String, _ rig: ToolRig) async throws -> RealProcess.Result {
    var environment = rig.environment
    environment["P"] = RealProcess.binary
    return try await RealProcess(
      ["-m", "bash", "-c", script], environment, program: "/usr/bin/unshare"
    ).end()
  }

  @Test("A home that takes no writing: lists are shown, a change ends in 6, nothing is sent")
  func readOnlyHome() async throws {
    let (rig, app) = try await start()
    // Claimed from elsewhere: this home has seen nothing yet.
    let service = try #require(rig.service)
    try FileManager.default.createDirectory(
      atPath: rig.folder.path.appending("config/purser").string, withIntermediateDirectories: true)
    chmod(rig.folder.path.appending("config").string, 0o700)
    chmod(rig.folder.path.appending("config/purser").string, 0o700)
    let id = UUID()
    try rig.folder.write("config/purser/config.toml", Array("clientId = \"\(id)\"\n".utf8))
    await service.takeOver(by: (id.uuidString, "Purser"))
    let home = rig.folder.path.string
    let result = try await run(
      """
      mount --bind '\(home)' '\(home)' && mount -o remount,bind,ro '\(home)' || exit 99
      "$P" assets --format jsonl | wc -l >&2
      "$P" assign --asset \(app) --serial ZZTEST0001 --yes
      """, rig)
    #expect(result.code == 6, "\(result.errors)")
    #expect(result.errors.contains("\n40\n") || result.errors.hasPrefix("40\n"))
    #expect(result.errors.contains("Browsing only, because "), "\(result.errors)")
    #expect(result.errors.contains("the file system is read-only"), "\(result.errors)")
    #expect(result.errors.contains("Nothing was sent"))
    #expect(await service.posts().isEmpty)
    await service.stop()
  }

  @Test(
    "A full disk, with room for so many pages more: told, or done; nothing twice, nothing lost",
    arguments: [0, 1, 2, 3, 4])
  func fullDisk(pages: Int) async throws {
    let (rig, app) = try await start()
    let service = try #require(rig.service)
    #expect(await rig.run("client", "claim", "--yes").code == 0)
    let before = await service.postCount()
    let state = try #require(rig.environment["XDG_STATE_HOME"])
    let result = try await run(
      """
      cp -a '\(state)' '\(state).old'
      mount -t tmpfs -o size=96k,mode=700 none '\(state)' && cp -a '\(state).old/.' '\(state)'
      dd if=/dev/zero of='\(state)/fill' bs=4k 2>/dev/null
      truncate -s -$((4096 * \(pages))) '\(state)/fill'
      "$P" assign --asset \(app) --serial ZZTEST0001 --yes
      code=$?
      rm '\(state)/fill'
      echo next; "$P" operations --json
      exit $code
      """, rig)
    let posts = await service.postCount() - before
    let parts = result.output.components(separatedBy: "next\n")
    let list = try #require(
      try JSONSerialization.jsonObject(with: Data((parts.last ?? "").utf8)) as? [[String: Any]])
    let isHeld = await service.rows().contains {
      $0.adamId == app && $0.serialNumber == "ZZTEST0001"
    }
    #expect(isHeld == (posts == 1))
    #expect(result.code == (posts == 1 ? 0 : 6), "\(result.code) \(result.errors)")
    if posts == 0 {
      let said = result.errors + result.output
      #expect(said.contains("Browsing only, because "), "\(said)")
      #expect(said.contains("the disk is full"), "\(said)")
      #expect(said.contains("Nothing was sent") || said.contains("1 not sent"), "\(said)")
    } else {
      #expect(list.count == 1 && list.first?["outcome"] as? String == "done", "\(parts)")
    }
    await service.stop()
  }
}
