import AppsAndBooks

extension PlanBuilder {
  /// What to beware of, most important last.
  var warnings: [PlanWarning] {
    var warnings: [PlanWarning] = []
    if request.kind == .reclaimAll, !toDo.isEmpty { warnings.append(.whatTheyHoldByThen) }
    if toDo.contains(where: { $0.action == .reclaim }) { warnings.append(.keepsWorking) }
    return warnings + userWarnings + assignWarnings
  }

  private var userWarnings: [PlanWarning] {
    guard request.kind == .userRetire else { return [] }
    var warnings: [PlanWarning] = []
    let licences = users.reduce(0) { $0 + $1.loses.count }
    let books = users.reduce(0) { $0 + $1.spentBooks.count }
    if licences > 0 { warnings.append(.losesLicences(licences)) }
    if books > 0 { warnings.append(.booksStaySpent(books)) }
    return warnings
  }

  private var assignWarnings: [PlanWarning] {
    let given = toDo.filter { $0.action == .assign }
    var warnings: [PlanWarning] = []
    let books = given.count { facts.assets[$0.pair.asset]?.isBook ?? false }
    if books > 0 { warnings.append(.booksSpent(books)) }
    let serials = newSerials(of: given)
    let odd = serials.filter { !(10...12).contains($0.rawValue.utf8.count) }
    if !odd.isEmpty { warnings.append(.oddLength(odd)) }
    let letters = serials.filter {
      $0.rawValue.utf8.contains { $0 | 0x20 == 0x6F || $0 | 0x20 == 0x69 }
    }
    if !letters.isEmpty { warnings.append(.letters(letters)) }
    if !serials.isEmpty { warnings.append(.neverSeen(serials)) }
    return warnings
  }

  /// Serial numbers to be given something that were never seen here, each once, in the order asked for.
  private func newSerials(of given: [PlannedPair]) -> [SerialNumber] {
    var met: Set<SerialNumber> = []
    return given.compactMap { planned in
      guard case .device(let serial) = planned.pair.holder, !facts.seen.contains(serial),
        met.insert(serial).inserted
      else { return nil }
      return serial
    }
  }
}
