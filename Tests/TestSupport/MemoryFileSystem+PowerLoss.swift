import Files
import Synchronization
package import SystemPackage

/// The disk that a power loss leaves, as SQLite's crash layer makes it.
extension MemoryFileSystem {
  /// What becomes of changes that were not synced.
  package enum PowerLoss: String, Sendable, CaseIterable {
    /// None of them came to the disk.
    case dropped
    /// Some of them came, in any order: sectors of a write, names, sizes without their bytes.
    case reordered
    /// All of them came, but of the last write only a beginning.
    case torn
  }

  /// Changing calls so far.
  package var steps: Int { state.withLock { $0.steps } }

  /// Takes the power away behind the `count`-th changing call from now on: no later call has an effect.
  package func cutPower(after count: Int) {
    state.withLock { $0.powerOffAfter = $0.steps + count }
  }

  /// Whether the power is off.
  package var isOff: Bool { state.withLock { $0.isOff } }

  /// The disk as another process finds it after the power came back; this one stays as it was.
  package func afterPowerLoss(
    _ loss: PowerLoss, _ random: inout some RandomNumberGenerator
  ) -> MemoryFileSystem {
    var new = state.withLock { $0 }
    let last = new.nodes.values.flatMap(\.pending).filter(\.isWrite).map(\.step).max()
    for number in new.nodes.keys.sorted() {
      guard let node = new.nodes[number], !node.isDirectory else { continue }
      let bytes =
        switch loss {
        case .dropped: node.durable
        case .reordered: node.reordered(&random)
        case .torn: node.torn(last, &random)
        }
      new.nodes[number]?.bytes = bytes
      new.nodes[number]?.durable = bytes
      new.nodes[number]?.pending = []
    }
    new.loseNames(loss, &random)
    return MemoryFileSystem(new)
  }

  /// A disk of its own with the same content, everything on it.
  package func copy() -> MemoryFileSystem {
    var new = state.withLock { $0 }
    for (number, node) in new.nodes {
      new.nodes[number]?.durable = node.bytes
      new.nodes[number]?.pending = []
    }
    new.begin()
    new.durableNames = new.names
    return MemoryFileSystem(new)
  }

  /// Replaces a file's bytes in place, as a failing disk does.
  package func overwrite(_ path: FilePath, _ bytes: [UInt8]) {
    state.withLock { state in
      guard let number = state.names[path] else { return }
      state.nodes[number]?.bytes = bytes
      state.nodes[number]?.durable = bytes
      state.nodes[number]?.pending = []
    }
  }
}

extension MemoryFileSystem.State {
  /// A machine that has just started: nothing is open.
  fileprivate mutating func begin() {
    handles = [:]
    locks = [:]
    pendingNames = []
    powerOffAfter = nil
    isOff = false
  }

  fileprivate mutating func loseNames(
    _ loss: MemoryFileSystem.PowerLoss, _ random: inout some RandomNumberGenerator
  ) {
    var kept = durableNames
    for change in pendingNames {
      let isKept =
        switch loss {
        case .dropped: false
        case .reordered: Bool.random(using: &random)
        case .torn: true
        }
      guard isKept else { continue }
      if let removed = change.removed { kept[removed] = nil }
      if let added = change.added { kept[added.path] = added.node }
    }
    // What lies in a folder that is not there is not there either.
    names = kept.filter { path, _ in
      var above = path
      while above.removeLastComponent() {
        guard kept[above] != nil else { return false }
      }
      return true
    }
    durableNames = names
    begin()
  }
}

extension MemoryFileSystem.Change {
  fileprivate var isWrite: Bool { if case .write = kind { true } else { false } }
}

extension MemoryFileSystem.Node {
  /// Small, so that short records have borders inside.
  private static let sector = 32

  fileprivate func torn(_ last: Int?, _ random: inout some RandomNumberGenerator) -> [UInt8] {
    var bytes = durable
    for change in pending {
      switch change.kind {
      case .truncate(let size): bytes = Array(bytes.prefix(size))
      case .write(let offset, let new):
        let count = change.step == last ? Int.random(in: 0...new.count, using: &random) : new.count
        bytes.put(new[..<count], at: offset)
      }
    }
    return bytes
  }

  fileprivate func reordered(_ random: inout some RandomNumberGenerator) -> [UInt8] {
    var bytes = durable
    for change in pending {
      switch change.kind {
      case .truncate(let size):
        if Bool.random(using: &random) { bytes = Array(bytes.prefix(size)) }
      case .write(let offset, let new):
        var at = 0
        while at < new.count {
          let end = min(new.count, ((offset + at) / Self.sector + 1) * Self.sector - offset)
          if Bool.random(using: &random) { bytes.put(new[at..<end], at: offset + at) }
          at = end
        }
        // The size may come to the disk before the bytes.
        if Int.random(in: 0..<4, using: &random) == 0, bytes.count < offset + new.count {
          bytes += [UInt8](repeating: 0, count: offset + new.count - bytes.count)
        }
      }
    }
    return bytes
  }
}

extension [UInt8] {
  /// Puts bytes at an offset; what lies before it and was never written is zero.
  fileprivate mutating func put(_ new: ArraySlice<UInt8>, at offset: Int) {
    guard !new.isEmpty else { return }
    if count < offset + new.count {
      self += [UInt8](repeating: 0, count: offset + new.count - count)
    }
    replaceSubrange(offset..<offset + new.count, with: new)
  }
}
