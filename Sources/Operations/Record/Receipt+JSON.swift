import AppsAndBooks
import Files
import FoundationEssentials

extension Receipt {
  /// The change object of product.md section 3 with when, by whom and why, the location, and every pair; one line.
  package var json: String {
    var text = JSONText()
    text.bytes(of: String(ChangeReport(record, withOrigin: true, names: names).json.dropLast()))
    text.raw(",\"location\":")
    text.string(location)
    text.raw(",\"pairs\":[")
    for (index, pair) in record.pairs.enumerated() {
      if index > 0 { text.raw(",") }
      write(pair, to: &text)
    }
    for (index, user) in record.users.enumerated() {
      if index > 0 { text.raw(",") }
      write(user, to: &text)
    }
    text.raw("]}")
    return String(decoding: text.drain(), as: UTF8.self)
  }

  private func write(_ pair: PairRecord, to text: inout JSONText) {
    text.raw("{")
    text.members(of: .pair(pair.pair))
    text.raw(",\"name\":")
    text.string(names[pair.pair.asset])
    text.raw(",\"action\":")
    text.string(pair.action.rawValue)
    text.raw(",\"state\":")
    text.string(pair.state.word)
    text.raw("}")
  }

  private func write(_ user: UserRecord, to text: inout JSONText) {
    text.raw("{")
    text.members(of: .holder(.clientUser(user.user.change.id)))
    text.raw(",\"action\":")
    text.string(user.user.action.rawValue)
    text.raw(",\"state\":")
    text.string(user.state.word)
    text.raw("}")
  }
}
