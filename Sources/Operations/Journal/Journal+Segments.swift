import Files
import FoundationEssentials
import SystemPackage

extension Journal {
  /// Whether the process that writes a segment lives; where that can't be told, it does.
  func isAlive(_ segment: String) -> Bool {
    if segment == own?.name || filled[segment] != nil { return true }
    let file: OpenFile
    do {
      file = try openForLock(segment)
    } catch {
      return error != .noSuchFileOrDirectory
    }
    defer { try? files.close(file) }
    return !((try? files.tryLock(file)) ?? false)
  }

  /// Opens a segment to look at its lock: also where the disk takes no writing.
  private func openForLock(_ segment: String) throws(Errno) -> OpenFile {
    do {
      return try files.open(path(segment), .append)
    } catch Errno.readOnlyFileSystem, Errno.permissionDenied {
      do {
        return try files.open(path(segment), .read)
      } catch {
        throw error as? Errno ?? .ioError
      }
    } catch {
      throw error as? Errno ?? .ioError
    }
  }

  /// The segment that this process writes, a new one where there is none with room.
  func writableSegment() throws -> OwnSegment {
    if let own, own.log.size < limits.segmentSize { return own }
    closeOwn()
    try PrivateDirectory.ensure(directory, on: files)
    if let segment = try continued() {
      own = segment
      return segment
    }
    let segment = try created()
    own = segment
    prune()
    return segment
  }

  /// The newest segment, if nobody writes it and it has room.
  private func continued() throws -> OwnSegment? {
    guard let name = try segmentNames().last, filled[name] == nil else { return nil }
    let lock = try files.open(path(name), .append)
    do {
      let size = try files.status(of: lock).size
      guard size < limits.segmentSize, try files.tryLock(lock) else {
        try files.close(lock)
        return nil
      }
      let scan = RecordFrame.scan(try DurableFile.read(path(name), limit: 64 << 20, on: files))
      guard scan.end == .clean, segments[name, default: Segment()].count == scan.records.count
      else {
        try files.close(lock)
        return nil
      }
      return OwnSegment(name: name, log: try AppendLog.open(at: path(name), on: files), lock: lock)
    } catch {
      try? files.close(lock)
      throw error
    }
  }

  private func created() throws -> OwnSegment {
    var number = (try segmentNames().last.flatMap { Int($0.dropLast(4)) } ?? 0) + 1
    while true {
      let digits = String(number)
      let name = String(repeating: "0", count: max(0, 6 - digits.count)) + digits + ".log"
      do {
        let log = try AppendLog.create(at: path(name), on: files)
        let lock = try files.open(path(name), .append)
        // Another process may have taken the new, still empty segment as its own: then make the next one.
        guard try files.tryLock(lock) else {
          try files.close(lock)
          number += 1
          continue
        }
        return OwnSegment(name: name, log: log, lock: lock)
      } catch let error as FileError where error.code == .exists {
        number += 1
      }
    }
  }

  /// Ends writing into the own segment; its lock is kept, since operations that began there may go on in the next one.
  func closeOwn() {
    guard let own else { return }
    own.log.close()
    filled[own.name] = own.lock
    self.own = nil
  }
}

extension Journal {
  /// Removes segments whose every operation is over and whose last line is older than `keptFor`.
  ///
  /// The newest stays, and the one with the highest number, so that numbers go on. A failure changes nothing.
  private func prune() {
    guard trouble == nil, let names = try? segmentNames() else { return }
    let limit = stamp.now().addingTimeInterval(-limits.keptFor)
    let highest = highestOperation
    var removable = Set(
      names.filter { name in
        guard name != names.last, name != own?.name, filled[name] == nil,
          let segment = segments[name], segment.newest < limit
        else { return false }
        return segment.operations.isSubset(of: resolved) && !segment.operations.contains(highest)
          && !isAlive(name)
      })
    // Lines of one operation go together or not at all: its beginning alone would look unfinished.
    while true {
      let kept = names.filter { !removable.contains($0) }
      let needed = kept.reduce(into: Set<Int>()) {
        $0.formUnion(segments[$1]?.operations ?? [])
      }
      let shared = removable.filter {
        !(segments[$0]?.operations.isDisjoint(with: needed) ?? false)
      }
      if shared.isEmpty { break }
      removable.subtract(shared)
    }
    guard !removable.isEmpty else { return }
    for name in removable.sorted(by: >) {
      guard (try? files.unlink(path(name))) != nil else { break }
      segments[name] = nil
    }
    try? DurableFile.syncDirectory(directory, on: files)
  }
}
