import AppsAndBooks
import LocationStore
import Screen

/// Finds the rows of a list, off the main actor.
package enum RowsFinder {
  /// Filters, sorts and arranges: pinned pairs first, then what the master holds, then the rest.
  ///
  /// - Throws: `CancellationError` only.
  @concurrent
  package static func find(_ request: RowsRequest) async throws -> RowsAnswer {
    var answer = RowsAnswer(request)
    guard let scope = scope(of: request) else {
      arrange(RowList(), in: &answer)
      return answer
    }
    let list = try await request.snapshot.rows(
      of: request.list.kind, filter: request.filter, sort: request.sort, scope: scope,
      states: request.states)
    arrange(list, in: &answer)
    try Task.checkCancellation()
    answer.position = request.keep.flatMap(answer.place)
    if !request.filter.isEmpty, !request.marks.isEmpty {
      answer.hidden = hidden(in: answer)
    }
    return answer
  }

  /// The part of the list; nil where the snapshot does not know the subject.
  private static func scope(of request: RowsRequest) -> ListScope? {
    guard request.list == .assignments else { return .all }
    switch request.subject {
    case .everything: return .all
    case .asset(let id): return request.snapshot.assets.index(of: id).map(ListScope.ofAsset)
    case .holder(let holder): return request.snapshot.reference(of: holder).map(ListScope.ofHolder)
    }
  }

  private static func arrange(_ list: RowList, in answer: inout RowsAnswer) {
    let request = answer.request
    answer.total = list.total
    answer.matched = list.count
    answer.rows = list.rows
    // No more of an id is shown, however long it is.
    answer.idWidth = min(Shown.limit, idWidth(of: request))
    if request.list == .assets, case .holder(let holder) = request.subject {
      putHeldFirst(holder, in: &answer)
    }
    guard request.list.kind == .assignments, !request.pins.isEmpty else { return }
    let pinnedRows = Set(request.pins.compactMap { request.snapshot.row(of: $0).map(Int32.init) })
    let shown = Set(list.rows.lazy.filter(pinnedRows.contains))
    answer.rows.removeAll { pinnedRows.contains($0) }
    answer.pins = request.pins.filter { pair in
      if let row = request.snapshot.row(of: pair) { return shown.contains(Int32(row)) }
      return passes(pair, request)
    }
  }

  private static func putHeldFirst(_ holder: Holder, in answer: inout RowsAnswer) {
    let snapshot = answer.snapshot
    guard let reference = snapshot.reference(of: holder) else { return }
    let table = snapshot.assignments
    let held = Set(table.rows(of: reference).map { Int32(table.assetIndex($0)) })
    let first = answer.rows.filter { held.contains($0) }
    answer.held = first.count
    answer.rows = first + answer.rows.filter { !held.contains($0) }
  }

  /// Whether a pair that the list does not have yet passes the filter, by its words alone.
  private static func passes(_ pair: Assignment, _ request: RowsRequest) -> Bool {
    if request.filter.isEmpty { return true }
    let name =
      request.snapshot.assets.index(of: pair.asset).map(request.snapshot.assets.displayName) ?? ""
    let word = request.states.words[pair] ?? ""
    let haystack = [name, pair.asset.adamID.rawValue, pair.holder.text, word]
      .joined(separator: " ").lowercased()
    return request.filter.text.lowercased().split(separator: " ").allSatisfy { word in
      let excludes = word.first == "!"
      let plain = word.drop { $0 == "!" }
      let value = plain.split(separator: ":", maxSplits: 1).last ?? plain
      return haystack.contains(value) != excludes
    }
  }

  private static func hidden(in answer: RowsAnswer) -> [RowID] {
    var wanted: [Int32: RowID] = [:]
    for id in answer.request.marks {
      if case .assignment(let pair) = id, answer.pins.contains(pair) { continue }
      if let row = answer.row(of: id) { wanted[Int32(row)] = id }
    }
    for row in answer.rows where wanted[row] != nil { wanted[row] = nil }
    return wanted.sorted { $0.key < $1.key }.map(\.value)
  }

  private static func idWidth(of request: RowsRequest) -> Int {
    switch request.list {
    case .users: request.snapshot.users.longestID
    case .devices: request.snapshot.devices.longestSerial
    case .assets: 0
    case .assignments, .allAssignments:
      request.list == .assignments && request.subject.isHolder
        ? 0 : max(request.snapshot.users.longestID, request.snapshot.devices.longestSerial)
    }
  }
}

extension Subject {
  /// Whether it is a user or a device.
  package var isHolder: Bool { if case .holder = self { true } else { false } }
}
