import AppsAndBooks
import FoundationEssentials
import Testing

@testable import LocationStore

struct StatusBoardTests {
  private let now = Date(timeIntervalSince1970: 1_787_557_320)
  private let other = MDMInfo(id: "other", name: "Other", metadata: "1")
  private let mine = MDMInfo(id: "mine", name: "Purser", metadata: "1")

  private func board(expires: Date? = nil) -> StatusBoard {
    StatusBoard(clientID: "mine", tokenExpires: expires, now: { [now] in now })
  }

  private func error(_ number: Int) -> APIError {
    APIError(
      operation: "Get Assets", kind: .service(ServiceErrorNumber(rawValue: number), message: ""),
      status: 401)
  }

  @Test("silence about the owner says nothing, but in Client Config it says unclaimed")
  func silence() {
    let board = board()
    board.observe(ResponseMeta(uID: "1"))
    #expect(board.status.owner == .unknown)
    board.observe(ResponseMeta(mdmInfo: other))
    #expect(board.status.owner == .foreign(other))
    board.observe(ResponseMeta())
    board.observe(ResponseMeta(mdmInfo: MDMInfo(id: "", name: "", metadata: "")))
    #expect(board.status.owner == .foreign(other))
    board.observe(clientConfig: ResponseMeta(mdmInfo: MDMInfo(id: "", name: "", metadata: "")))
    #expect(board.status.owner == .unclaimed)
    board.observe(clientConfig: ResponseMeta(mdmInfo: mine))
    #expect(board.status.owner == .ours(mine))
  }

  @Test("only the id is compared, and a new id of ours is compared at once")
  func ownID() {
    let board = board()
    board.observe(ResponseMeta(mdmInfo: MDMInfo(id: "mine", name: "Colleague", metadata: "9")))
    guard case .ours = board.status.owner else {
      Issue.record("not ours")
      return
    }
    board.setClientID("newer")
    guard case .foreign = board.status.owner else {
      Issue.record("still ours")
      return
    }
  }

  @Test(
    "a token by what is left of it",
    arguments: [(31.5, .ok), (30.5, .expiring), (0.5, .expiring)]
      as [(Double, LocationStatus.TokenState)])
  func expiry(_ days: Double, _ state: LocationStatus.TokenState) {
    let board = board()
    let end = now.addingTimeInterval(days * 86_400)
    board.observe(ResponseMeta(tokenExpirationDate: end))
    #expect(board.status.token == state)
    #expect(board.status.expires == end)
    #expect(board.status.daysLeft(at: now) == Int(days))
  }

  @Test("the token's own date is used where no answer names one; a past one is expired at once")
  func ownDate() {
    let end = now.addingTimeInterval(86_400 * 100)
    let board = board(expires: end)
    board.observe(ResponseMeta())
    #expect(board.status.expires == end)
    #expect(self.board(expires: now.addingTimeInterval(-1)).status.token == .expired)
  }

  @Test(
    "refusals of the token",
    arguments: [(9621, .expired), (9625, .revoked), (9622, .invalid), (9601, .invalid)]
      as [(Int, LocationStatus.TokenState)])
  func refusals(_ number: Int, _ state: LocationStatus.TokenState) {
    let board = board()
    board.observe(error(number))
    #expect(board.status.token == state)
    #expect(board.status.reachability == .reachable)
  }

  @Test("an outage keeps its beginning until an answer comes")
  func outage() {
    let board = board()
    let failure = APIError(
      operation: "Get Assets",
      kind: .transport(
        TransportError(kind: .connect, mayHaveBeenSent: false, reason: "connection refused")))
    board.observe(failure)
    board.observe(failure)
    guard case .unreachable(let reason, let since) = board.status.reachability else {
      Issue.record("reachable")
      return
    }
    #expect(reason.contains("connection refused"))
    #expect(since == now)
    // While the circuit is open the first cause stays.
    board.observe(APIError(operation: "Get Users", kind: .pause("Apple is not reachable")))
    #expect(
      board.status.reachability == .unreachable(reason: reason, since: now))
    board.observe(ResponseMeta())
    #expect(board.status.reachability == .reachable)
  }

  @Test("F41: a clock that differs is told until it is right again")
  func clock() {
    let board = board()
    var meta = ResponseMeta(uID: "1")
    meta.clockDifference = .seconds(420)
    board.observe(meta)
    #expect(board.status.clockDifference == .seconds(420))
    board.observe(ResponseMeta(uID: "1"))
    #expect(board.status.clockDifference == nil)
  }

  @Test("listeners hear of changes, not of every answer")
  func updates() async {
    let board = board()
    let stream = board.updates
    board.observe(ResponseMeta(mdmInfo: mine))
    board.observe(ResponseMeta(mdmInfo: mine))
    board.observe(ResponseMeta(mdmInfo: other))
    var iterator = stream.makeAsyncIterator()
    #expect(await iterator.next()?.owner == .foreign(other))
  }
}
