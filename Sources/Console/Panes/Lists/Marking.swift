import AppsAndBooks
import LocationStore
import Screen

/// Works out marks over whole lists, off the main actor.
package enum Marking {
  /// Everything shown; with `inverting` everything shown that is not marked, and marks that are not shown.
  @concurrent
  package static func all(of answer: RowsAnswer, inverting marks: Set<RowID>?) async -> Set<RowID> {
    var result = marks ?? answer.request.marks
    for place in 0..<answer.count {
      if Task.isCancelled { break }
      guard let id = answer.id(at: place) else { continue }
      if marks != nil, result.remove(id) != nil { continue }
      result.insert(id)
    }
    return result
  }

  /// What a pasted text names, one a line, or separated by commas, semicolons or blanks, in its order.
  @concurrent
  package static func pasted(_ text: String, in answer: RowsAnswer) async -> ([RowID], Message) {
    var found: [RowID] = []
    var unknown: [String] = []
    var ambiguous: [String] = []
    switch answer.request.list {
    case .users, .devices, .assets:
      var targets = PastedTargets()
      targets.add(text, in: answer.request.list, of: answer.snapshot)
      found = targets.found
      unknown = targets.unknown.map(\.rawValue) + targets.unusable.map(\.word)
      ambiguous = targets.ambiguous.map(\.word)
    case .assignments, .allAssignments:
      for word in words(of: text) {
        if let id = id(of: word, in: answer) { found.append(id) } else { unknown.append(word) }
      }
    }
    let text =
      "\(Numbers.count(found.count)) of the pasted found and marked"
      + told(unknown, "unknown") + told(ambiguous, "ambiguous")
    return (found, Message("\(text)", found.isEmpty ? .refusal : .note))
  }

  /// «, 3 unknown: NOSUCH1234 and 2 more».
  private static func told(_ words: [String], _ what: String) -> String {
    guard let first = words.first else { return "" }
    let more = words.count > 1 ? " and \(Numbers.count(words.count - 1)) more" : ""
    return ", \(Numbers.count(words.count)) \(what): \(first)\(more)"
  }

  /// The words of a pasted text, each once, in their order.
  package static func words(of text: String) -> [String] {
    var seen: Set<String> = []
    return text.split { $0.isWhitespace || $0 == "," || $0 == ";" }.compactMap { part in
      let word = part.filter { $0 != "\"" && $0 != "'" }
      return word.isEmpty || !seen.insert(word).inserted ? nil : word
    }
  }

  private static func id(of word: String, in answer: RowsAnswer) -> RowID? {
    pairs(of: word, in: answer.request.subject).first { answer.row(of: $0) != nil }
  }

  private static func pairs(of word: String, in subject: Subject) -> [RowID] {
    switch subject {
    case .everything: []
    case .asset(let asset):
      [
        Holder.device(SerialNumber(rawValue: word)),
        .device(SerialNumber(rawValue: word.uppercased())),
        .clientUser(ClientUserID(rawValue: word)),
      ].map { .assignment(Assignment(asset: asset, holder: $0)) }
    case .holder(let holder):
      [PricingParam.standard, .plus].map {
        .assignment(Assignment(asset: AssetID(AdamID(rawValue: word), $0), holder: holder))
      }
    }
  }
}
