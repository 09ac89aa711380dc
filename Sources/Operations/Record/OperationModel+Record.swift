import AppsAndBooks
import FoundationEssentials

extension OperationModel {
  /// What is published: the model as it stands.
  var record: OperationRecord {
    var record = OperationRecord(
      number: number, kind: intent.kind, pairs: pairRecords, startedAt: startedAt, by: intent.by,
      service: intent.service)
    record.moves = moves
    record.users = userRecords
    record.state = state(of: record.units)
    record.alreadySo = intent.alreadySo
    record.leftOut = leftOut
    record.leftOutHolders = leftOutHolders
    record.occupied = intent.occupied
    record.endedAt = endedAt
    record.reason = intent.reason
    record.events = requests.compactMap { request in
      if case .accepted(let id) = request.phase { id } else { nil }
    }
    record.requestsSent = earlierPosts + requests.reduce(0) { $0 + $1.sentCount }
    record.requestsAccepted = record.events.count
    record.requestsPlanned = requests.count
    record.isRequestInFlight = isBeingSent && requests.contains { $0.phase == .sending }
    record.looks = looks
    record.hold = hold
    record.notes = notes
    record.undoes = intent.undoes
    if isOpen {
      record.nextLook = nextLook
      record.certainAt = requests.filter(\.isUnknown).compactMap(\.certainAt).max()
      record.unknownSince = requests.filter(\.isUnknown).compactMap(\.sentAt).min()
    }
    return record
  }

  private var leftOut: [ImpossiblePair] {
    intent.leftOut.compactMap { left in
      guard let asset = left.asset, let pair = intent.assignment(asset, left.holder),
        let reason = ImpossibleReason(rawValue: left.reason)
      else { return nil }
      return ImpossiblePair(pair: pair, reason: reason)
    }
  }

  private var leftOutHolders: [ImpossibleHolder] {
    intent.leftOut.compactMap { left in
      guard left.asset == nil, intent.holders.indices.contains(left.holder),
        let holder = intent.holders[left.holder].holder,
        let reason = ImpossibleReason(rawValue: left.reason)
      else { return nil }
      return ImpossibleHolder(holder: holder, reason: reason)
    }
  }

  private var notes: [String] {
    requests.compactMap { request in
      switch request.phase {
      case .unknown(let cause): cause
      case .notSent(let cause): cause
      default: request.note
      }
    }
  }

  private func state(of units: [PairState]) -> OperationState {
    if units.isEmpty { return .nothing }
    if isSending { return .sending }
    var words: [String: Int] = [:]
    for state in units { words[state.word, default: 0] += 1 }
    func has(_ word: String) -> Bool { words[word, default: 0] > 0 }
    if has("pending") || has("applied") { return .pending }
    if has("unknown") { return .unknown }
    if has("not sent") { return .held }
    if has("failed") { return has("done") ? .partial : .rejected }
    return .done
  }
}
