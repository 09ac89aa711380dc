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

  /// What a pasted text names, one a line, or separated by commas, semicolons or blanks.
  @concurrent
  package static func pasted(_ text: String, in answer: RowsAnswer) async -> (Set<RowID>, Message) {
    var found: Set<RowID> = []
    var unknown: [String] = []
    for word in words(of: text) {
      if let id = id(of: word, in: answer) { found.insert(id) } else { unknown.append(word) }
    }
    var text = "\(Numbers.count(found.count)) of the pasted found and marked"
    if let first = unknown.first {
      text += ", \(Numbers.count(unknown.count)) unknown: \(first)"
      if unknown.count > 1 { text += " and \(Numbers.count(unknown.count - 1)) more" }
    }
    return (found, Message("\(text)", found.isEmpty ? .refusal : .note))
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
    let candidates: [RowID] =
      switch answer.request.list {
      case .users: [.user(ClientUserID(rawValue: word))]
      case .devices:
        [word, word.uppercased()].map { .device(SerialNumber(rawValue: $0)) }
      case .assets:
        [PricingParam.standard, .plus].map { .asset(AssetID(AdamID(rawValue: word), $0)) }
      case .assignments, .allAssignments: pairs(of: word, in: answer.request.subject)
      }
    return candidates.first { answer.row(of: $0) != nil }
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
