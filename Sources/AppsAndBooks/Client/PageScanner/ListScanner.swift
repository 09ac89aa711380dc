/// Reads the rows of one list, each from its opening brace to its closing one.
protocol RowReader {
  /// The member of the body that holds the rows.
  static var listName: String { get }
  /// Takes one row. `scanner` stands before it, blanks already skipped.
  mutating func readRow(_ scanner: inout JSONScanner) throws(ScanError)
}

/// Reads the body of a list endpoint: the rows, the paging fields and the fields beside, in any order.
enum ListScanner {
  /// What stands beside the rows.
  struct Fields {
    var paging = Paging()
    var meta = ResponseMeta()
    var errorNumber: Int?
    /// Whether the member that holds the rows is there, be it null.
    var namesRows = false
  }

  /// Reads a body into `rows`.
  ///
  /// - Throws: `BodyError` with the position. Nothing of the page is to be used then.
  static func read(
    _ body: [UInt8], into rows: inout some RowReader
  ) throws(BodyError) -> Reply<Fields> {
    let fields: Fields
    do {
      fields = try scan(body, into: &rows)
    } catch {
      throw error.bodyError
    }
    guard fields.errorNumber ?? 0 != 0 else {
      // An object that just ends where it may would else be an empty list, and every row would be gone.
      guard fields.namesRows || fields.paging != Paging() else {
        throw BodyError(reason: "it is no page of a list: neither rows nor a page are named")
      }
      return .answer(fields, fields.meta)
    }
    // An error of the service is small and rare: the common way reads its texts.
    return try JSONBody.read(body, as: FailureWire.self) { _, _ in fields }
  }

  /// Checks a body that is read otherwise: one JSON object, no member named twice in any object.
  static func check(_ body: [UInt8]) throws(BodyError) {
    var rows = NoRows()
    do {
      _ = try scan(body, into: &rows)
    } catch {
      throw error.bodyError
    }
  }

  private struct NoRows: RowReader {
    static let listName = ""
    mutating func readRow(_ scanner: inout JSONScanner) throws(ScanError) {
      try scanner.skipValue(depth: 3)
    }
  }

  private static func scan<Rows: RowReader>(
    _ body: [UInt8], into rows: inout Rows
  ) throws(ScanError) -> Fields {
    // `withUnsafeBytes` forwards no typed error, so the result comes out as a value.
    let result: Result<Fields, ScanError> = body.withUnsafeBytes { bytes in
      do throws(ScanError) {
        return .success(try scan(bytes, into: &rows))
      } catch {
        return .failure(error)
      }
    }
    return try result.get()
  }

  private static func scan<Rows: RowReader>(
    _ bytes: UnsafeRawBufferPointer, into rows: inout Rows
  ) throws(ScanError) -> Fields {
    var scanner = try JSONScanner(bytes)
    let first = try scanner.peek()
    guard first == UInt8(ascii: "{") else {
      throw scanner.problem(first == UInt8(ascii: "<") ? .html : .notAnObject)
    }
    scanner.at += 1
    var fields = Fields()
    var names = MemberNames()
    var isFirst = true
    while try scanner.hasMember(isFirst: isFirst) {
      isFirst = false
      let name = try scanner.memberName()
      try names.add(name, in: scanner)
      try member(scanner.string(name), of: &scanner, &fields, &rows)
    }
    scanner.skipBlanks()
    guard scanner.at == scanner.count else { throw scanner.problem(.trailing) }
    return fields
  }

  private static func member<Rows: RowReader>(
    _ name: String, of scanner: inout JSONScanner, _ fields: inout Fields, _ rows: inout Rows
  ) throws(ScanError) {
    switch name {
    case Rows.listName:
      fields.namesRows = true
      try readRows(of: &scanner, &rows)
    case "currentPageIndex": fields.paging.currentPageIndex = try scanner.intOrNull()
    case "nextPageIndex": fields.paging.nextPageIndex = try scanner.intOrNull()
    case "totalPages": fields.paging.totalPages = try scanner.intOrNull()
    case "size": fields.paging.size = try scanner.intOrNull()
    case "versionId": fields.paging.versionID = try scanner.stringOrNull()
    case "uId": fields.meta.uID = try scanner.stringOrNull()
    case "mdmInfo": fields.meta.mdmInfo = try owner(of: &scanner)
    case "tokenExpirationDate":
      fields.meta.tokenExpirationDate = try scanner.stringOrNull().flatMap(ServiceDate.parse)
    case "errorNumber": fields.errorNumber = try scanner.intOrNull()
    default: try scanner.skipValue(depth: 2)
    }
  }

  private static func readRows(
    of scanner: inout JSONScanner, _ rows: inout some RowReader
  ) throws(ScanError) {
    guard try scanner.take(UInt8(ascii: "[")) else {
      guard try scanner.takeNull() else { throw scanner.problem(.wrongType) }
      return
    }
    if try scanner.take(UInt8(ascii: "]")) { return }
    repeat {
      guard try scanner.peek() == UInt8(ascii: "{") else { throw scanner.problem(.rowIsNoObject) }
      try rows.readRow(&scanner)
    } while try scanner.take(UInt8(ascii: ","))
    try scanner.expect(UInt8(ascii: "]"))
  }

  private static func owner(of scanner: inout JSONScanner) throws(ScanError) -> MDMInfo? {
    guard try scanner.take(UInt8(ascii: "{")) else {
      guard try scanner.takeNull() else { throw scanner.problem(.wrongType) }
      return nil
    }
    var wire = MetaWire.Owner()
    var names = MemberNames()
    var isFirst = true
    while try scanner.hasMember(isFirst: isFirst) {
      isFirst = false
      let name = try scanner.memberName()
      try names.add(name, in: scanner)
      switch scanner.string(name) {
      case "id": wire.id = try scanner.stringOrNull()
      case "name": wire.name = try scanner.stringOrNull()
      case "metadata": wire.metadata = try scanner.stringOrNull()
      default: try scanner.skipValue(depth: 3)
      }
    }
    return wire.info
  }
}
