/// Takes the rows of an assignments page without a String per row (performance.md section 3).
///
/// The buffers hold UTF-8, already unescaped, and are valid only for the time of the call.
package protocol AssignmentSink {
  /// Takes one row.
  mutating func add(
    adamID: UnsafeRawBufferPointer, pricingParam: UnsafeRawBufferPointer, holderIsDevice: Bool,
    holder: UnsafeRawBufferPointer)
}

/// One page of Get Assignments: the bytes of the body and where in it the rows stand.
///
/// It is checked when made: every row has an identity. Reading the rows can't fail.
package struct AssignmentsPage: PagedAnswer {
  /// The page's place in the list.
  package var paging: Paging
  /// The fields beside the rows.
  package var meta: ResponseMeta
  /// The rows' texts, one after the other.
  let bytes: [UInt8]
  /// Where each row's texts stand.
  let rows: [RowPlace]

  /// Where the three texts of a row stand in `bytes`.
  struct RowPlace {
    var adamID: Range32
    var pricingParam: Range32
    var holder: Range32
    var holderIsDevice: Bool
  }

  /// A range of byte positions in eight bytes.
  struct Range32 {
    var start: UInt32
    var count: UInt32
  }

  /// The number of rows.
  package var count: Int { rows.count }

  /// Hands every row to the sink, in the service's order.
  ///
  /// Costs no allocation.
  package func add(to sink: inout some AssignmentSink) {
    bytes.withUnsafeBytes { all in
      for row in rows {
        sink.add(
          adamID: row.adamID.slice(of: all), pricingParam: row.pricingParam.slice(of: all),
          holderIsDevice: row.holderIsDevice, holder: row.holder.slice(of: all))
      }
    }
  }

  /// The rows as values; for small lists.
  package var assignments: [Assignment] {
    var list = AssignmentList()
    list.rows.reserveCapacity(count)
    add(to: &list)
    return list.rows
  }

  /// The same page with its rows as values; for small lists.
  package var asPage: Page<Assignment> {
    Page(elements: assignments, paging: paging, meta: meta)
  }
}

extension AssignmentsPage.Range32 {
  func slice(of all: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: all[Int(start)..<Int(start) + Int(count)])
  }
}

/// A sink that makes values.
private struct AssignmentList: AssignmentSink {
  var rows: [Assignment] = []

  mutating func add(
    adamID: UnsafeRawBufferPointer, pricingParam: UnsafeRawBufferPointer, holderIsDevice: Bool,
    holder: UnsafeRawBufferPointer
  ) {
    let asset = AssetID(
      AdamID(rawValue: String(decoding: adamID, as: UTF8.self)),
      PricingParam(rawValue: String(decoding: pricingParam, as: UTF8.self)))
    let text = String(decoding: holder, as: UTF8.self)
    rows.append(
      Assignment(
        asset: asset,
        holder: holderIsDevice
          ? .device(SerialNumber(rawValue: text)) : .clientUser(ClientUserID(rawValue: text))))
  }
}
