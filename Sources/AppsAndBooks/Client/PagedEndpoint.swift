/// A call whose answer is one page of a list.
package protocol PagedEndpoint: Endpoint where Answer: PagedAnswer {
  /// The page asked for; the first one if `nil`.
  var pageIndex: Int? { get set }
}
