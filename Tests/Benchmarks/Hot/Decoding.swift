import Files
import FoundationEssentials
import SystemPackage

/// The page scanner beside `JSONDecoder` on the bodies of one list.
struct Decoding {
  private let list: PageList
  private let bodies: [[UInt8]]

  /// Reads the bodies.
  init(list: String, paths: [String]) throws {
    guard let list = PageList(rawValue: list) else { throw CocoaError(.fileReadUnknown) }
    self.list = list
    bodies = try paths.map {
      try DurableFile.read(FilePath($0), limit: 64 << 20, on: LinuxFileSystem())
    }
  }

  /// Prints the MB/s of both, the median of seven rounds on one core.
  func measure() throws {
    let rows = try bodies.map(list.scan).reduce(0, +)
    let scanner = try speed { _ = try list.scan($0) }
    let decoder = try speed(rounds: 3, decode)
    print(
      #"{"rows":\#(rows),"bytes":\#(byteCount),"scanner":\#(scanner),"jsonDecoder":\#(decoder)}"#)
  }

  private var byteCount: Int { bodies.reduce(0) { $0 + $1.count } }

  /// Megabytes of CPU second: rounds of at least 200 ms, each over all bodies.
  private func speed(rounds: Int = 7, _ work: ([UInt8]) throws -> Void) throws -> Double {
    var speeds: [Double] = []
    for _ in 0..<rounds {
      let start = CPUClock.thread
      var bytes = 0
      repeat {
        for body in bodies { try work(body) }
        bytes += byteCount
      } while CPUClock.thread - start < 200
      speeds.append(Double(bytes) / 1e3 / (CPUClock.thread - start))
    }
    return speeds.sorted()[speeds.count / 2]
  }

  private func decode(_ body: [UInt8]) throws {
    let decoder = JSONDecoder()
    switch list {
    case .assets: _ = try decoder.decode(AssetsBody.self, from: Data(body))
    case .users: _ = try decoder.decode(UsersBody.self, from: Data(body))
    case .assignments: _ = try decoder.decode(AssignmentsBody.self, from: Data(body))
    }
  }
}

/// The bodies as `JSONDecoder` reads them.
private struct AssetsBody: Decodable {
  struct Row: Decodable {
    var adamId: String
    var pricingParam: String?
    var productType: String?
    var assignedCount: Int?
    var availableCount: Int?
    var totalCount: Int?
    var retiredCount: Int?
    var deviceAssignable: Bool?
    var revocable: Bool?
    var supportedPlatforms: [String]?
  }
  var assets: [Row]
  var nextPageIndex: Int?
  var versionId: String?
}

private struct UsersBody: Decodable {
  struct Row: Decodable {
    var clientUserId: String
    var email: String?
    var status: String?
    var inviteCode: String?
    var idHash: String?
  }
  var users: [Row]
  var nextPageIndex: Int?
  var versionId: String?
}

private struct AssignmentsBody: Decodable {
  struct Row: Decodable {
    var adamId: String
    var pricingParam: String?
    var clientUserId: String?
    var serialNumber: String?
  }
  var assignments: [Row]
  var nextPageIndex: Int?
  var versionId: String?
}
