import Files
import FoundationEssentials
import SystemPackage

extension Journal {
  /// Lines not read before, segment by segment, in the order of the segments' names.
  ///
  /// Mends the torn tail of a segment whose writer is gone. A segment that is damaged, foreign, newer or gone sets `trouble`; what can
  /// be read of it is still told.
  func readNew() -> [JournalLine] {
    let names: [String]
    do {
      names = try segmentNames()
    } catch {
      refuse("the journal can't be read: \(error)")
      return []
    }
    noticeMissing(names)
    var lines: [JournalLine] = []
    for name in names where name != own?.name && filled[name] == nil {
      do {
        lines += try readNew(name)
      } catch let error as FileError where error.code == .missing {
        continue
      } catch {
        refuse("the journal can't be read: \(error)")
      }
    }
    return lines
  }

  /// A segment that went is no matter if everything in it was over: another process pruned it.
  private func noticeMissing(_ names: [String]) {
    for name in Set(segments.keys).subtracting(names).sorted() {
      guard let segment = segments[name] else { continue }
      if segment.operations.isSubset(of: resolved), name != own?.name {
        segments[name] = nil
      } else {
        refuse("the journal \(path(name)) was removed while Purser ran.")
      }
    }
  }

  private func readNew(_ name: String) throws -> [JournalLine] {
    let known = segments[name, default: Segment()]
    if let last = known.status,
      let now = try? files.status(at: path(name), followingLinks: false)
    {
      if !now.isSameFile(as: last) || now.size < last.size {
        refuse(damage(name, "was replaced while Purser ran"))
        return []
      }
      if now.size == last.size { return [] }
    }
    let file = try files.open(path(name), .read)
    defer { try? files.close(file) }
    var status = try files.status(of: file)
    let bytes = try DurableFile.read(path(name), limit: 64 << 20, on: files)
    let scan = RecordFrame.scan(bytes)
    let lines = take(scan, of: bytes, name)
    // A torn tail counts as not there: whoever mends it makes the file smaller.
    status.size = Int64(scan.tornAt ?? bytes.count)
    segments[name, default: Segment()].status = status
    segments[name]?.count = max(
      known.count, scan.tornAt == nil ? scan.records.count : scan.soundCount)
    return lines
  }

  /// Takes in the lines that were not read before, and what is wrong with the file.
  private func take(
    _ scan: RecordFrame.Scan, of bytes: [UInt8], _ name: String
  ) -> [JournalLine] {
    let known = segments[name, default: Segment()].count
    let read = decoded(name, scan, of: bytes)
    switch scan.end {
    case .clean: break
    case .tornTail(let offset): mend(name, at: offset)
    case .damaged(let offset):
      let behind = read.filter { $0.index >= scan.soundCount }
      if scan.isHole, behind.allSatisfy({ !$0.line.entry.fact.isDurable }) {
        // A power loss took a line that nobody relied on, and left one behind it.
        mend(name, at: offset)
        return keep(read.filter { $0.index < scan.soundCount }, after: known)
      }
      refuse(damage(name, "is damaged at byte \(offset)"))
    }
    return keep(read, after: known)
  }

  private func keep(_ read: [(index: Int, line: JournalLine)], after known: Int) -> [JournalLine] {
    let new = read.filter { $0.index >= known }.map(\.line)
    for line in new { take(line.entry, of: line.segment) }
    return new
  }

  private func decoded(
    _ name: String, _ scan: RecordFrame.Scan, of bytes: [UInt8]
  ) -> [(index: Int, line: JournalLine)] {
    var lines: [(index: Int, line: JournalLine)] = []
    for (index, range) in scan.records.enumerated() {
      do {
        let entry = try JournalEntry.decoded(bytes[range])
        guard entry.location == stamp.location else {
          refuse(damage(name, "has lines of another location"))
          continue
        }
        if index < scan.soundCount, entry.sequence != index + 1 {
          refuse(damage(name, "has a gap before line \(index + 1)"))
        }
        lines.append((index, JournalLine(segment: name, entry: entry)))
      } catch is JournalNewerVersion {
        refuse(
          "the journal \(path(name)) was written by a newer Purser. Use that one to change something."
        )
        break
      } catch {
        refuse(damage(name, "can't be understood at line \(index + 1)"))
      }
    }
    return lines
  }

  /// Keeps in mind that a segment is not what it should be; the clause that says so, with the way out.
  private func damage(_ name: String, _ what: String) -> String {
    segments[name, default: Segment()].damage = what
    return "the journal \(path(name)) \(what). It is kept as it is. "
      + "To set it aside and go on with what can be read: purser operations --new-journal"
  }

  /// Cuts off what a killed process left half written, unless its writer lives and is just writing.
  private func mend(_ name: String, at offset: Int) {
    guard let file = try? files.open(path(name), .append) else { return }
    defer { try? files.close(file) }
    guard (try? files.tryLock(file)) ?? false else { return }
    do {
      try AppendLog.cutTornTail(of: path(name), at: offset, now: stamp.now(), on: files)
      notes.append("The last line of \(name) was not whole; it was set aside and cut off.")
    } catch {
      refuse("the journal can't be mended: \(error)")
    }
  }
}

extension RecordFrame.Scan {
  /// Where the torn tail begins, or the hole that is cut off like one.
  fileprivate var tornAt: Int? {
    switch end {
    case .clean: nil
    case .tornTail(let offset): offset
    case .damaged(let offset): isHole ? offset : nil
    }
  }
}
