/// Paging, the same for the three lists (service-api.md section 7).
extension SimulatedLocation {
  /// Makes the page that the call asks for, of a filtered list with `count` records.
  ///
  /// `row` appends the record at a position as a JSON object to the array called `name`.
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
    if switches.unknownMembers { Self.writeUnknown(into: &json) }
    if !switches.arrayLast { writeArray(name, start..<end, of: count, into: &json, row: row) }
    if switches.pageCounting != .absent {
      json.set("currentPageIndex", index)
      if let next = nextIndex(exchange, index: index, last: first + pages - 1) {
        json.set("nextPageIndex", next)
      } else if switches.nullsForMissing {
        json.setNull("nextPageIndex")
      }
      json.set("totalPages", count == 0 && switches.emptyPage == .zeroPages ? 0 : pages)
      json.set("size", end - start)
    }
    json.set("versionId", version)
    writeCommon(exchange, into: &json)
    if switches.arrayLast { writeArray(name, start..<end, of: count, into: &json, row: row) }
    json.endObject()
    return .json(json)
  }

  private func writeArray(
    _ name: String, _ positions: Range<Int>, of count: Int, into json: inout JSONText,
    row: (Int, inout [UInt8]) -> Void
  ) {
    if count == 0 && switches.emptyPage == .noArray { return }
    json.beginArray(name)
    for position in positions { json.element { row(position, &$0) } }
    json.endArray()
  }

  /// A member that no client knows, with every kind of JSON inside it.
  static func writeUnknown(into json: inout JSONText) {
    json.beginObject("xUnknown")
    json.set("text", "}],\"{\\")
    json.set("number", -1)
    json.set("truth", true)
    json.setNull("nothing")
    json.beginArray("list")
    json.endArray()
    json.endObject()
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
