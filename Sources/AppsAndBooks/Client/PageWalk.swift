/// Which pages of a list are still to be read, by the rules of product.md section 4; a value without any waiting.
struct PageWalk {
  /// More pages than this is an error, never a loop.
  static let maxPages = 20_000
  /// No sane index reaches this; below it sums can't overflow.
  private static let maxIndex = 1 << 40

  let operation: String
  private(set) var versionID: String?
  private(set) var moved = false
  var handedOver = 0

  private let had: Set<Int>
  private var firstIndex = 0
  private var next = 0
  private var last = -1
  /// The next index that each answered page named; `nil` inside where it named none.
  private var named: [Int: Int?] = [:]
  private var missing: Set<Int> = []

  init(operation: String, resuming: WalkProgress?) {
    self.operation = operation
    had = resuming?.pageIndexes ?? []
    versionID = resuming?.versionID
  }

  /// Pages known by now, those that were had before included.
  var expectedPages: Int { max(1, last - firstIndex + 1) }

  /// Whether the page was not had before.
  func isNew(_ index: Int) -> Bool { !had.contains(index) }

  /// Takes the first page, which was asked without an index; returns its index.
  mutating func start(with paging: Paging) throws(APIError) -> Int {
    firstIndex = paging.currentPageIndex ?? 0
    guard (0..<Self.maxIndex).contains(firstIndex) else {
      throw problem("it begins with page \(firstIndex)")
    }
    note(version: paging.versionID)
    last = firstIndex
    try note(next: paging.nextPageIndex, of: firstIndex)
    guard let following = paging.nextPageIndex else {
      next = firstIndex + 1
      return firstIndex
    }
    next = following
    let total = max(0, min(paging.totalPages ?? 0, Self.maxIndex))
    last = max(following, firstIndex + total - 1)
    try checkCount()
    return firstIndex
  }

  /// The next page to ask for, if there is one by now.
  mutating func takeNext() -> Int? {
    while next <= last {
      defer { next += 1 }
      if isNew(next) { return next }
    }
    return nil
  }

  /// Takes a page that was asked by its index.
  mutating func note(_ paging: Paging, of index: Int) throws(APIError) {
    if let current = paging.currentPageIndex, current != index {
      throw problem("asked for page \(index), it answered with page \(current)")
    }
    note(version: paging.versionID)
    try note(next: paging.nextPageIndex, of: index)
  }

  /// Takes «no such page» (9650) for a page.
  mutating func noteMissing(_ index: Int) { missing.insert(index) }

  /// Checks at the end that «no such page» was only said behind the real last page.
  func finish() throws(APIError) {
    guard let first = missing.min() else { return }
    let isTail = (first...last).allSatisfy { missing.contains($0) }
    let namedBefore = named[first - 1] ?? nil
    guard isTail, namedBefore == nil, named[first - 1] != nil || had.contains(first - 1) else {
      throw problem("page \(first) is missing, and more pages were named")
    }
  }

  private mutating func note(version: String?) {
    guard let version else { return }
    if versionID == nil { versionID = version }
    if versionID != version { moved = true }
  }

  private mutating func note(next following: Int?, of index: Int) throws(APIError) {
    named[index] = .some(following)
    guard let following else { return }
    guard following > index, following < Self.maxIndex else {
      throw problem("after page \(index) it names page \(following)")
    }
    if index != firstIndex || last > firstIndex { last = max(last, following) }
    try checkCount()
  }

  private func checkCount() throws(APIError) {
    guard last - firstIndex < Self.maxPages else {
      throw problem("it tells of more than \(Self.maxPages) pages")
    }
  }

  private func problem(_ text: String) -> APIError {
    APIError(operation: operation, kind: .paging(text))
  }
}
