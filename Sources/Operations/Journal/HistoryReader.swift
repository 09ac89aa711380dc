package import AppsAndBooks
package import Files
package import FoundationEssentials
package import SystemPackage

/// Reads `history.jsonl` of a location, line by line, without a token and without the service.
package struct HistoryReader: Sendable {
  /// Which lines are wanted; all of what is set has to fit.
  package struct Filter: Sendable, Equatable {
    /// The asset by its adam ID.
    package var adamID: AdamID?
    /// Its pricing param; nothing takes each.
    package var pricingParam: PricingParam?
    /// One of these client users; nothing takes each.
    package var clientUsers: Set<ClientUserID>?
    /// The device.
    package var serialNumber: SerialNumber?
    /// Not before this moment.
    package var since: Date?

    /// Takes every line.
    package init() {}
  }

  /// A line that was left out.
  package struct Damage: Sendable, Equatable {
    /// From 1.
    package var line: Int
    /// What is wrong with it.
    package var problem: String
  }

  /// What could not be read.
  package struct Result: Sendable, Equatable {
    /// The first hundred.
    package var damages: [Damage] = []
    /// How many there are.
    package var damageCount = 0
  }

  private static let keptDamages = 100

  /// The file.
  package let path: FilePath
  private let files: any FileSystem

  /// The history in a location's state folder.
  package init(directory: FilePath, files: any FileSystem) {
    path = directory.appending("history.jsonl")
    self.files = files
  }

  /// Hands each wanted line to `body`, oldest first; a missing file has none.
  ///
  /// Holds one block of the file. A damaged line is left out and counted.
  /// - Throws: `FileError` where the file can't be read.
  package func read(
    _ filter: Filter = Filter(), _ body: (HistoryLine) throws -> Void
  ) throws -> Result {
    let matcher = HistoryMatcher(filter)
    var result = Result()
    do {
      try LineFile.read(path, on: files) { raw in
        guard !raw.isTooLong, let line = HistoryLine(raw.bytes) else {
          // An empty line is what mending a torn one leaves at worst.
          if raw.bytes.isEmpty { return }
          result.damageCount += 1
          guard result.damages.count < Self.keptDamages else { return }
          let problem = raw.isEnded ? "is damaged" : "is not whole"
          result.damages.append(Damage(line: raw.number, problem: problem))
          return
        }
        if matcher.wants(line) { try body(line) }
      }
    } catch let error as FileError where error.code == .missing {
      return result
    }
    return result
  }
}

/// The filter with its values as they stand in the file.
private struct HistoryMatcher {
  private let filter: HistoryReader.Filter
  private let clientUsers: Set<String>?
  private let since: String?

  init(_ filter: HistoryReader.Filter) {
    self.filter = filter
    clientUsers = filter.clientUsers.map { Set($0.map(\.rawValue)) }
    // Rounded up: a line of the second before is not «since».
    since = filter.since.map {
      Date(timeIntervalSince1970: $0.timeIntervalSince1970.rounded(.up))
        .formatted(Date.ISO8601FormatStyle())
    }
  }

  func wants(_ line: HistoryLine) -> Bool {
    if let since, line.at < since { return false }
    if let id = filter.adamID, line.adamID != id.rawValue { return false }
    if let param = filter.pricingParam, line.pricingParam ?? "STDQ" != param.rawValue {
      return false
    }
    if let serial = filter.serialNumber, line.serialNumber != serial.rawValue { return false }
    guard let clientUsers else { return true }
    return line.clientUserID.map(clientUsers.contains) ?? false
  }
}
