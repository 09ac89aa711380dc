/// The bodies of the three list endpoints as pages.
enum ListBody {
  static func assets(_ body: [UInt8]) throws(BodyError) -> Reply<Page<Asset>> {
    var rows = AssetRows(bodyCount: body.count)
    return try ListScanner.read(body, into: &rows).map {
      Page(elements: rows.assets, paging: $0.paging, meta: $0.meta)
    }
  }

  static func users(_ body: [UInt8]) throws(BodyError) -> Reply<Page<ClientUser>> {
    var rows = UserRows(bodyCount: body.count)
    return try ListScanner.read(body, into: &rows).map {
      Page(elements: rows.users, paging: $0.paging, meta: $0.meta)
    }
  }

  static func assignments(_ body: [UInt8]) throws(BodyError) -> Reply<AssignmentsPage> {
    var rows = AssignmentRows(bodyCount: body.count)
    return try ListScanner.read(body, into: &rows).map {
      AssignmentsPage(
        paging: $0.paging, meta: $0.meta, bytes: rows.extra.isEmpty ? body : body + rows.extra,
        rows: rows.rows)
    }
  }
}

extension Reply {
  fileprivate func map<Other>(_ transform: (Answer) -> Other) -> Reply<Other> {
    switch self {
    case .answer(let answer, let meta): .answer(transform(answer), meta)
    case .failure(let failure, let meta): .failure(failure, meta)
    }
  }
}
