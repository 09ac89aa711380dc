/// What a walk over all pages of a list saw.
package struct ListWalk: Hashable, Sendable {
  /// The version of the first page: what an increment asks from next time.
  package var versionID: String?
  /// Whether another page told another version: the list moved during the walk.
  package var moved: Bool
  /// Pages handed over, those the caller already had not counted.
  package var pages: Int

  /// Describes a walk.
  package init(versionID: String? = nil, moved: Bool = false, pages: Int = 0) {
    self.versionID = versionID
    self.moved = moved
    self.pages = pages
  }
}

/// What an interrupted walk had: its pages are not asked for again, but for the first one.
package struct WalkProgress: Hashable, Sendable {
  /// The version of the first page then.
  package var versionID: String?
  /// The indexes of the pages that were handed over.
  package var pageIndexes: Set<Int>

  /// Describes what was had.
  package init(versionID: String? = nil, pageIndexes: Set<Int> = []) {
    self.versionID = versionID
    self.pageIndexes = pageIndexes
  }
}

/// One page of a walk, and where in the list it stands.
package struct WalkedPage<Answer: PagedAnswer>: Sendable {
  /// The page.
  package var page: Answer
  /// Its index.
  package var index: Int
  /// The number of pages known by now, this one included.
  package var expectedPages: Int
}

extension APIClient {
  /// Reads every page of a list: the first, then the rest in parallel, at most five in flight and within the rate.
  ///
  /// The rules of product.md section 4 («What sync means»). `consume` gets the pages in the order of their arrival, the
  /// first page first, one at a time. A row may come twice when the list moves meanwhile.
  ///
  /// - Parameters:
  ///   - endpoint: the list; its own page index is not used.
  ///   - resuming: what an interrupted walk had; if the list has moved since, `moved` is true and `versionID` is the old one.
  ///   - consume: takes a page.
  /// - Returns: the version to go on from.
  /// - Throws: `APIError`, `CancellationError`, or what `consume` throws. Everything in flight is cancelled then.
  package func pages<E: PagedEndpoint>(
    _ endpoint: E, resuming: WalkProgress? = nil,
    consume: (WalkedPage<E.Answer>) async throws -> Void
  ) async throws -> ListWalk {
    try await learnLimits()
    var walk = PageWalk(operation: E.name, resuming: resuming)
    var first = endpoint
    first.pageIndex = nil
    let page = try await core.get(first)
    let index = try walk.start(with: page.paging)
    if walk.isNew(index) {
      try await consume(
        WalkedPage(page: page, index: index, expectedPages: walk.expectedPages))
      walk.handedOver += 1
    }
    try await readRest(of: endpoint, &walk, consume)
    return ListWalk(versionID: walk.versionID, moved: walk.moved, pages: walk.handedOver)
  }

  /// Learns the rate before a walk.
  ///
  /// A service that can't say is walked at the default rate.
  private func learnLimits() async throws {
    do {
      _ = try await serviceConfig()
    } catch is APIError {
      return
    }
  }

  private func readRest<E: PagedEndpoint>(
    of endpoint: E, _ walk: inout PageWalk, _ consume: (WalkedPage<E.Answer>) async throws -> Void
  ) async throws {
    let core = core
    try await withThrowingTaskGroup(of: (Int, PageResult<E.Answer>).self) { group in
      var inFlight = 0
      while true {
        while inFlight < RateLimit.maxInFlight, let next = walk.takeNext() {
          var request = endpoint
          request.pageIndex = next
          inFlight += 1
          group.addTask { [request] in (next, try await core.page(request)) }
        }
        guard let (index, result) = try await group.next() else { break }
        inFlight -= 1
        switch result {
        case .none: walk.noteMissing(index)
        case .some(let page):
          try walk.note(page.paging, of: index)
          try await consume(
            WalkedPage(page: page, index: index, expectedPages: walk.expectedPages))
          walk.handedOver += 1
        }
      }
    }
    try walk.finish()
  }
}

/// A page, or «no such page».
typealias PageResult<Answer> = Answer?

extension ClientCore {
  /// A page; `nil` where the service says that there is none (9650).
  func page<E: PagedEndpoint>(_ endpoint: E) async throws -> PageResult<E.Answer> {
    do {
      return try await get(endpoint)
    } catch let error as APIError where error.number == .noSuchPage {
      return nil
    }
  }
}
