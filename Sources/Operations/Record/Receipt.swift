package import AppsAndBooks
import FoundationEssentials

/// What a ticket wants to know of an operation: who, when, why, what and how it ended (peers.md O12).
///
/// Plain text of at most 25 lines, but for notes; what is longer is counted. Nothing in it steers a terminal, and no line holds a
/// line break, whatever a reason or a name has in it. Linear in the pairs.
package struct Receipt: Sendable {
  /// The operation as it stands.
  let record: OperationRecord
  /// Names of its assets, as far as known.
  let names: [AssetID: String]
  /// The name of the location here.
  let location: String
  private let organization: String?
  private let secondsEast: Int

  /// More assets, holders, failures and ids than these are counted.
  private static let limit = (assets: 4, holders: 4, failures: 3, events: 2, notes: 3)

  /// Joins what is known of an operation.
  ///
  /// - Parameters:
  ///   - record: the operation.
  ///   - names: the name of an asset; asked once for each.
  ///   - location: the location's name here.
  ///   - organization: who it belongs to.
  ///   - secondsEast: the zone of the times.
  package init(
    _ record: OperationRecord, names: (AssetID) -> String?, location: String,
    organization: String?, secondsEast: Int = 0
  ) {
    self.record = record
    var known: [AssetID: String] = [:]
    for asset in Set(record.pairs.map(\.pair.asset) + record.leftOut.map(\.pair.asset)) {
      known[asset] = names(asset)
    }
    self.names = known
    self.location = location
    self.organization = organization
    self.secondsEast = secondsEast
  }

  /// The text, line by line.
  package var lines: [String] {
    let report = ChangeReport(record)
    let owner = organization.map { $0.isEmpty ? "" : " (\($0))" } ?? ""
    let blocks = [
      [
        "Purser, operation \(record.number): \(record.kind.verb) at \(location)\(owner)",
        result(report),
      ],
      origin, groupLines, failureLines, remarks,
    ]
    return Array(
      blocks.filter { !$0.isEmpty }.map { $0.map(Self.plain) }.joined(separator: [""]))
  }
}

// MARK: - The head

extension Receipt {
  /// «partial: 14 of 16 pairs applied, 1 already so, 1 failed».
  private func result(_ report: ChangeReport) -> String {
    var parts = ["\(report.applied) of \(Self.count(report.requested, noun)) applied"]
    let counts = [
      (report.alreadySo, "already so"), (report.failed.count - leftOutCount, "failed"),
      (leftOutCount, "left out"), (report.unknown, "not known yet"),
      (record.count("not sent"), "not sent"), (record.occupied, "in another operation"),
    ]
    for (count, words) in counts where count > 0 { parts.append("\(count) \(words)") }
    return "\(report.outcome.rawValue): \(parts.joined(separator: ", "))"
  }

  private var leftOutCount: Int { record.leftOut.count + record.leftOutHolders.count }

  private var noun: String {
    switch record.kind {
    case .assign, .reclaim, .reclaimAll: "pair"
    case .reassign: "move"
    case .userCreate, .userUpdate, .userRetire: "user"
    }
  }

  private var origin: [String] {
    var lines = [("By", record.by)]
    if let reason = record.reason { lines.append(("Reason", Self.cut(reason, at: 200))) }
    lines.append(("When", when))
    if let undoes = record.undoes { lines.append(("Undoes", "operation \(undoes)")) }
    lines.append(("Service", "\(record.service), \(Self.count(record.requestsSent, "request"))"))
    if !record.events.isEmpty {
      let ids = record.events.prefix(Self.limit.events).map { Self.cut($0.rawValue, at: 64) }
      lines.append(
        (
          record.events.count == 1 ? "Event" : "Events",
          Self.list(ids, of: record.events.count)
        ))
    }
    return lines.map { label, text in
      label + String(repeating: " ", count: max(1, 10 - label.count)) + text
    }
  }

  private var when: String {
    let (day, time) = moment(record.startedAt)
    guard let endedAt = record.endedAt else { return "\(day) \(time) \(zone), not over yet" }
    let (lastDay, lastTime) = moment(endedAt)
    if lastDay != day { return "\(day) \(time) to \(lastDay) \(lastTime) \(zone)" }
    return lastTime == time ? "\(day) \(time) \(zone)" : "\(day) \(time) to \(lastTime) \(zone)"
  }

  private func moment(_ date: Date) -> (day: String, time: String) {
    let text = date.addingTimeInterval(Double(secondsEast)).formatted(Date.ISO8601FormatStyle())
    return (String(text.prefix(10)), String(text.dropFirst(11).prefix(5)))
  }

  /// `UTC`, `UTC+2`, `UTC-3:30`.
  private var zone: String {
    guard secondsEast != 0 else { return "UTC" }
    let minutes = abs(secondsEast) / 60
    let rest = minutes % 60 == 0 ? "" : minutes % 60 < 10 ? ":0\(minutes % 60)" : ":\(minutes % 60)"
    return "UTC\(secondsEast < 0 ? "-" : "+")\(minutes / 60)\(rest)"
  }
}

// MARK: - What was changed

extension Receipt {
  /// The pairs of one asset in one direction.
  private struct Group {
    var asset: AssetID
    var action: PairAction
    var pairs: [PairRecord] = []
  }

  private struct GroupKey: Hashable {
    var asset: AssetID
    var action: PairAction
  }

  private var groups: [Group] {
    var places: [GroupKey: Int] = [:]
    var groups: [Group] = []
    for pair in record.pairs {
      let key = GroupKey(asset: pair.pair.asset, action: pair.action)
      if places[key] == nil {
        places[key] = groups.count
        groups.append(Group(asset: key.asset, action: key.action))
      }
      if let place = places[key] { groups[place].pairs.append(pair) }
    }
    return groups
  }

  private var groupLines: [String] {
    let groups = groups
    if !record.users.isEmpty { return userLines }
    var lines = groups.prefix(Self.limit.assets).flatMap(lines(of:))
    let rest = groups.dropFirst(Self.limit.assets)
    if !rest.isEmpty {
      let pairs = rest.reduce(0) { $0 + $1.pairs.count }
      lines.append("and \(Self.count(pairs, "pair")) of \(Self.count(rest.count, "more asset"))")
    }
    return lines
  }

  /// Client users that were created, updated or retired.
  private var userLines: [String] {
    let settled = record.users.filter { $0.state == .done || $0.state == .applied }
    let of = settled.count == record.users.count ? "" : "\(settled.count) of "
    let verb =
      switch record.kind {
      case .userCreate: "created"
      case .userUpdate: "updated"
      default: "retired"
      }
    let text = "\(verb) \(of)\(Self.count(record.users.count, "user"))"
    let ids = settled.prefix(Self.limit.holders).map {
      Self.cut($0.user.change.id.rawValue, at: 64)
    }
    return ids.isEmpty ? [text] : [text, "  " + Self.list(ids, of: settled.count)]
  }

  private func lines(of group: Group) -> [String] {
    let settled = group.pairs.filter { $0.state == .done || $0.state == .applied }
    let holders = group.pairs.map(\.pair.holder)
    let nouns = Set(holders.map { $0.isDevice ? "device" : "user" })
    let noun = nouns.count == 1 ? nouns.first ?? "holder" : "holder"
    let of = settled.count == holders.count ? "" : "\(settled.count) of "
    var text = "\(title(group.asset)): "
    text += group.action == .assign ? "assigned to " : "reclaimed from "
    text += of + Self.count(holders.count, noun)
    for word in ["failed", "pending", "unknown", "not sent"] {
      let count = group.pairs.count { $0.state.word == word }
      if count > 0 { text += ", \(count) \(word)" }
    }
    let ids = settled.prefix(Self.limit.holders).map { Self.cut($0.pair.holder.text, at: 64) }
    return ids.isEmpty ? [text] : [text, "  " + Self.list(ids, of: settled.count)]
  }

  /// «Keynote (361285480)», or the id alone.
  private func title(_ asset: AssetID) -> String {
    let id =
      asset.pricingParam == .standard
      ? asset.adamID.rawValue : "\(asset.adamID.rawValue):\(asset.pricingParam.rawValue)"
    return names[asset].map { "\(Self.cut($0, at: 80)) (\(id))" } ?? id
  }

  private var failureLines: [String] {
    let failed =
      record.pairs.compactMap { pair in
        pair.state.failure.map { (text(of: pair), $0) }
      }
      + record.users.compactMap { user in
        user.state.failure.map { (user.user.change.id.rawValue, $0) }
      }
    let total = failed.count + record.leftOut.count + record.leftOutHolders.count
    guard total > 0 else { return [] }
    var lines = failed.prefix(Self.limit.failures).map { subject, failure in
      "  \(subject): \(failure.message)" + (failure.number.map { " (Apple \($0))" } ?? "")
    }
    lines += record.leftOut.prefix(Self.limit.failures - lines.count).map { left in
      "  " + left.reason.sentence(asset: name(left.pair.asset), holder: left.pair.holder)
    }
    lines += record.leftOutHolders.prefix(Self.limit.failures - lines.count).map { left in
      "  " + left.reason.sentence(holder: left.holder)
    }
    if total > lines.count {
      lines.append("  and \(total - lines.count) more, see: purser receipt \(record.number) --json")
    }
    return ["Not applied"] + lines.map { Self.cut($0, at: 300) }
  }

  private func text(of pair: PairRecord) -> String {
    "\(name(pair.pair.asset)) \(pair.action == .assign ? "to" : "from") \(pair.pair.holder.text)"
  }

  private func name(_ asset: AssetID) -> String {
    names[asset].map { Self.cut($0, at: 80) } ?? asset.adamID.rawValue
  }

  private var remarks: [String] {
    var lines = record.hold.map { ["The rest was held: \($0.text)"] } ?? []
    lines += record.notes.prefix(Self.limit.notes)
    if record.isOpen { lines.append("Until it is known: purser wait \(record.number)") }
    return lines.map { Self.cut($0, at: 300) }
  }
}

// MARK: - Words

extension Receipt {
  private static func count(_ number: Int, _ noun: String) -> String {
    "\(number) \(noun)\(number == 1 ? "" : "s")"
  }

  private static func list(_ texts: [String], of count: Int) -> String {
    let more = count > texts.count ? " and \(count - texts.count) more" : ""
    return texts.joined(separator: ", ") + more
  }

  private static func cut(_ text: String, at limit: Int) -> String {
    text.count > limit ? text.prefix(limit - 1) + "…" : text
  }

  /// One line of text: breaks and controls are blanks, what turns the writing direction is left out.
  private static func plain(_ text: String) -> String {
    var line = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control, .lineSeparator, .paragraphSeparator: line.append(" ")
      case .format where scalar.value != 0x200D && scalar.value != 0x200C: continue
      default: line.append(scalar)
      }
    }
    return String(line)
  }
}
