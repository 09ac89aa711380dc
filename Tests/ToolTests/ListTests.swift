import Foundation
import SimulatedService
import SystemPackage
import TestSupport
import Testing

struct ListTests {
  /// A rig with its token named by the environment.
  private func rig(
    _ change: (inout SimulatorOptions) -> Void = { _ in }
  ) async throws -> ToolRig {
    var rig = try await ToolRig { options in
      options.pageSize = 25
      change(&options)
    }
    rig.environment["PURSER_TOKEN_FILE"] = try rig.writeToken()
    return rig
  }

  private func key(_ row: [String: Any]) -> String {
    let holder = row["serialNumber"] as? String ?? row["clientUserId"] as? String ?? "?"
    return "\(row["adamId"] ?? "?") \(row["pricingParam"] ?? "?") \(holder)"
  }

  @Test("sync imports, and assignments gives exactly the service's rows in every format")
  func listsAssignments() async throws {
    let rig = try await rig { $0.assignments = 300 }
    let sync = await rig.run("sync", "--json")
    #expect(sync.code == 0, "\(sync.errors)")
    let report = try #require(try sync.json() as? [String: Any])
    #expect(report["kind"] as? String == "full")
    #expect(report["assignments"] as? Int == 300)
    let truth = try #require(await rig.service?.rows())
    let wanted = Set(
      truth.map { "\($0.adamId) \($0.pricingParam) \($0.serialNumber ?? $0.clientUserId ?? "?")" })
    let json = try await rig.run("assignments", "--json").objects()
    #expect(json.count == 300)
    #expect(Set(json.map(key)) == wanted)
    #expect(json.allSatisfy { ($0["serialNumber"] == nil) != ($0["clientUserId"] == nil) })
    let csv = await rig.run("assignments", "--format", "csv").output
    #expect(csv.hasPrefix("adamId,pricingParam,clientUserId,serialNumber,name,email\r\n"))
    #expect(csv.split(separator: "\r\n").count == 301)
    let lines = await rig.run("assignments", "--format", "jsonl").output.split(separator: "\n")
    #expect(lines.count == 300)
    let offline = try await rig.run("assignments", "--json", "--offline").objects()
    #expect(Set(offline.map(key)) == wanted)
  }

  @Test("A rate limit, a dropped page and a list that moves leave exactly the service's rows")
  func survivesTrouble() async throws {
    let rig = try await rig {
      $0.assignments = 400
      $0.rate = 15
    }
    let service = try #require(rig.service)
    await service.addFaults([
      Fault(.dropAfter, at: [.assignments], nth: 3),
      Fault(.moveVersion, at: [.assignments], nth: 5),
      Fault(.changeRows(3), at: [.assignments], nth: 7),
    ])
    let sync = await rig.run("sync", "--json")
    #expect(sync.code == 0, "\(sync.errors)")
    let rows = try await rig.run("assignments", "--json", "--offline").objects()
    let wanted = Set(
      await service.rows().map {
        "\($0.adamId) \($0.pricingParam) \($0.serialNumber ?? $0.clientUserId ?? "?")"
      })
    #expect(rows.count == 400)
    #expect(Set(rows.map(key)) == wanted)
  }

  @Test("The text of sync is one line")
  func tellsSync() async throws {
    let rig = try await rig()
    let result = await rig.run("sync")
    #expect(
      result.output.contains(": 20 users, 12 assets, 60 assignments · full · "), "\(result.output)")
    #expect(result.output.contains(" · +60 −0\n"))
    let again = await rig.run("sync")
    #expect(again.output.contains("· increment ·"))
  }

  @Test("assets gives counts and names without a cache too, and filters")
  func listsAssets() async throws {
    let rig = try await rig()
    let truth = try #require(await rig.service?.assets())
    let assets = try await rig.run("assets", "--json").objects()
    #expect(assets.count == truth.count)
    for asset in truth {
      let row = try #require(assets.first { $0["adamId"] as? String == asset.adamId })
      #expect(row["totalCount"] as? Int == asset.total)
      #expect(row["assignedCount"] as? Int == asset.assigned)
      #expect(row["name"] as? String == asset.name)
      #expect(row["unlimited"] as? Bool == (asset.total == 2_147_483_647))
    }
    let books = try await rig.run("assets", "--filter", "type:book", "--json").objects()
    #expect(books.count == truth.count(where: \.isBook))
    let unknown = await rig.run("assets", "--filter", "colour:red")
    #expect(unknown.code == 64)
    #expect(unknown.errors.contains("left"))
  }

  @Test("users lists active ones, and retired ones only with --all")
  func listsUsers() async throws {
    let rig = try await rig { $0.users = 80 }
    let truth = try #require(await rig.service?.users())
    let active = try await rig.run("users", "--json").objects()
    #expect(active.count == 80)
    #expect(active.allSatisfy { $0["held"] is NSNull })
    let all = try await rig.run("users", "--all", "--json").objects()
    #expect(all.count == truth.count)
    #expect(all.count > 80)
    _ = await rig.run("sync")
    let held = try await rig.run("users", "--json").objects().compactMap { $0["held"] as? Int }
    let rows = try #require(await rig.service?.rows())
    #expect(held.reduce(0, +) == rows.count { $0.clientUserId != nil })
    let few = try await rig.run("users", "--json", "--filter", "held:>=1").objects()
    #expect(few.count == Set(rows.compactMap(\.clientUserId)).count)
  }

  @Test("One asset, user or device is read alone, by id, name or e-mail")
  func narrows() async throws {
    let rig = try await rig()
    let rows = try #require(await rig.service?.rows())
    let device = try #require(rows.first { $0.serialNumber != nil })
    let serial = try #require(device.serialNumber)
    let byDevice = try await rig.run(
      "assignments", "--serial", serial.lowercased(), "--json"
    ).objects()
    #expect(byDevice.count == rows.count { $0.serialNumber == serial })
    let name = try #require(
      await rig.service?.assets().first { $0.adamId == device.adamId }?.name)
    let byName = try await rig.run("assignments", "--asset", name, "--json").objects()
    #expect(byName.count == rows.count { $0.adamId == device.adamId })
    let user = try #require(rows.first { $0.clientUserId != nil }?.clientUserId)
    let email = await rig.service?.users().first { $0.clientUserId == user }?.email
    let byMail = try await rig.run(
      "assignments", "--user", try #require(email), "--json"
    ).objects()
    #expect(byMail.count == rows.count { $0.clientUserId == user })
    #expect(await rig.run("assignments", "--asset", "No such app").code == 64)
    #expect(await rig.run("assignments", "--serial", "A-1").code == 64)
  }

  @Test("Offline without a cache is 6, not reached is 3 with nothing printed")
  func failsClearly() async throws {
    let rig = try await rig()
    let never = await rig.run("assets", "--offline")
    #expect(never.code == 6)
    #expect(await rig.run("assets").code == 0)
    let incomplete = await rig.run("assets", "--offline")
    #expect(incomplete.code == 6)
    #expect(incomplete.errors.contains("purser sync"))
    await rig.service?.stop()
    let gone = await rig.run("users", "--json")
    #expect(gone.code == 3)
    #expect(gone.output.isEmpty)
    #expect(gone.errors.contains("--offline"))
  }

  @Test("A device list is loaded with labels, shown and forgotten; a bad one is refused whole")
  func loadsDevices() async throws {
    let rig = try await rig()
    let list = try rig.folder.write(
      "year7.csv", Array("Name;Serial Number\nCart 1;c02zz1\nCart 2;C02ZZ2\n".utf8))
    let loaded = await rig.run("devices", "--load", list.string)
    #expect(loaded.code == 0, "\(loaded.errors)")
    #expect(loaded.errors.contains("column 2 'Serial Number': 2 rows, 2 different"))
    let devices = try await rig.run("devices", "--json").objects()
    let cart = try #require(devices.first { $0["serialNumber"] as? String == "C02ZZ1" })
    #expect(cart["label"] as? String == "Cart 1")
    #expect(cart["held"] as? Int == 0)
    let bad = try rig.folder.write("bad.csv", Array("serial\nA1\nA-2\nA 3\n".utf8))
    let refused = await rig.run("devices", "--load", bad.string)
    #expect(refused.code == 64)
    #expect(refused.errors.contains("line 3"))
    #expect(refused.errors.contains("line 4"))
    #expect(await rig.run("devices", "--forget", "year7").code == 0)
    #expect(await rig.run("devices", "--forget", "year7").code == 64)
    let after = try await rig.run("devices", "--json").objects()
    #expect(!after.contains { $0["serialNumber"] as? String == "C02ZZ1" })
  }

  @Test("Nothing of the token, outer or inner, is in cache, state, journal, audit or output")
  func keepsTheToken() async throws {
    var rig = try await rig { $0.assets = 40 }
    rig.now = ToolRig.runningNow
    let token = try #require(rig.service?.token)
    let app = try #require(
      await rig.service?.assets().first { $0.deviceAssignable && $0.total == 2_147_483_647 })
    var printed = ""
    let change = ["--asset", app.adamId, "--serial", "ZZTEST0001", "--yes"]
    for arguments in [
      ["sync"], ["assets"], ["users"], ["assignments"], ["devices"], ["status"],
      ["client", "claim", "--yes"], ["assign"] + change, ["reclaim"] + change, ["operations"],
    ] {
      let result = await rig.run(arguments + ["--json", "--verbose"])
      #expect(result.code == 0, "\(arguments): \(result.errors)")
      printed += result.output + result.errors
    }
    await rig.service?.setTokenState(.revoked)
    printed += await rig.run("sync").errors
    let files = FileManager.default.enumerator(atPath: rig.folder.path.string)
    var count = 0
    while let name = files?.nextObject() as? String {
      let path = rig.folder.path.string + "/" + name
      guard !name.hasSuffix(".vpptoken"), let data = FileManager.default.contents(atPath: path)
      else { continue }
      printed += String(decoding: data, as: UTF8.self)
      count += 1
    }
    #expect(count > 5)
    let content = try #require(Data(base64Encoded: token))
    let inner = try #require(
      (try JSONSerialization.jsonObject(with: content) as? [String: Any])?["token"] as? String)
    for secret in [token, inner].map(Array.init) {
      for start in 0...max(0, secret.count - 24) {
        #expect(!printed.contains(String(secret[start..<min(secret.count, start + 24)])))
      }
    }
  }
}
