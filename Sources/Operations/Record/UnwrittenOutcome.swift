package import AppsAndBooks

/// An answer that the journal could not take: the person has to know it, since the next start may not.
package struct UnwrittenOutcome: Sendable, Hashable {
  /// The operation's number.
  package var operation: Int
  /// The request in it, from 1.
  package var request: Int
  /// The event's id, where the service gave one.
  package var event: EventID?
  /// The file that has it instead, if one could be written.
  package var file: String?

  /// Joins the parts.
  package init(operation: Int, request: Int, event: EventID?, file: String?) {
    self.operation = operation
    self.request = request
    self.event = event
    self.file = file
  }

  /// What happened and what to do, in one line.
  package var text: String {
    let answer = event.map { "The event id is \($0.rawValue)." } ?? "It was no event id."
    let next =
      file.map { "It is kept in \($0), which the next start reads." }
      ?? "Keep it: the next start finds the outcome by reading the list."
    return "The journal could not take the answer to request \(request) of operation "
      + "\(operation). \(answer) \(next)"
  }
}
