import FoundationEssentials
import Glibc
import SystemPackage

/// The hot functions without terminal and network, for the instruction counts of `Tests/Benchmarks/gate` and for the
/// benchmarks that time one function.
///
/// Prints one JSON object a line; Docs/Benchmarks.md says how the figures come about.
@main
enum Hot {
  static func main() async throws {
    let arguments = Array(CommandLine.arguments.dropFirst())
    switch (arguments.first, Array(arguments.dropFirst())) {
    case ("scan", let rest) where rest.count == 2:
      try scan(list: rest[0], rounds: Int(rest[1]) ?? 1)
    case ("filter", let rest) where rest.count == 2:
      try await Lists(folder: rest[0], uID: MadeLocation.gateID).filter(rounds: Int(rest[1]) ?? 1)
    case ("frame", let rest) where rest.count == 2:
      try await Lists(folder: rest[0], uID: MadeLocation.gateID).draw(rounds: Int(rest[1]) ?? 1)
    case ("make", let rest) where rest.count == 2 && rest[0] == "gate":
      try MadeLocation.gate.write(under: FilePath(rest[1]), uID: MadeLocation.gateID)
    case ("make", let rest) where rest.count == 3 && rest[0] == "worst":
      try MadeLocation.worst.write(under: FilePath(rest[1]), uID: rest[2])
    case ("decode", let rest) where rest.count > 1:
      try Decoding(list: rest[0], paths: Array(rest.dropFirst())).measure()
    case ("save", let rest) where rest.count == 2:
      try await Lists(folder: rest[0], uID: rest[1]).save()
    default:
      fail(usage, status: 64)
    }
  }

  private static let usage = """
    usage: purser-hot make gate FOLDER            writes the cache of a fixed location
           purser-hot make worst FOLDER UID       the same with the worst that a location may be
           purser-hot scan LIST ROUNDS            scans a fixed page: assets, users, assignments
           purser-hot filter|frame FOLDER ROUNDS  filters, draws a fixed location
           purser-hot decode LIST FILE…           MB/s of the page scanner and of JSONDecoder
           purser-hot save FOLDER UID             CPU of loading and saving a cache

    """

  private static func scan(list: String, rounds: Int) throws {
    guard let list = PageList(rawValue: list) else { return }
    let body = list.sample(rows: 1_000)
    var rows = 0
    for _ in 0..<rounds { rows += try list.scan(body) }
    print(#"{"rows":\#(rows),"bytes":\#(body.count)}"#)
  }
}

/// Ends the program with a text on standard error.
func fail(_ text: String, status: Int32) -> Never {
  _ = try? FileDescriptor.standardError.writeAll(Array(text.utf8))
  exit(status)
}

/// CPU times of this process, in milliseconds.
enum CPUClock {
  /// Of all threads.
  static var process: Double { read(CLOCK_PROCESS_CPUTIME_ID) }
  /// Of the calling thread.
  static var thread: Double { read(CLOCK_THREAD_CPUTIME_ID) }

  private static func read(_ clock: clockid_t) -> Double {
    var time = timespec()
    clock_gettime(clock, &time)
    return Double(time.tv_sec) * 1e3 + Double(time.tv_nsec) / 1e6
  }
}
