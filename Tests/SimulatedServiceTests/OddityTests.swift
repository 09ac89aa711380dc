import Foundation
import Testing

@testable import SimulatedService

/// What a client meets seldom, and the service has to be able to show.
@Suite(.timeLimit(.minutes(1)))
struct OddityTests {
  @Test("Members that nobody knows are everywhere, and the rest is unchanged")
  func unknownMembers() async throws {
    try await Bench.run { bench in
      let lists = ["assets", "users", "assignments"]
      for list in lists {
        await bench.service.setSwitches { $0.unknownMembers = false }
        let plain = try await bench.get("/\(list)").objects(list)
        await bench.service.setSwitches { $0.unknownMembers = true }
        let answer = try await bench.get("/\(list)")
        #expect(answer.json["xUnknown"] != nil)
        var rows = answer.objects(list)
        #expect(rows.count { $0["xUnknown"] != nil } == plain.count)
        for index in rows.indices { rows[index]["xUnknown"] = nil }
        #expect(rows as NSArray == plain as NSArray)
      }
    }
  }

  @Test("Nulls stand for what is missing, and the array may come last")
  func otherShapes() async throws {
    try await Bench.run { bench in
      await bench.service.setSwitches {
        $0.nullsForMissing = true
        $0.arrayLast = true
      }
      let last = try await bench.get("/assignments?pageIndex=14")
      #expect(last.json["nextPageIndex"] is NSNull)
      let rows = last.objects("assignments")
      #expect(rows.count == 100)
      #expect(rows.allSatisfy { $0["clientUserId"] is NSNull || $0["serialNumber"] is NSNull })
      #expect(last.text.hasSuffix("}]}"))
      let user = try #require(try await bench.get("/users").objects("users").first)
      #expect(user["inviteCode"] is NSNull)
      #expect(try await bench.wireRows() == bench.service.rows())
    }
  }

  @Test("The lookup writes ids and artwork in both of their forms")
  func lookupForms() async throws {
    try await Bench.run { (bench: Bench) async throws in
      let url =
        bench.service.url.replacingOccurrences(of: "/mdm/v2", with: "/lookup")
        + "?id=\(Sample.pages)"
      func entry() async throws -> [String: Any] {
        let answer = try await PlainHTTP.send("GET", url)
        let results = answer.json["results"] as? [String: [String: Any]]
        return try #require(results?[Sample.pages])
      }
      #expect(try await entry()["id"] as? String == Sample.pages)
      #expect(try await entry()["artwork"] is [String: Any])
      await bench.service.setSwitches {
        $0.artworkIsList = true
        $0.lookupNumbersAreNumbers = true
      }
      #expect(try await entry()["id"] as? Int == 361_309_726)
      #expect(try await entry()["artwork"] is [[String: Any]])
    }
  }

  @Test("Failures name pairs, holders only, or nothing")
  func failureDetail() async throws {
    try await Bench.run { bench in
      await bench.service.setAvailable(0, adamId: Sample.tessera)
      let event = try await bench.accepted(
        "/assets/associate", ["assets": [["adamId": Sample.tessera]], "serialNumbers": ["Q1"]])
      bench.clock.advance(by: .seconds(10))
      func info() async throws -> [String: Any]? {
        let status = try await bench.get("/status?eventId=\(event)")
        return status.objects("failures").first?["errorInfo"] as? [String: Any]
      }
      #expect(try await info()?.keys.sorted() == ["assets", "serialNumbers"])
      await bench.service.setSwitches { $0.failureDetail = .holdersOnly }
      #expect(try await info()?.keys.sorted() == ["serialNumbers"])
      await bench.service.setSwitches { $0.failureDetail = .none }
      #expect(try await info() == nil)
    }
  }

  @Test("Serial numbers: without regard to case, or only those that are known")
  func serials() async throws {
    try await Bench.run { bench in
      await bench.service.setSwitches {
        $0.serialsIgnoreCase = true
        $0.unknownSerialsAccepted = false
      }
      let free = try #require(await freeSerial(bench))
      let body: [String: Any] = [
        "assets": [["adamId": Sample.tessera]], "serialNumbers": [free.lowercased(), "UNSEEN"],
      ]
      let status = try await bench.finished("/assets/associate", body)
      #expect(status.int("numCompleted") == 1)
      #expect(status.objects("failures").map { $0["errorNumber"] as? Int } == [9602])
      let rows = try await bench.wireRows("&adamId=\(Sample.tessera)&serialNumber=\(free)")
      #expect(rows.count == 1)
    }
  }

  private func freeSerial(_ bench: Bench) async -> String? {
    let rows = await bench.service.rows()
    let holders = Set(rows.filter { $0.adamId == Sample.tessera }.compactMap(\.serialNumber))
    return rows.compactMap(\.serialNumber).first { !holders.contains($0) }
  }

  @Test("A revoke counts assignments or holders, and an unknown user fails alone")
  func revokeCounts() async throws {
    try await Bench.run { bench in
      let body: [String: Any] = ["clientUserIds": ["emp-0042", "nobody"]]
      await bench.service.setSwitches { $0.revokeCount = .holders }
      let status = try await bench.finished("/assets/revoke", body)
      #expect(status.int("numRequested") == 2)
      #expect(status.string("eventStatus") == "FAILED")
      #expect(status.objects("failures").map { $0["errorNumber"] as? Int } == [9609])
      let again = try await bench.finished("/assets/revoke", ["serialNumbers": ["UNSEEN"]])
      #expect(again.string("eventStatus") == "COMPLETE")
    }
  }

  @Test("Counts can be made to disagree with the rows, and to count what is retired")
  func counts() async throws {
    try await Bench.run({ $0.assets = 60 }) { bench in
      func wire(_ id: String) async throws -> [String: Any] {
        try #require(try await bench.get("/assets?adamId=\(id)").objects("assets").first)
      }
      let held = try await bench.asset(Sample.tessera).assigned
      await bench.service.skewAssignedCount(adamId: Sample.tessera, by: 2)
      #expect(try await wire(Sample.tessera)["assignedCount"] as? Int == held + 2)
      let all = try await bench.all("assets")
      let retired = try #require(all.first { ($0["retiredCount"] as? Int ?? 0) > 0 })
      let id = try #require(retired["adamId"] as? String)
      let total = try #require(retired["totalCount"] as? Int)
      let gone = try #require(retired["retiredCount"] as? Int)
      await bench.service.setSwitches {
        $0.retiredInsideTotal = true
        $0.unlimitedAvailableIsTotal = true
      }
      #expect(try await wire(id)["totalCount"] as? Int == total + gone)
      #expect(try await wire(Sample.pages)["availableCount"] as? Int == 2_147_483_647)
    }
  }

  @Test("A request delivered twice does its work twice and answers once")
  func duplicate() async throws {
    try await Bench.run { bench in
      await bench.service.addFaults([Fault(.duplicate, at: Fault.posts)])
      let answer = try await bench.post("/assets/associate", FaultTests.body)
      #expect(answer.status == 200)
      #expect(await bench.service.events().count == 2)
      #expect(await bench.service.postCount() == 1)
    }
  }

  @Test("An informational head comes before the answer, a reset inside the body")
  func heads() async throws {
    try await Bench.run { bench in
      await bench.service.addFaults([
        Fault(.earlyHints), Fault(.truncate(at: 20, reset: true), nth: 2),
      ])
      let hints = try await bench.get("/client/config")
      #expect(hints.status == 103)
      #expect(hints.text.hasPrefix("HTTP/1.1 200"))
      #expect(hints.text.contains("campus-nord"))
      #expect(try await bench.get("/client/config").readError == ECONNRESET)
    }
  }

  @Test("A small gzip body unpacks to a large one", arguments: [1_000, 5_000_000])
  func gzipBomb(count: Int) async throws {
    try await Bench.run { bench in
      await bench.service.addFaults([Fault(.gzipBomb(bytes: count))])
      let answer = try await bench.get("/assets")
      #expect(answer.headers["content-encoding"] == "gzip")
      #expect(answer.body.count < 40 + count / 100)
      let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).gz")
      try answer.body.write(to: file)
      defer { try? FileManager.default.removeItem(at: file) }
      let unpacked = try await PlainHTTP.onThread { try Self.unpack(file) }
      #expect(abs(unpacked.count - count) <= 258)
      #expect(unpacked.allSatisfy { $0 == UInt8(ascii: "x") })
    }
  }

  /// What gzip makes of a file; its complaint about the checksum is expected.
  private static func unpack(_ file: URL) throws -> Data {
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["gzip", "-dc", file.path]
    process.standardOutput = output
    process.standardError = Pipe()
    try process.run()
    return try output.fileHandleForReading.readToEnd() ?? Data()
  }

  @Test("A connection serves several requests, and stopping closes it while it is idle")
  func keepAlive() async throws {
    let clock = HandClock()
    var options = SimulatorOptions()
    (options.assets, options.users, options.devices, options.assignments) = (1, 1, 1, 0)
    let service = try await SimulatedService.start(options, clock: clock, now: { Bench.today })
    let line = try PlainHTTP.Line(service.url)
    let statuses = try await PlainHTTP.onThread {
      (0..<3).map { _ in line.get("/mdm/v2/service/config").status }
    }
    #expect(statuses == [200, 200, 200])
    await service.stop()
    let rest = try await PlainHTTP.onThread { line.rest().raw }
    #expect(rest.isEmpty)
    line.end()
    await #expect(throws: PlainHTTP.Refused.self) {
      try await PlainHTTP.send("GET", service.url + "/service/config")
    }
  }

  @Test("A port that is taken is an error, not a wait")
  func takenPort() async throws {
    try await Bench.run { bench in
      var options = SimulatorOptions()
      options.port = try #require(URL(string: bench.service.url)?.port)
      await #expect(throws: (any Error).self) {
        try await SimulatedService.start(options, now: { Bench.today })
      }
      #expect(try await bench.get("/users").status == 200)
    }
  }

  @Test("The most requests at once are counted")
  func inFlight() async throws {
    try await Bench.run({ $0.latency = .seconds(1) }) { bench in
      try await withThrowingTaskGroup(of: Int.self) { group in
        for _ in 0..<4 {
          group.addTask { try await bench.get("/users").status }
        }
        while bench.clock.sleepers < 4 { await Task.yield() }
        bench.clock.advance(by: .seconds(1))
        for try await status in group { #expect(status == 200) }
      }
      #expect(await bench.service.peakInFlight() == 4)
    }
  }

  @Test("The same seed schedules the same faults")
  func schedule() {
    let one = Fault.schedule(seed: 7, count: 50).map { "\($0)" }
    #expect(one == Fault.schedule(seed: 7, count: 50).map { "\($0)" })
    #expect(one != Fault.schedule(seed: 8, count: 50).map { "\($0)" })
    #expect(Set(Fault.schedule(seed: 7, count: 500).map(\.action.name)).count >= 10)
    #expect(Fault.schedule(seed: 7, count: 500).allSatisfy { (1...100).contains($0.nth) })
  }

  @Test("What others do shows like any change, and what can't be is refused")
  func elsewhere() async throws {
    try await Bench.run { (bench: Bench) async throws in
      let service = bench.service
      await service.setAvailable(1, adamId: Sample.klangfarben)
      #expect(await service.assignElsewhere(adamId: Sample.klangfarben, serialNumber: "E1"))
      #expect(
        await service.assignElsewhere(adamId: Sample.klangfarben, serialNumber: "E2") == false)
      #expect(await service.assignElsewhere(adamId: "42", serialNumber: "E1") == false)
      #expect(await service.assignElsewhere(adamId: Sample.pages, clientUserId: "nobody") == false)
      #expect(try await bench.wireRows("&serialNumber=E1").count == 1)
      #expect(await service.reclaimElsewhere(adamId: Sample.klangfarben, serialNumber: "E1"))
      #expect(
        await service.reclaimElsewhere(adamId: Sample.klangfarben, serialNumber: "E1") == false)
      #expect(try await bench.wireRows("&serialNumber=E1").isEmpty)
      #expect(await service.setAvailable(1, adamId: "42") == false)
    }
  }

  @Test("A request is logged with method, path, query, body, time and outcome")
  func log() async throws {
    try await Bench.run { bench in
      bench.clock.advance(by: .seconds(3))
      _ = try await bench.get("/assignments?adamId=a%20b&pageIndex=0")
      _ = try await bench.post("/users/retire", #"{"users":[]}"#)
      let log = await bench.service.requests()
      let first = try #require(log.first)
      #expect(first.endpoint == .assignments)
      #expect(first.path == "/mdm/v2/assignments")
      #expect(first.query == ["adamId": "a b", "pageIndex": "0"])
      #expect(first.time == .seconds(3))
      #expect((first.did, first.status, first.errorNumber) == ("200", 200, nil))
      let last = try #require(log.last)
      #expect(String(decoding: last.body, as: UTF8.self) == #"{"users":[]}"#)
      #expect((last.did, last.status, last.errorNumber) == ("400 9720", 400, 9720))
      #expect(await bench.service.posts().map(\.index) == [1])
    }
  }
}
