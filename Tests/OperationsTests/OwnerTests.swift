import AppsAndBooks
import FoundationEssentials
import Operations
import SimulatedService
import Testing

/// Claiming and giving up a location (product.md section 4, «Who manages the location»).
@Suite(.timeLimit(.minutes(2)))
struct OwnerTests {
  @Test("An unclaimed location is claimed by mdmInfo alone, and then takes changes")
  func claim() async throws {
    let bench = try await Bench.start { $0.client = nil }
    let stock = try await bench.stock()
    let operations = try bench.process()
    let result = try await operations.claim(takeover: false)
    #expect(result.before == .unclaimed)
    #expect(result.isOurs)
    let post = try requireValue(await bench.service.posts().first)
    #expect(
      String(decoding: post.body, as: UTF8.self)
        == #"{"mdmInfo":{"id":"\#(Bench.ourID)","metadata":"1","name":"Purser on admin-1"}}"#)
    let record = try await bench.change(
      operations, .assign, [pair(stock.five, device("NEWSERIAL001"))])
    #expect(record.state == .done)
    let again = try await operations.claim(takeover: false)
    #expect(again.isOurs)
    #expect(await bench.service.postCount() == 2)
    await bench.service.stop()
  }

  @Test("A location of another client needs the takeover")
  func takeover() async throws {
    let bench = try await Bench.start { $0.client = ("other", "Schulserver MDM") }
    let operations = try bench.process()
    await #expect(throws: OperationsError.self) { try await operations.claim(takeover: false) }
    #expect(await bench.service.postCount() == 0)
    let result = try await operations.claim(takeover: true)
    #expect(result.isOurs)
    #expect(bench.watch.ownerBefore?.name == "Schulserver MDM")
    #expect(await bench.service.client()?.id == Bench.ourID)
    await bench.service.stop()
  }

  @Test("A lost answer to a claim is settled by reading again", arguments: [true, false])
  func lostClaim(isTaken: Bool) async throws {
    let bench = try await Bench.start { $0.client = nil }
    let operations = try bench.process()
    await bench.service.addFaults([
      Fault(isTaken ? .dropAfter : .dropBefore, at: [.clientConfigWrite])
    ])
    let result = try await operations.claim(takeover: false)
    #expect(result.isOurs == isTaken)
    #expect(result.text.contains(isTaken ? "managed by" : "The answer to the claim was lost"))
    #expect(await bench.service.postCount() == 1)
    await bench.service.stop()
  }

  @Test("A released location is unclaimed and takes no change")
  func release() async throws {
    let bench = try await Bench.start()
    let stock = try await bench.stock()
    let operations = try bench.process()
    let result = try await operations.release()
    #expect(result.after == .unclaimed)
    #expect(await bench.service.client() == nil)
    let plan = try await operations.plan(
      ChangeRequest(kind: .assign, pairs: [pair(stock.five, device("NEWSERIAL001"))]))
    await #expect(throws: OperationsError.unclaimed) { try await operations.confirm(plan) }
    await bench.service.stop()
  }

  @Test(
    "A release that the service does not take turns writing off until the next claim, in every process"
  )
  func refusedRelease() async throws {
    let bench = try await Bench.start { $0.switches.emptyClientReleases = false }
    let stock = try await bench.stock()
    let first = try bench.process()
    let result = try await first.release()
    #expect(result.isOurs)
    #expect(result.text.contains("still managed"))
    let second = try bench.process()
    let pairs = [pair(stock.five, device("NEWSERIAL001"))]
    let plan = try await second.plan(ChangeRequest(kind: .assign, pairs: pairs))
    await #expect(throws: OperationsError.self) { try await second.confirm(plan) }
    #expect(try await second.claim(takeover: false).isOurs)
    #expect(try await bench.change(second, .assign, pairs).state == .done)
    await bench.service.stop()
  }

  @Test("Only the id is compared; an empty one is nobody; without mdmInfo nothing is said")
  func watch() {
    let watch = OwnerWatch(ourID: "us", now: { noon })
    #expect(watch.owner == .unknown)
    watch.note(ResponseMeta(mdmInfo: MDMInfo(id: "", name: "x", metadata: "")))
    #expect(watch.owner == .unknown)
    watch.note(config: ClientConfig())
    #expect(watch.owner == .unclaimed)
    let ours = MDMInfo(id: "us", name: "renamed", metadata: "9")
    watch.note(ResponseMeta(mdmInfo: ours))
    #expect(watch.owner == .ours(ours))
    watch.note(ResponseMeta())
    #expect(watch.owner == .ours(ours))
    let other = MDMInfo(id: "them", name: "Schulserver MDM", metadata: "")
    watch.note(ResponseMeta(mdmInfo: other))
    #expect(watch.owner == .foreign(other))
    #expect(watch.foreignSince == noon)
    #expect(watch.ownerBefore == ours)
  }
}
