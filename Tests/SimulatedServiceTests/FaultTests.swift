import Foundation
import Testing

@testable import SimulatedService

@Suite(.timeLimit(.minutes(1)))
struct FaultTests {
  static let body = #"{"assets":[{"adamId":"361309726"}],"serialNumbers":["FAULT1"]}"#

  @Test("A drop before processing changes nothing, one after it does")
  func drops() async throws {
    try await Bench.run { bench in
      await bench.service.addFaults([
        Fault(.dropBefore, at: [.associate]), Fault(.dropAfter, at: [.associate], nth: 2),
      ])
      let before = try await bench.post("/assets/associate", Self.body)
      #expect(before.raw.isEmpty)
      #expect(await bench.service.events().isEmpty)
      let after = try await bench.post("/assets/associate", Self.body)
      #expect(after.raw.isEmpty)
      #expect(await bench.service.events().count == 1)
      #expect(try await bench.post("/assets/associate", Self.body).status == 200)
      let posts = await bench.service.posts()
      #expect(posts.map(\.did) == ["dropBefore", "dropAfter · 200", "200"])
      #expect(posts.map(\.status) == [nil, 200, 200])
    }
  }

  @Test("A reset is seen as a reset, after processing")
  func reset() async throws {
    try await Bench.run { bench in
      await bench.service.addFaults([Fault(.reset)])
      let answer = try await bench.post("/assets/associate", Self.body)
      #expect(answer.raw.isEmpty)
      #expect(answer.readError == ECONNRESET)
      #expect(await bench.service.events().count == 1)
    }
  }

  @Test("A fault meets the n-th matching request, so many times, and no other")
  func matching() async throws {
    try await Bench.run { bench in
      await bench.service.addFaults([Fault(.status(500), at: [.users], nth: 2, count: 2)])
      var statuses: [Int] = []
      for path in ["/users", "/assets", "/users", "/users", "/users"] {
        statuses.append(try await bench.get(path).status)
      }
      #expect(statuses == [200, 200, 500, 500, 200])
      await bench.service.addFaults([Fault(.status(500), count: .max)])
      await bench.service.clearFaults()
      #expect(try await bench.get("/users").status == 200)
    }
  }

  @Test("A truncated body is short of its announced length, or announces the cut itself")
  func truncation() async throws {
    try await Bench.run { bench in
      await bench.service.addFaults([
        Fault(.truncate(at: 50), at: [.assets]),
        Fault(.truncateQuietly(at: 50), at: [.assets], nth: 2),
      ])
      let short = try await bench.get("/assets")
      #expect(short.body.count == 50)
      #expect((Int(short.headers["content-length"] ?? "") ?? 0) > 50)
      let quiet = try await bench.get("/assets")
      #expect(quiet.body.count == 50)
      #expect(quiet.headers["content-length"] == "50")
    }
  }

  @Test("Pages that are not the service's: HTML, redirect, any text, a huge body, many headers")
  func otherAnswers() async throws {
    try await Bench.run { bench in
      await bench.service.addFaults([
        Fault(.wrongType), Fault(.redirect(to: "https://example.org/"), nth: 2),
        Fault(.body("[1"), nth: 3), Fault(.hugeBody(bytes: 300_000), nth: 4),
        Fault(.manyHeaders(200), nth: 5),
      ])
      let page = try await bench.get("/assets")
      #expect(page.status == 200)
      #expect(page.headers["content-type"] == "text/html")
      let redirect = try await bench.get("/assets")
      #expect(redirect.status == 302)
      #expect(redirect.headers["location"] == "https://example.org/")
      #expect(try await bench.get("/assets").text == "[1")
      #expect(try await bench.get("/assets").body.count > 300_000)
      let padded = try await bench.get("/assets")
      #expect(padded.headers.count > 200)
      #expect(padded.errorNumber == 9603)
    }
  }

  @Test(
    "Retry-After comes in every form",
    arguments: [
      (Fault.RetryAfter.seconds(7), "7"), (.milliseconds(1_500), "1500ms"), (.garbage, "soon"),
      (.negative, "-5"), (.date(secondsFromNow: 90), "Mon, 24 Aug 2026 07:43:30 GMT"),
    ])
  func retryAfter(form: Fault.RetryAfter, text: String) async throws {
    try await Bench.run { bench in
      await bench.service.addFaults([
        Fault(.status(503, number: 9729, retryAfter: form)),
        Fault(.status(503, retryAfter: form), nth: 2),
      ])
      let apple = try await bench.get("/assets")
      #expect(apple.status == 503)
      #expect(apple.errorNumber == 9729)
      #expect(apple.headers["retry-after"] == text)
      let bare = try await bench.get("/assets")
      #expect(bare.body.isEmpty)
      #expect(bare.headers["retry-after"] == text)
    }
  }

  @Test("Waiting faults go by the clock, and processing waits or not")
  func waiting() async throws {
    try await Bench.run { bench in
      await bench.service.addFaults([
        Fault(.delay(.seconds(30))), Fault(.delayProcessing(.seconds(30)), nth: 2),
      ])
      for wasProcessed in [true, false] {
        let before = await bench.service.events().count
        async let answer = bench.post("/assets/associate", Self.body)
        while bench.clock.sleepers == 0 { await Task.yield() }
        #expect(await bench.service.events().count == before + (wasProcessed ? 1 : 0))
        bench.clock.advance(by: .seconds(30))
        let status = try await answer.status
        #expect(status == 200)
        #expect(await bench.service.events().count == before + 1)
      }
    }
  }

  @Test("A dripping body comes in parts, by the clock")
  func drip() async throws {
    try await Bench.run { bench in
      await bench.service.addFaults([Fault(.drip(bytesPerSecond: 2_000))])
      async let answer = bench.get("/client/config")
      // 200 bytes each tenth of a second: the answer of some 260 bytes takes two steps.
      for _ in 0..<2 {
        while bench.clock.sleepers == 0 { await Task.yield() }
        bench.clock.advance(by: .milliseconds(100))
      }
      let name = try await answer.string("locationName")
      #expect(name == "campus-nord")
    }
  }

  @Test("A hanging request is not processed and ends with the service")
  func hang() async throws {
    var options = SimulatorOptions()
    (options.assets, options.users, options.devices, options.assignments) = (1, 1, 1, 0)
    let service = try await SimulatedService.start(options, now: { Bench.today })
    await service.addFaults([Fault(.hang)])
    async let answer = PlainHTTP.send("GET", service.url + "/service/config")
    while await service.requests().first?.did != "hang" { await Task.yield() }
    await service.stop()
    let raw = try await answer.raw
    #expect(raw.isEmpty)
  }

  @Test("Events go wrong: no id, an id nobody knows, for ever pending, complete without effect")
  func events() async throws {
    try await Bench.run { bench in
      await bench.service.addFaults([
        Fault(.noEventId, at: [.associate]), Fault(.unknownEvent, at: [.associate], nth: 2),
        Fault(.stuckEvent, at: [.associate], nth: 3),
        Fault(.phantomEvent, at: [.associate], nth: 4),
      ])
      var ids: [String?] = []
      for serial in ["A1", "A2", "A3", "A4"] {
        let body: [String: Any] = [
          "assets": [["adamId": Sample.pages]], "serialNumbers": [serial],
        ]
        ids.append(try await bench.post("/assets/associate", body).string("eventId"))
      }
      bench.clock.advance(by: .seconds(3_600))
      #expect(ids[0] == nil)
      let unknown = try #require(ids[1])
      #expect(try await bench.get("/status?eventId=\(unknown)").errorNumber == 9708)
      let stuck = try await bench.get("/status?eventId=\(try #require(ids[2]))")
      #expect(stuck.string("eventStatus") == "PENDING")
      let phantom = try await bench.get("/status?eventId=\(try #require(ids[3]))")
      #expect(phantom.string("eventStatus") == "COMPLETE")
      #expect(phantom.int("numCompleted") == 1)
      let held = await bench.service.rows().compactMap(\.serialNumber)
      #expect(["A1", "A2", "A3", "A4"].filter(held.contains) == ["A1", "A2"])
    }
  }

  @Test("A status can carry another word, another count, or not know its event")
  func statuses() async throws {
    try await Bench.run { bench in
      let event = try #require(
        try await bench.post("/assets/associate", Self.body).string("eventId"))
      await bench.service.addFaults([
        Fault(.eventStatus("RESTING"), at: [.status]),
        Fault(.numCompleted(99), at: [.status], nth: 2),
        Fault(.unknownEvent, at: [.status], nth: 3),
      ])
      let path = "/status?eventId=\(event)"
      #expect(try await bench.get(path).string("eventStatus") == "RESTING")
      #expect(try await bench.get(path).int("numCompleted") == 99)
      #expect(try await bench.get(path).errorNumber == 9708)
    }
  }

  @Test("The list moves under a walk: its version alone, or its rows")
  func movingList() async throws {
    try await Bench.run { bench in
      let before = await bench.service.rows()
      await bench.service.addFaults([
        Fault(.moveVersion, at: [.assignments], nth: 2),
        Fault(.changeRows(5), at: [.assignments], nth: 3),
      ])
      var versions: [String?] = []
      for page in 0..<3 {
        versions.append(try await bench.get("/assignments?pageIndex=\(page)").string("versionId"))
      }
      #expect(Set(versions).count == 3)
      let after = await bench.service.rows()
      #expect(after.count == before.count)
      #expect(Set(before).subtracting(after).count == 5)
      #expect(Set(after).subtracting(before).allSatisfy { $0.serialNumber != nil })
      for asset in await bench.service.assets() {
        let held = after.count {
          $0.adamId == asset.adamId && $0.pricingParam == asset.pricingParam
        }
        #expect(asset.assigned == held)
      }
      let first = try #require(versions[0])
      let changed = try await bench.get("/assignments?sinceVersionId=\(first)")
      #expect(changed.int("size") == 5)
    }
  }

  @Test("Another client comes, and another uId is answered, at the request that the script names")
  func identity() async throws {
    try await Bench.run { bench in
      await bench.service.addFaults([
        Fault(.takeOver(id: "x", name: "X"), at: [.users], nth: 2),
        Fault(.wrongUId("1"), at: [.assets]),
      ])
      #expect(try await bench.get("/users").json["mdmInfo"] == nil)
      let client = try await bench.get("/users").json["mdmInfo"] as? [String: String]
      #expect(client?["id"] == "x")
      #expect(try await bench.get("/assets").string("uId") == "1")
      #expect(try await bench.get("/assets").string("uId") == bench.service.uID)
    }
  }

  @Test("Paging fields can lead nowhere")
  func badPaging() async throws {
    try await Bench.run { bench in
      await bench.service.addFaults([
        Fault(.badPaging(.notGrowing), at: [.assignments]),
        Fault(.badPaging(.repeating), at: [.assignments], nth: 2),
        Fault(.badPaging(.neverEnding), at: [.assignments], nth: 3),
      ])
      #expect(try await bench.get("/assignments?pageIndex=3").int("nextPageIndex") == 3)
      #expect(try await bench.get("/assignments?pageIndex=3").int("nextPageIndex") == 0)
      let beyond = try await bench.get("/assignments?pageIndex=500")
      #expect(beyond.int("nextPageIndex") == 501)
      #expect(beyond.int("size") == 0)
    }
  }

  @Test("Bytes from a script reach the client as written, one script for each connection")
  func rawBytes() async throws {
    let server = try await RawByteServer.start([
      [.send("HTTP/1.1 200 OK\r\nConte"), .pause(.milliseconds(1)), .reset],
      [.send("220 mail.example.org ready\r\n"), .sendBytes([0, 255]), .close],
    ])
    let cut = try await PlainHTTP.send("GET", server.url + "/")
    #expect(cut.readError == ECONNRESET)
    for _ in 0..<2 {
      let mail = try await PlainHTTP.send("GET", server.url + "/")
      #expect(mail.raw == Data("220 mail.example.org ready\r\n".utf8) + Data([0, 255]))
    }
    #expect(server.connections == 3)
    await server.stop()
  }
}
