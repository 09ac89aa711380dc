package import Files
package import FoundationEssentials
package import SystemPackage

/// What checking the audit of a location found (reliability.md section 14).
///
/// The chain shows what was edited, taken out or put in. Lines cut off its end are found only as far as the history knows of a later
/// operation, for the end of a chain is where it ends.
package struct AuditCheck: Sendable, Equatable {
  /// A place where the chain does not hold.
  package struct Flaw: Sendable, Equatable {
    /// The line, from 1; nothing where lines are missing at the end.
    package var line: Int?
    /// What is wrong, as a sentence without its end.
    package var problem: String
  }

  /// The file.
  package var path: FilePath
  /// Whether it exists.
  package var exists = false
  /// How many lines there are.
  package var lines = 0
  /// When the first line was written.
  package var first: Date?
  /// When the last one was.
  package var last: Date?
  /// Where the chain does not hold, the first hundred places.
  package var flaws: [Flaw] = []
  /// How many such places there are.
  package var flawCount = 0

  /// Whether nothing is wrong.
  package var isWhole: Bool { flawCount == 0 }

  /// Checks the audit in a location's state folder; holds a line of it at a time.
  ///
  /// - Throws: `FileError` where it can't be read.
  package static func run(
    directory: FilePath, on files: some FileSystem
  ) throws -> AuditCheck {
    let path = directory.appending("audit.jsonl")
    var chain = AuditChain(path)
    do {
      try LineFile.read(path, on: files) { chain.take($0) }
      chain.check.exists = true
    } catch let error as FileError where error.code == .missing {
      chain.check.exists = false
    }
    if let last = try lastOperation(in: directory, files), last > chain.lastOperation {
      chain.flaw(
        nil,
        chain.check.lines == 0
          ? "there is no line, but operation \(last) is in the history"
          : "the last lines are gone: operation \(last) is in the history and not here")
    }
    return chain.check
  }

  /// The newest operation of the history of which something was sent.
  private static func lastOperation(
    in directory: FilePath, _ files: some FileSystem
  ) throws -> Int? {
    do {
      let path = directory.appending("history.jsonl")
      guard let tail = try FileTail.read(path, limit: 1 << 16, on: files).lastLine,
        let line = HistoryLine(tail.line), line.outcome != PairState.notSent.word
      else { return nil }
      return line.operation
    } catch let error as FileError where error.code == .missing {
      return nil
    }
  }
}

/// Takes the lines of an audit one after the other.
struct AuditChain {
  private struct Link: Decodable {
    struct Deed: Decodable { var operation: Int? }
    var at: String
    var previous: String
    var what: Deed?
  }

  private static let keptFlaws = 100

  var check: AuditCheck
  /// The highest number of an operation that was named.
  private(set) var lastOperation = 0
  private var expected = Audit.start
  /// The hashes of the last lines, to tell a line put in or moved from one taken out.
  private var recent: [String] = []

  init(_ path: FilePath) { check = AuditCheck(path: path) }

  mutating func take(_ line: LineFile.Line) {
    check.lines = line.number
    defer {
      // The chain is taken up again behind a flaw, so that each is told once.
      expected = Audit.hash(line.bytes)
      recent.append(expected)
      if recent.count > 64 { recent.removeFirst() }
    }
    guard line.isEnded else {
      return flaw(
        line.number,
        "it is not whole: Purser ended while writing it, and the next change sets it aside")
    }
    guard !line.isTooLong, let link = try? JSONDecoder().decode(Link.self, from: Data(line.bytes))
    else { return flaw(line.number, "it is not JSON as Purser writes it") }
    if let at = try? JournalDate.style.parse(link.at) {
      check.first = check.first ?? at
      check.last = at
    }
    lastOperation = max(lastOperation, link.what?.operation ?? 0)
    if link.previous != expected { flaw(line.number, problem(link.previous, line.number)) }
  }

  mutating func flaw(_ line: Int?, _ problem: String) {
    check.flawCount += 1
    if check.flaws.count < Self.keptFlaws {
      check.flaws.append(AuditCheck.Flaw(line: line, problem: problem))
    }
  }

  private func problem(_ previous: String, _ number: Int) -> String {
    if number == 1 { return "it is not the first that was written: lines before it are gone" }
    if previous == Audit.start {
      return
        "it was written as the first of a file: the lines before it were put in, or the audit began anew"
    }
    if recent.contains(previous) {
      return "it does not follow line \(number - 1): that one was put in, or lines were moved"
    }
    return
      "it does not hold the hash of line \(number - 1): that one was edited, or lines between them are gone"
  }
}
