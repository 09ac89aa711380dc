import AppsAndBooks
import FoundationEssentials
import LocationStore
import Operations
import Screen

/// Which old holder's licences go to which new holder (product.md section 5, «Reassign»).
///
/// One new holder takes all; as many as there are different old ones are paired in the order of the lists.
struct Pairing: Equatable, Sendable {
  /// The different old holders with the assets that move, in the order of the marks.
  let old: [(holder: Holder, assets: [AssetID])]
  /// The new holders in the order of the marks.
  let new: [Holder]

  /// Pairs them up; linear in both.
  init(_ pairs: [Assignment], _ new: [Holder]) {
    var places: [Holder: Int] = [:]
    var old: [(holder: Holder, assets: [AssetID])] = []
    for pair in pairs {
      if let place = places[pair.holder] {
        old[place].assets.append(pair.asset)
      } else {
        places[pair.holder] = old.count
        old.append((pair.holder, [pair.asset]))
      }
    }
    (self.old, self.new) = (old, new)
  }

  /// Whether every old holder has a new one.
  var isComplete: Bool { new.count == 1 || (!new.isEmpty && new.count == old.count) }

  /// Why it is no plan yet; nil where it is one.
  var reason: String? {
    if new.isEmpty { return "Nothing is marked." }
    if isComplete {
      return moves.isEmpty ? "The new holder is the old one: nothing would move." : nil
    }
    return "\(Numbers.count(new.count)) marked for \(Numbers.count(old.count, "holder")): "
      + "mark one for all, or \(Numbers.count(old.count))."
  }

  /// The new holder of an old one, as far as there is one.
  func target(of place: Int) -> Holder? {
    if new.count == 1 { return new[0] }
    return new.indices.contains(place) ? new[place] : nil
  }

  /// The moves in the order of the old holders; empty while it is not complete.
  var moves: [Move] {
    guard isComplete else { return [] }
    return old.enumerated().flatMap { place, old in
      guard let to = target(of: place), to != old.holder else { return [Move]() }
      return old.assets.map { Move(asset: $0, from: old.holder, to: to) }
    }
  }

  static func == (a: Pairing, b: Pairing) -> Bool {
    a.new == b.new
      && a.old.elementsEqual(b.old) { $0.holder == $1.holder && $0.assets == $1.assets }
  }
}

/// The pairs of old and new holders as lines: `old → new`, and what moves.
struct PairingLines {
  let pairing: Pairing
  let world: World

  /// Pairs listed; the rest is a count.
  private static let most = 200

  /// «5 holders → 3 marked».
  var summary: Shown {
    let old = Numbers.count(pairing.old.count, "holder")
    return Shown("\(old) → \(Numbers.count(pairing.new.count)) marked")
  }

  func lines(width: Int) -> [PageLine] {
    let shown = pairing.old.prefix(Self.most)
    let from = shown.reduce(0) { max($0, Shown($1.holder.text).width) }
    let to = pairing.new.prefix(Self.most).reduce(1) { max($0, Shown($1.text).width) }
    var lines = shown.enumerated().map { place, old in
      var line = PageLine(Shown(old.holder.text), at: 2).with("→", .planBefore, at: 2 + from + 1)
      let target = pairing.target(of: place)
      line.put(Shown(target?.text ?? "…"), target == nil ? .textDim : .planAfter, at: 2 + from + 3)
      let assetAt = 2 + from + 3 + to + 2
      if assetAt + 6 < width {
        let what = ChangeWords.assets(old.assets, name: world.name)
        line.put(Shown(what).cut(to: width - assetAt - 1), .textDim, at: assetAt)
      }
      return line
    }
    if pairing.old.count > Self.most {
      let more = Numbers.count(pairing.old.count - Self.most)
      lines.append(PageLine(Shown("and \(more) more"), .textDim, at: 2))
    }
    if !pairing.isComplete, !pairing.new.isEmpty, let reason = pairing.reason {
      lines.append(PageLine())
      lines.append(
        wrapped: reason, .planWarning, at: 2, width: width - 3,
        first: PageLine("!", .planWarning, at: 0))
    }
    return lines
  }
}
