import AppsAndBooks
import Operations
import Testing

struct RequestCutterTests {
  @Test("2,500 serial numbers with three assets take three requests")
  func fullProduct() {
    let holders = (0..<2500).map { device("SN\($0)") }
    let requests = RequestCutter(limits: CutLimits())
      .requests(for: product(["1", "2", "3"], holders), action: .assign)
    #expect(requests.map(\.holders.count) == [1000, 1000, 500])
    #expect(requests.allSatisfy { $0.assets.count == 3 })
  }

  @Test("A plan with holes changes exactly its pairs")
  func holes() {
    let pairs = [pair("1", device("A")), pair("2", device("B"))]
    let requests = RequestCutter(limits: CutLimits()).requests(for: pairs, action: .reclaim)
    #expect(requests.count == 2)
    #expect(Set(requests.flatMap(\.pairs)) == Set(pairs))
  }

  @Test("The cut with fewer requests is taken")
  func fewerRequests() {
    // By holders: 3 requests of one holder each. By assets: one block per asset set is worse or better by the data.
    let staircase =
      product(["1", "2", "3"], [device("A")]) + product(["2", "3"], [device("B")])
      + product(["3"], [device("C")])
    let requests = RequestCutter(limits: CutLimits()).requests(for: staircase, action: .assign)
    #expect(requests.count == 3)
    // Twelve holders with assets 1…12 each missing another one, and asset 13 for all of them: by assets 13 requests.
    let many = (0..<30).map { device("S\($0)") }
    let wide = product(["9"], many) + many.enumerated().map { pair("\(100 + $0 % 2)", $1) }
    let cut = RequestCutter(limits: CutLimits()).requests(for: wide, action: .assign)
    #expect(cut.count == 2)
  }

  @Test("Users and devices never share a request")
  func kindsApart() {
    let requests = RequestCutter(limits: CutLimits())
      .requests(for: product(["1", "2"], [user("u1"), device("A"), user("u2")]), action: .assign)
    #expect(requests.count == 2)
    for request in requests { #expect(Set(request.holders.map(\.isDevice)).count == 1) }
  }

  @Test("Nothing to do takes no request")
  func empty() {
    #expect(RequestCutter(limits: CutLimits()).requests(for: [], action: .assign).isEmpty)
  }

  @Test("A limit of less than one counts as one")
  func brokenLimits() {
    let limits = CutLimits(assets: 0, clientUsers: -3, serialNumbers: 0)
    let requests = RequestCutter(limits: limits)
      .requests(for: product(["1", "2"], [device("A"), device("B")]), action: .assign)
    #expect(requests.count == 4)
  }

  @Test(
    "Any plan: the union is the input, nothing twice, nothing more, all within the limits",
    arguments: 0..<300)
  func property(seed: UInt64) {
    var random = Seeded(seed)
    let limits = CutLimits(
      assets: .random(in: 1...6, using: &random), clientUsers: .random(in: 1...9, using: &random),
      serialNumbers: .random(in: 1...9, using: &random))
    let assets = Int.random(in: 1...9, using: &random)
    let holders = Int.random(in: 1...25, using: &random)
    let density = Double.random(in: 0.05...1, using: &random)
    var pairs: [Assignment] = []
    for number in 0..<assets {
      for index in 0..<holders where Double.random(in: 0..<1, using: &random) < density {
        pairs.append(
          pair("\(number + 1)", index.isMultiple(of: 3) ? user("u\(index)") : device("S\(index)")))
      }
    }
    pairs.shuffle(using: &random)
    let requests = RequestCutter(limits: limits).requests(for: pairs, action: .assign)
    let sent = requests.flatMap(\.pairs)
    #expect(sent.count == pairs.count)
    #expect(Set(sent) == Set(pairs))
    for request in requests {
      #expect(!request.assets.isEmpty && request.assets.count <= limits.assets)
      #expect(Set(request.assets).count == request.assets.count)
      #expect(Set(request.holders).count == request.holders.count)
      let devices = request.holders.count(where: \.isDevice)
      #expect(devices == 0 || devices == request.holders.count)
      #expect(request.holders.count <= (devices > 0 ? limits.serialNumbers : limits.clientUsers))
    }
  }
}
