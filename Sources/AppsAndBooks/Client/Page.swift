/// The fields by which the pages of a list hang together (service-api.md section 7); each may be missing.
package struct Paging: Hashable, Sendable {
  /// The index of this page.
  package var currentPageIndex: Int?
  /// The index of the page after it; none on the last page.
  package var nextPageIndex: Int?
  /// The number of pages.
  package var totalPages: Int?
  /// The number of rows on this page, as the service says it.
  package var size: Int?
  /// The version of the list this page was made from.
  package var versionID: String?

  /// Describes a page's place; what is not named is not known.
  package init(
    currentPageIndex: Int? = nil, nextPageIndex: Int? = nil, totalPages: Int? = nil,
    size: Int? = nil, versionID: String? = nil
  ) {
    self.currentPageIndex = currentPageIndex
    self.nextPageIndex = nextPageIndex
    self.totalPages = totalPages
    self.size = size
    self.versionID = versionID
  }
}

/// What every answer that is one page of a list tells.
package protocol PagedAnswer: Sendable {
  /// The page's place in the list.
  var paging: Paging { get }
  /// The fields beside the rows.
  var meta: ResponseMeta { get }
  /// The number of rows really on the page.
  var count: Int { get }
}

/// One page of a list, as values.
package struct Page<Element: Sendable>: PagedAnswer {
  /// The rows, in the service's order.
  package var elements: [Element]
  /// The page's place in the list.
  package var paging: Paging
  /// The fields beside the rows.
  package var meta: ResponseMeta

  /// Joins rows and fields.
  package init(elements: [Element], paging: Paging = Paging(), meta: ResponseMeta = ResponseMeta())
  {
    self.elements = elements
    self.paging = paging
    self.meta = meta
  }

  /// The number of rows really on the page.
  package var count: Int { elements.count }
  /// The index of this page.
  package var currentPageIndex: Int? { paging.currentPageIndex }
  /// The index of the page after it; none on the last page.
  package var nextPageIndex: Int? { paging.nextPageIndex }
  /// The number of pages.
  package var totalPages: Int? { paging.totalPages }
  /// The number of rows, as the service says it.
  package var size: Int? { paging.size }
  /// The version of the list.
  package var versionID: String? { paging.versionID }
}

extension Page: Equatable where Element: Equatable {}
