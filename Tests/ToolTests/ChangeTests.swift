import Foundation
import SimulatedService
import SystemPackage
import TestSupport
import Testing

struct ChangeTests {
  @Test(
    "assign makes one POST and ends done; repeated it makes none and ends nothing; reclaim back")
  func assignsAndReclaims() async throws {
    let bench = try await ChangeBench()
    let pair = ["--asset", bench.app, "--serial", "ZZTEST0001", "--serial", "ZZTEST0002", "--yes"]
    let first = await bench.rig.run(["assign"] + pair + ["--json"])
    #expect(first.code == 0, "\(first.errors)")
    let done = try #require(try first.json() as? [String: Any])
    #expect(done["outcome"] as? String == "done")
    #expect(done["applied"] as? Int == 2)
    #expect((done["events"] as? [String])?.count == 1)
    #expect((done["service"] as? String)?.hasPrefix("127.0.0.1") == true)
    #expect(await bench.holds(bench.app, "ZZTEST0001"))
    #expect(await bench.changePosts() == 1)
    let again = await bench.rig.run(["assign"] + pair + ["--json"])
    let nothing = try #require(try again.json() as? [String: Any])
    #expect(again.code == 0)
    #expect(nothing["outcome"] as? String == "nothing")
    #expect(nothing["alreadySo"] as? Int == 2)
    #expect(await bench.changePosts() == 1)
    let back = await bench.rig.run(["reclaim"] + pair)
    #expect(back.code == 0, "\(back.errors)")
    #expect(back.output.hasPrefix("Operation 2 done: 2 of 2 pairs applied"))
    #expect(!(await bench.holds(bench.app, "ZZTEST0001")))
  }

  @Test("A dry run sends nothing but GETs and prints the plan")
  func plansOnly() async throws {
    let bench = try await ChangeBench()
    let posts = await bench.service.postCount()
    let (code, plan) = try await bench.json(
      "assign", "--asset", bench.app, "--serial", "ZZTEST0001", "--dry-run")
    #expect(code == 0)
    #expect(plan["outcome"] as? String == "planned")
    #expect(plan["operation"] is NSNull)
    let line = try #require((plan["plan"] as? [[String: Any]])?.first)
    #expect(line["action"] as? String == "assign")
    #expect(line["availableBefore"] as? Int == 5)
    #expect(await bench.service.postCount() == posts)
  }

  @Test("Too few licences: refused with the numbers, nothing sent, unless the first ones are taken")
  func isShort() async throws {
    let bench = try await ChangeBench()
    await bench.service.setAvailable(2, adamId: bench.app)
    let arguments = [
      "assign", "--asset", bench.app, "--serial", "ZZTEST0001", "--serial", "ZZTEST0002",
      "--serial",
      "ZZTEST0003", "--yes",
    ]
    let refused = await bench.rig.run(arguments)
    #expect(refused.code == 1)
    #expect(refused.errors.contains("2 licences are left, 3 are needed"))
    #expect(refused.errors.contains("Nothing was sent."))
    #expect(await bench.changePosts() == 0)
    let taken = await bench.rig.run(arguments + ["--up-to-available", "--json"])
    let report = try #require(try taken.json() as? [String: Any])
    #expect(taken.code == 1)
    #expect(report["outcome"] as? String == "partial")
    #expect(report["applied"] as? Int == 2)
    #expect(await bench.holds(bench.app, "ZZTEST0002"))
  }

  @Test("What can't be is refused by name with 1 and no POST")
  func refuses() async throws {
    let bench = try await ChangeBench()
    let user = try #require(await bench.service.users().first { $0.status == "Retired" })
    let cases: [([String], String)] = [
      (["assign", "--asset", bench.book, "--serial", "ZZTEST0001"], "book"),
      (["reclaim", "--asset", bench.book, "--user", "emp-0001"], "for good"),
      (["assign", "--asset", "999999999999", "--serial", "ZZTEST0001"], "not an asset"),
      (["assign", "--asset", bench.app, "--user", user.clientUserId], "retired"),
      (["assign", "--asset", bench.app, "--user", "nobody-at-all"], "not a user"),
    ]
    for (arguments, part) in cases {
      let result = await bench.rig.run(arguments + ["--yes"])
      #expect(result.code == 1, "\(arguments): \(result.errors)")
      #expect(result.errors.contains(part), "\(result.errors)")
    }
    #expect(await bench.changePosts() == 0)
  }

  @Test("Usage is 64: no asset, no holder, forms, --offline, --read-only, no terminal")
  func checksUsage() async throws {
    let bench = try await ChangeBench()
    let cases: [[String]] = [
      ["assign", "--serial", "ZZTEST0001", "--yes"], ["assign", "--asset", bench.app, "--yes"],
      ["reclaim", "--serial", "ZZTEST0001", "--yes"],
      ["assign", "--asset", "12a", "--serial", "ZZTEST0001", "--yes"],
      ["assign", "--asset", bench.app, "--serial", "A-1", "--yes"],
      ["assign", "--asset", bench.app, "--user", "", "--yes"],
      ["assign", "--asset", bench.app, "--serial", "ZZTEST0001", "--yes", "--offline"],
      ["assign", "--asset", bench.app, "--serial", "ZZTEST0001", "--yes", "--read-only"],
      ["assign", "--asset", bench.app, "--serial", "ZZTEST0001"],
      ["assign", "--asset", bench.app, "--from", "/no/such.csv", "--yes"],
    ]
    for arguments in cases {
      let result = await bench.rig.run(arguments)
      #expect(result.code == 64, "\(arguments): \(result.errors)")
      #expect(!result.errors.isEmpty)
    }
    #expect(await bench.changePosts() == 0)
  }

  @Test("A location that is unclaimed or another's is not changed: 5")
  func needsTheClaim() async throws {
    let bench = try await ChangeBench(claimed: false)
    let arguments = ["assign", "--asset", bench.app, "--serial", "ZZTEST0001", "--yes"]
    let unclaimed = await bench.rig.run(arguments)
    #expect(unclaimed.code == 5)
    #expect(unclaimed.errors.contains("purser client claim"))
    await bench.service.takeOver(by: (id: "other", name: "Jamf"))
    let foreign = await bench.rig.run(arguments)
    #expect(foreign.code == 5)
    #expect(foreign.errors.contains("Jamf"))
    #expect(await bench.service.postCount() == 0)
  }

  @Test("claim, takeover and release say what they found")
  func claims() async throws {
    var bench = try await ChangeBench(claimed: false)
    #expect(try await bench.json("client").1["state"] as? String == "unclaimed")
    #expect(await bench.rig.run("client", "claim").code == 64)
    #expect(await bench.rig.run("client", "claim", "--yes").code == 0)
    #expect(try await bench.json("client").1["state"] as? String == "ours")
    await bench.service.takeOver(by: (id: "other", name: "Jamf"))
    #expect(await bench.rig.run("client", "claim", "--yes").code == 5)
    bench.rig.answers = ["wrong"]
    #expect(await bench.rig.run("client", "claim", "--takeover").code == 1)
    #expect(await bench.service.client()?.id == "other")
    #expect(await bench.rig.run("client", "claim", "--takeover", "--yes").code == 0)
    #expect(await bench.rig.run("client", "release", "--yes").code == 0)
    #expect(try await bench.json("client").1["state"] as? String == "unclaimed")
  }

  @Test("A person confirms with y, or with the count or the name where more is at stake")
  func asks() async throws {
    var bench = try await ChangeBench()
    bench.rig.answers = ["n"]
    let pair = ["assign", "--asset", bench.app, "--serial", "ZZTEST0001"]
    let no = await bench.rig.run(pair)
    #expect(no.code == 1)
    #expect(no.errors.contains("left 5 → 4"))
    #expect(await bench.changePosts() == 0)
    bench.rig.answers = ["y"]
    #expect(await bench.rig.run(pair).code == 1, "never seen: a yes of its own")
    #expect(await bench.changePosts() == 0)
    bench.rig.answers = ["y", "y"]
    #expect(await bench.rig.run(pair).code == 0)
    let book = ["assign", "--asset", bench.book, "--user", "emp-0001"]
    #expect(await bench.rig.run(book).code == 1)
    let name = try #require(
      try await bench.json("client").1["location"] as? String)
    bench.rig.answers = [name]
    let user = try #require(await bench.service.users().first { $0.status == "Associated" })
    let spent = await bench.rig.run(
      "assign", "--asset", bench.book, "--user", user.clientUserId)
    #expect(spent.code == 0, "\(spent.errors)")
  }

  @Test("A file with adamId changes exactly its pairs; both kinds of holders need --target")
  func readsFiles() async throws {
    let bench = try await ChangeBench()
    let holes = try bench.rig.folder.write(
      "holes.csv",
      Array(
        "serialNumber,adamId\nZZTEST0001,\(bench.app)\nzztest0002,\(bench.other)\n".utf8))
    let result = await bench.rig.run("assign", "--from", holes.string, "--yes", "--json")
    #expect(result.code == 0, "\(result.errors)")
    #expect(await bench.holds(bench.app, "ZZTEST0001"))
    #expect(await bench.holds(bench.other, "ZZTEST0002"))
    #expect(!(await bench.holds(bench.app, "ZZTEST0002")))
    #expect(!(await bench.holds(bench.other, "ZZTEST0001")))
    let both = try bench.rig.folder.write(
      "both.csv", Array("clientUserId,serialNumber\nemp-0001,ZZTEST0003\n".utf8))
    let unsure = await bench.rig.run(
      "assign", "--asset", bench.app, "--from", both.string, "--yes")
    #expect(unsure.code == 64)
    #expect(unsure.errors.contains("--target"))
    let chosen = await bench.rig.run(
      "assign", "--asset", bench.app, "--from", both.string, "--target", "serials", "--yes")
    #expect(chosen.code == 0, "\(chosen.errors)")
    let mixed = await bench.rig.run(
      "assign", "--asset", bench.app, "--from", holes.string, "--yes")
    #expect(mixed.code == 64)
    let like = await bench.rig.run(
      "assign", "--like", "serial:ZZTEST0001", "--serial", "ZZTEST0009", "--yes")
    #expect(like.code == 0, "\(like.errors)")
    #expect(await bench.holds(bench.app, "ZZTEST0009"))
  }

  @Test("--no-wait ends in 4, operations shows it, wait tells the outcome")
  func goesOnLater() async throws {
    let bench = try await ChangeBench()
    let sent = await bench.rig.run(
      "assign", "--asset", bench.app, "--serial", "ZZTEST0001", "--yes", "--no-wait", "--json",
      "--reason", "INC-1")
    #expect(sent.code == 4, "\(sent.errors)")
    let report = try #require(try sent.json() as? [String: Any])
    #expect(report["outcome"] as? String == "pending")
    await bench.service.finishEvents()
    let waited = await bench.rig.run("wait", "1", "--json")
    #expect(waited.code == 0, "\(waited.errors)")
    let list = try await bench.rig.run("operations", "--json").objects()
    #expect(list.count == 1)
    #expect(list[0]["outcome"] as? String == "done")
    #expect(list[0]["reason"] as? String == "INC-1")
    #expect((list[0]["startedAt"] as? String)?.hasSuffix("Z") == true)
    #expect(try await bench.rig.run("operations", "--open", "--json").objects().isEmpty)
    let offline = await bench.rig.run("operations", "--offline")
    #expect(offline.code == 0)
    #expect(offline.output.contains("INC-1"))
    #expect(await bench.rig.run("wait", "99").code == 64)
  }
}
