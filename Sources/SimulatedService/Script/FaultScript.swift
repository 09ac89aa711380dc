/// The faults that wait for their requests.
struct FaultScript: Sendable {
  private var waiting: [(fault: Fault, seen: Int)] = []

  mutating func add(_ faults: [Fault]) {
    waiting.append(contentsOf: faults.map { ($0, 0) })
  }

  mutating func clear() {
    waiting.removeAll()
  }

  /// Counts the request for every fault that waits for it; the first one that is due applies.
  mutating func next(for endpoint: SimulatedEndpoint) -> Fault.Action? {
    var action: Fault.Action?
    for index in waiting.indices {
      let fault = waiting[index].fault
      guard fault.endpoints.isEmpty || fault.endpoints.contains(endpoint) else { continue }
      waiting[index].seen += 1
      let seen = waiting[index].seen
      if action == nil, seen >= fault.nth, seen - fault.nth < fault.count { action = fault.action }
    }
    return action
  }
}
