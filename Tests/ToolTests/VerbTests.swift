import Foundation
import SimulatedService
import SystemPackage
import TestSupport
import Testing

/// The verbs beside assign and reclaim, from the command line to the service and back.
struct VerbTests {
  private func text(_ value: Any?) -> String { value.map { "\($0)" } ?? "nil" }

  @Test("reassign moves one app, then everything; undo moves it back")
  func reassigns() async throws {
    let bench = try await ChangeBench()
    _ = await bench.rig.run(
      "assign", "--asset", bench.app, "--asset", bench.other, "--serial", "OLDPAD0001", "--yes")
    let (code, one) = try await bench.json(
      "reassign", "--asset", bench.app, "--from", "serial:OLDPAD0001", "--to",
      "serial:NEWPAD0001", "--yes")
    #expect(code == 0 && text(one["kind"]) == "reassign" && text(one["outcome"]) == "done")
    #expect(text(one["requested"]) == "1" && text(one["applied"]) == "1")
    #expect(text(one["requests"]) == "2")
    #expect(await bench.holds(bench.app, "NEWPAD0001"))
    #expect(await !bench.holds(bench.app, "OLDPAD0001"))
    let rest = await bench.rig.run(
      "reassign", "--from", "serial:OLDPAD0001", "--to", "serial:NEWPAD0001", "--yes")
    #expect(rest.code == 0, "\(rest.errors)")
    #expect(rest.output.hasPrefix("Operation 3 done: 1 of 1 move applied"))
    #expect(await bench.holds(bench.other, "NEWPAD0001"))
    let (undone, undo) = try await bench.json("undo", "3", "--yes", "--reason", "wrong pad")
    #expect(undone == 0 && text(undo["undoes"]) == "3")
    #expect(await bench.holds(bench.other, "OLDPAD0001"))
    #expect(await !bench.holds(bench.other, "NEWPAD0001"))
  }

  @Test("reassign --map moves a list of swaps; a dry run shows two entries a move")
  func maps() async throws {
    let bench = try await ChangeBench()
    _ = await bench.rig.run(
      "assign", "--asset", bench.app, "--serial", "OLDPAD0001", "--serial", "OLDPAD0002", "--yes")
    let map = bench.rig.folder.path.string + "/swaps.csv"
    try Data("OldDevice;NewDevice\nOLDPAD0001;NEWPAD0001\nOLDPAD0002;NEWPAD0002\n".utf8)
      .write(to: URL(filePath: map))
    let posts = await bench.service.postCount()
    let (dry, plan) = try await bench.json("reassign", "--map", map, "--dry-run")
    #expect(dry == 0 && text(plan["outcome"]) == "planned" && text(plan["requested"]) == "2")
    let lines = try #require(plan["plan"] as? [[String: Any]])
    #expect(lines.map { text($0["action"]) } == ["assign", "reclaim", "assign", "reclaim"])
    #expect(await bench.service.postCount() == posts)
    let (code, done) = try await bench.json("reassign", "--map", map, "--yes")
    #expect(code == 0 && text(done["applied"]) == "2")
    #expect(await bench.holds(bench.app, "NEWPAD0002"))
  }

  @Test("A book can't be reassigned: refused with its name, nothing sent")
  func refusesBook() async throws {
    let bench = try await ChangeBench()
    let posts = await bench.service.postCount()
    let result = await bench.rig.run(
      "reassign", "--asset", bench.book, "--from", "serial:OLDPAD0001", "--to",
      "serial:NEWPAD0001", "--yes")
    #expect(result.code == 1)
    #expect(result.errors.contains("is a book: the licence stays with OLDPAD0001 for good."))
    #expect(result.errors.contains("Nothing was sent."))
    #expect(await bench.service.postCount() == posts)
  }

  @Test("reclaim --all revokes, asks for the location's name, and is undone")
  func reclaimsAll() async throws {
    var bench = try await ChangeBench()
    _ = await bench.rig.run(
      "assign", "--asset", bench.app, "--asset", bench.other, "--serial", "OLDPAD0001", "--yes")
    bench.rig.answers = ["y"]
    let refused = await bench.rig.run("reclaim", "--all", "--serial", "OLDPAD0001")
    #expect(refused.code == 1)
    #expect(refused.errors.contains("type the location's name ("))
    #expect(refused.errors.contains("Apple takes back whatever they hold by then"))
    let (code, done) = try await bench.json(
      "reclaim", "--all", "--serial", "OLDPAD0001", "--yes")
    #expect(code == 0 && text(done["kind"]) == "reclaimAll" && text(done["applied"]) == "2")
    #expect(await bench.service.posts().last?.endpoint == .revoke)
    let (again, nothing) = try await bench.json(
      "reclaim", "--all", "--serial", "OLDPAD0001", "--yes")
    #expect(again == 0 && text(nothing["outcome"]) == "nothing")
    let (undone, _) = try await bench.json("undo", "2", "--yes")
    #expect(undone == 0)
    #expect(await bench.holds(bench.app, "OLDPAD0001"))
  }

  @Test("user create, update, invite, retire; and what can't be undone is named")
  func users() async throws {
    let bench = try await ChangeBench()
    let (made, create) = try await bench.json(
      "user", "create", "emp-9001", "--email", "nora@example.org", "--yes")
    #expect(made == 0 && text(create["kind"]) == "userCreate" && text(create["applied"]) == "1")
    let (same, already) = try await bench.json("user", "create", "emp-9001", "--yes")
    #expect(same == 0 && text(already["outcome"]) == "nothing")
    let invite = await bench.rig.run("user", "invite", "emp-9001")
    #expect(invite.code == 0, "\(invite.errors)")
    #expect(invite.output.hasPrefix("https://"))
    let (updated, _) = try await bench.json(
      "user", "update", "emp-9001", "--email", "n.berg@example.org", "--yes")
    #expect(updated == 0)
    let (retired, retire) = try await bench.json("user", "retire", "emp-9001", "--yes")
    #expect(retired == 0 && text(retire["kind"]) == "userRetire")
    let undo = await bench.rig.run("undo", "3", "--yes")
    #expect(undo.code == 1)
    #expect(undo.errors.contains("emp-9001 is retired: Apple brings no retired user back."))
    let unknown = await bench.rig.run("user", "update", "nobody", "--email", "a@b.de", "--yes")
    #expect(unknown.code == 1)
    #expect(unknown.errors.contains("nobody is not a user of this location."))
    let file = bench.rig.folder.path.string + "/users.csv"
    try Data("person_id,email_address\nemp-9002,a@example.org\nemp-9003,b@example.org\n".utf8)
      .write(to: URL(filePath: file))
    let (bulk, many) = try await bench.json("user", "create", "--from", file, "--yes")
    #expect(bulk == 0 && text(many["applied"]) == "2")
  }

  @Test("Reclaim 40, three seats taken by somebody else, undo: 37 restored, three explained")
  func undoesFortyLessThree() async throws {
    let bench = try await ChangeBench()
    await bench.service.setAvailable(40, adamId: bench.app)
    let serials = (1...40).map { "UNDOPAD0\($0 < 10 ? "0" : "")\($0)" }
    let holders = serials.flatMap { ["--serial", $0] }
    let given = await bench.rig.run(["assign", "--asset", bench.app, "--yes"] + holders)
    #expect(given.code == 0, "\(given.errors)")
    let taken = await bench.rig.run(["reclaim", "--asset", bench.app, "--yes"] + holders)
    #expect(taken.code == 0, "\(taken.errors)")
    for serial in ["OTHERPAD01", "OTHERPAD02", "OTHERPAD03"] {
      await bench.service.assignElsewhere(adamId: bench.app, serialNumber: serial)
    }
    let (code, report) = try await bench.json("undo", "2", "--yes")
    #expect(code == 1 && text(report["outcome"]) == "partial")
    #expect(text(report["requested"]) == "40" && text(report["applied"]) == "37")
    let failed = try #require(report["failed"] as? [[String: Any]])
    #expect(failed.count == 3)
    #expect(failed.allSatisfy { text($0["errorMessage"]).hasPrefix("no licence of ") })
    #expect(await bench.service.rows().count { serials.contains($0.serialNumber ?? "") } == 37)
  }

  @Test("Misuse of the verbs is told before anything is read")
  func misuse() async throws {
    let bench = try await ChangeBench()
    let requests = await bench.service.requests().count
    for (arguments, words) in [
      (["reassign", "--asset", "1", "--yes"], "Name --from and --to, or a file with --map."),
      (["reclaim", "--all", "--asset", "1", "--serial", "A", "--yes"], "--all takes everything"),
      (["user", "create", "--yes"], "Name a client user ID, or a file with --from."),
      (["user", "update", "emp-1", "--yes"], "Name --email or --managed-apple-id."),
      (["undo", "1"], "There is no terminal to confirm on."),
    ] {
      let result = await bench.rig.run(arguments)
      #expect(result.code == 64, "\(arguments)")
      #expect(result.errors.contains(words), "\(result.errors)")
    }
    #expect(await bench.service.requests().count == requests)
  }
}
