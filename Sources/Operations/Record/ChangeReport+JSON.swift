import AppsAndBooks
package import Files
import FoundationEssentials

extension ChangeReport {
  /// The report as one line of JSON, its keys in the contract's order.
  package var json: String {
    var text = JSONText()
    write(to: &text)
    return String(decoding: text.drain(), as: UTF8.self)
  }

  /// Appends the report's object.
  package func write(to text: inout JSONText) {
    text.raw("{\"operation\":")
    text.integerOrNull(operation)
    text.member("kind", kind.rawValue)
    text.member("outcome", outcome.rawValue)
    text.member("requested", requested)
    text.member("applied", applied)
    text.member("alreadySo", alreadySo)
    text.member("unknown", unknown)
    text.member("notSent", notSent)
    text.raw(",\"failed\":")
    text.array(failed) { failure, text in failure.write(to: &text) }
    text.member("requests", requests)
    text.raw(",\"events\":")
    text.array(events) { event, text in text.string(event.rawValue) }
    text.member("service", service)
    if let undoes { text.member("undoes", undoes) }
    if let plan {
      text.raw(",\"plan\":")
      text.array(plan) { line, text in line.write(to: &text) }
    }
    if let origin { origin.write(to: &text) }
    text.raw("}")
  }
}

extension ChangeReport.Failed {
  fileprivate func write(to text: inout JSONText) {
    text.raw("{")
    text.members(of: subject)
    text.raw(",\"errorNumber\":")
    text.integerOrNull(errorNumber)
    text.member("errorMessage", errorMessage)
    text.raw("}")
  }
}

extension ChangeReport.PlanLine {
  fileprivate func write(to text: inout JSONText) {
    text.raw("{")
    text.members(of: subject)
    text.member("action", action ?? "none")
    text.raw(",\"reason\":")
    text.string(reason)
    if case .pair = subject {
      text.raw(",\"availableBefore\":")
      text.integerOrNull(availableBefore)
    }
    text.raw("}")
  }
}

extension ChangeReport.Origin {
  fileprivate func write(to text: inout JSONText) {
    let style = Date.ISO8601FormatStyle()
    text.member("startedAt", startedAt.formatted(style))
    text.raw(",\"endedAt\":")
    text.string(endedAt?.formatted(style))
    text.member("by", by)
    text.raw(",\"reason\":")
    text.string(reason)
  }
}

extension JSONText {
  mutating func integerOrNull(_ value: Int?) {
    if let value { integer(value) } else { raw("null") }
  }

  fileprivate mutating func member(_ key: StaticString, _ value: String) {
    raw(",\"")
    raw(key)
    raw("\":")
    string(value)
  }

  fileprivate mutating func member(_ key: StaticString, _ value: Int) {
    raw(",\"")
    raw(key)
    raw("\":")
    integer(value)
  }

  fileprivate mutating func array<Element>(
    _ elements: [Element], _ write: (Element, inout JSONText) -> Void
  ) {
    raw("[")
    for (index, element) in elements.enumerated() {
      if index > 0 { raw(",") }
      write(element, &self)
    }
    raw("]")
  }
}
