import AppsAndBooks
import FoundationEssentials
import Operations
import SimulatedService
import Testing

/// Client users are created, updated and retired: the pair is the user, read by its identifier (product.md section 5).
@Suite(.timeLimit(.minutes(2)))
struct ClientUserTests {
  private func run(
    _ bench: Bench, _ operations: Operations, _ request: ChangeRequest, untilKnown: Bool = true
  ) async throws -> OperationRecord {
    let number = try await operations.confirm(try await operations.plan(request))
    return try await bench.driving {
      try requireValue(await operations.wait(for: number, untilKnown: untilKnown))
    }
  }

  private func change(_ id: String, _ email: String? = nil, _ account: String? = nil) -> UserChange
  {
    UserChange(id: ClientUserID(rawValue: id), email: email, managedAppleID: account)
  }

  @Test("Create, update, undo the update, retire: each one POST, verified by reading")
  func life() async throws {
    let bench = try await Bench.start()
    let operations = try bench.process()
    let made = try await run(
      bench, operations, .users(.userCreate, [change("new-1", "a@example.org"), change("new-2")]))
    #expect(made.state == .done && made.count == 2)
    #expect(await bench.service.posts().last?.endpoint == .createUsers)
    let updated = try await run(
      bench, operations, .users(.userUpdate, [change("new-1", "b@example.org")]))
    #expect(updated.state == .done)
    let undo = try await operations.undo(of: updated.number)
    #expect(undo.users == [change("new-1", "a@example.org")])
    #expect(try await run(bench, operations, undo).state == .done)
    let gone = try await operations.undo(of: made.number)
    #expect(gone.kind == .userRetire && gone.users.map(\.id.rawValue) == ["new-1", "new-2"])
    let plan = try await operations.plan(gone)
    #expect(plan.weight == .typeName("campus-nord") && !plan.isReversible)
    let retired = try await run(bench, operations, gone)
    #expect(retired.state == .done)
    let back = try await operations.undo(of: retired.number)
    #expect(
      back.users.isEmpty && back.notInvertible.map(\.reason) == [.staysRetired, .staysRetired])
    let nothing = try await operations.plan(back)
    #expect(nothing.isEmpty)
    #expect(ChangeReport(nothing, isDryRun: false).outcome == .refused)
    #expect(ChangeReport(nothing, isDryRun: false).exitCode == 1)
    #expect(await bench.service.posts().count { $0.endpoint.isChange } == 4)
    await bench.service.stop()
  }

  @Test("What is so already or can't be is sorted out by a fresh read")
  func sorting() async throws {
    let bench = try await Bench.start()
    let operations = try bench.process()
    let known = try requireValue(await bench.service.users().first { $0.status != "Retired" })
    _ = try await run(bench, operations, .users(.userCreate, [change("gone")]))
    _ = try await run(bench, operations, .users(.userRetire, [change("gone")]))
    let id = known.clientUserId
    let create = try await operations.plan(
      .users(.userCreate, [change(id), change(id), change("x1", nil), change(id + "0", nil)]))
    #expect(create.usersAlreadySo.map(\.rawValue) == [id] && create.repeated == 1)
    let other = try await operations.plan(.users(.userCreate, [change(id, "other@example.org")]))
    #expect(other.impossibleHolders.map(\.reason) == [.exists] && other.isRefused)
    let update = try await operations.plan(
      .users(.userUpdate, [change("nobody", "a@b.de"), change("gone", "a@b.de")]))
    #expect(update.impossibleHolders.map(\.reason) == [.unknownUser, .retiredUser])
    let retire = try await operations.plan(.users(.userRetire, [change("gone")]))
    #expect(retire.usersAlreadySo.map(\.rawValue) == ["gone"] && retire.isEmpty)
    #expect(ChangeReport(retire, isDryRun: false).outcome == .nothing)
    await bench.service.stop()
  }

  @Test("Retiring lists what the user loses and which books stay spent")
  func losses() async throws {
    let bench = try await Bench.start()
    let stock = try await bench.stock()
    let operations = try bench.process()
    _ = try await run(bench, operations, .users(.userCreate, [change("leaver")]))
    _ = try await bench.change(
      operations, .assign, [pair(stock.many[0], user("leaver")), pair(stock.book, user("leaver"))])
    let plan = try await operations.plan(.users(.userRetire, [change("leaver")]))
    #expect(plan.users.first?.loses == [asset(stock.many[0])])
    #expect(plan.users.first?.spentBooks == [asset(stock.book)])
    #expect(plan.warnings == [.losesLicences(1), .booksStaySpent(1)])
    await bench.service.stop()
  }

  @Test(
    "An answer lost after the work is settled by reading: one POST",
    arguments: [OperationKind.userCreate, .userUpdate, .userRetire])
  func lost(kind: OperationKind) async throws {
    let bench = try await Bench.start()
    let operations = try bench.process()
    if kind != .userCreate {
      _ = try await run(bench, operations, .users(.userCreate, [change("n")]))
    }
    let before = await bench.changePosts()
    await bench.service.addFaults([Fault(.dropAfter, at: Fault.posts)])
    let record = try await run(bench, operations, .users(kind, [change("n", "n@example.org")]))
    #expect(record.state == .done)
    #expect(await bench.changePosts() == before + 1)
    await bench.service.stop()
  }

  @Test(
    "A Managed Apple Account in an update is judged by the event; without one it closes as unknown")
  func account() async throws {
    let bench = try await Bench.start()
    let operations = try bench.process()
    _ = try await run(bench, operations, .users(.userCreate, [change("n")]))
    let told = try await run(
      bench, operations, .users(.userUpdate, [change("n", nil, "n@school.example")]))
    #expect(told.state == .done)
    await bench.service.addFaults([Fault(.dropAfter, at: Fault.posts)])
    let lost = try await run(
      bench, operations, .users(.userUpdate, [change("n", nil, "m@school.example")]))
    #expect(lost.state == .unknown && !lost.isOpen)
    #expect(ChangeReport(lost).exitCode == 4)
    let undo = try await operations.undo(of: told.number)
    #expect(undo.notInvertible.map(\.reason) == [.accountUnknown])
    await bench.service.stop()
  }
}
