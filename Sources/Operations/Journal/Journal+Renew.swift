import Files
import FoundationEssentials
import SystemPackage

extension Journal {
  /// Whether a segment is damaged, so that lines of its operations may be missing.
  func isDamaged(_ segment: String) -> Bool { segments[segment]?.damage != nil }

  /// Whether there is anything to set aside.
  var hasDamage: Bool { segments.values.contains { $0.damage != nil } }

  /// Sets every damaged segment aside and puts what can be read of it in its place (reliability.md 7.5).
  ///
  /// The broken file stays beside it as `NAME.damaged-TIME`. Each segment goes over whole, in one rename.
  ///
  /// - Parameter added: lines that each new segment gets behind those that were read.
  /// - Returns: a sentence for each segment.
  /// - Throws: `FileError`, `Errno`, or `OperationsError.storage` where another process writes one of them.
  func renew(adding added: (String) -> [JournalEntry]) throws -> [String] {
    var sentences: [String] = []
    for name in segments.keys.sorted() where isDamaged(name) {
      let lock = try files.open(path(name), .append)
      defer { try? files.close(lock) }
      guard try files.tryLock(lock) else {
        throw OperationsError.storage("another Purser still writes \(path(name)): end it first.")
      }
      sentences.append(try renew(name, adding: added(name)))
    }
    return sentences
  }

  private func renew(_ name: String, adding added: [JournalEntry]) throws -> String {
    let bytes = try DurableFile.read(path(name), limit: 64 << 20, on: files)
    let records = RecordFrame.scan(bytes).records
    let kept = records.compactMap { try? JournalEntry.decoded(bytes[$0]) }
      .filter { $0.location == stamp.location }
    var new: [UInt8] = []
    for (index, entry) in (kept + added).enumerated() {
      var entry = entry
      entry.sequence = index + 1
      new += RecordFrame.encode(try entry.encoded()) ?? []
    }
    let aside = "\(name).damaged-\(stamp.now().fileStamp)"
    try DurableFile.replace(path(aside), with: bytes, on: files)
    try DurableFile.replace(path(name), with: new, on: files)
    let lines = bytes.split(separator: UInt8(ascii: "\n")).count
    return "\(path(name)) was set aside as \(aside); \(kept.count) of its \(lines) lines were kept."
  }
}
