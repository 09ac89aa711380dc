/// Paging, the same for the three lists (service-api.md section 7).
extension SimulatedLocation {
  /// Makes the page that the call asks for.
  ///
  /// - Parameters:
  ///   - name: the array's member.
  ///   - count: the records of the whole, filtered list.
  ///   - row: appends the record at this position as a JSON object.
  func page(
    _ exchange: Exchange, _ name: String, count: Int, version: String,
    row: (Int, inout [UInt8]) -> Void
  ) throws -> Reply {
    let first = switches.pageCounting == .fromOne ? 1 : 0
    let size = switches.pageCounting == .absent ? max(1, count) : options.pageSize
    let pages = max(1, (count + size - 1) / size)
    let index = try exchange.call.number("pageIndex") ?? first
    var isNeverEnding = false
    if case .badPaging(.neverEnding) = exchange.fault { isNeverEnding = true }
    guard index >= first, index - first < pages || isNeverEnding else { throw ServiceFailure(9650) }
    let start = min(count, (index - first) * size)
    let end = min(count, start + size)

    var json = JSONText(capacity: (end - start) * 96 + 512)
    json.beginObject()
    if count > 0 || switches.emptyPage != .noArray {
      json.beginArray(name)
      for position in start..<end { json.element { row(position, &$0) } }
      json.endArray()
    }
    if switches.pageCounting != .absent {
      json.set("currentPageIndex", index)
      if let next = nextIndex(exchange, index: index, last: first + pages - 1) {
        json.set("nextPageIndex", next)
      }
      json.set("totalPages", count == 0 && switches.emptyPage == .zeroPages ? 0 : pages)
      json.set("size", end - start)
    }
    json.set("versionId", version)
    writeCommon(exchange, into: &json)
    json.endObject()
    return .json(json)
  }

  private func nextIndex(_ exchange: Exchange, index: Int, last: Int) -> Int? {
    if case .badPaging(let kind) = exchange.fault {
      return switch kind {
      case .notGrowing: index
      case .repeating: 0
      case .neverEnding: index + 1
      }
    }
    return index < last ? index + 1 : nil
  }

  /// The filter of a call as one text, for version ids that differ by filter.
  func scope(_ exchange: Exchange) -> String {
    guard switches.versionPerFilter else { return "" }
    let ignored: Set<String> = ["pageIndex", "sinceVersionId"]
    return exchange.call.query.filter { !ignored.contains($0.key) }
      .map { "\($0.key)=\($0.value)" }.sorted().joined(separator: "&")
  }
}
