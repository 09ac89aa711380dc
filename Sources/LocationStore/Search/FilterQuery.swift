/// A filter as a person typed it (product.md section 6, «Filter»).
///
/// Words are ANDed; a word is a substring of any text column, `column:word` of one; number columns compare;
/// quotes keep blanks; `!` excludes. What is not understood is left out and told by `problems`.
package struct FilterQuery: Hashable, Sendable {
  /// The text as typed.
  package let text: String
  /// The list it is meant for.
  package let kind: ListKind
  /// What was not understood, one text each: an unknown column, a number that is none.
  package let problems: [String]
  /// What is searched for.
  let terms: [FilterTerm]

  /// Reads a filter; never fails.
  package init(_ text: String, for kind: ListKind) {
    self.text = text
    self.kind = kind
    var parser = FilterParser(kind: kind)
    parser.read(text)
    terms = parser.terms
    problems = parser.problems
  }

  /// Whether nothing is filtered.
  package var isEmpty: Bool { terms.isEmpty }
}

/// One condition of a filter.
struct FilterTerm: Hashable, Sendable {
  /// What a row is compared with.
  enum Test: Hashable, Sendable {
    /// The folded bytes occur in one of the columns.
    case text([UInt8], in: [ListColumn])
    /// The number of the column compares so.
    case number(ListColumn, NumberTest)
  }

  var test: Test
  var excludes: Bool
}

/// A comparison with a number.
struct NumberTest: Hashable, Sendable {
  enum Relation: String, Sendable {
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
    case equal = "="
  }

  var relation: Relation
  var number: Int

  /// Whether a value passes; unlimited is `Int.max`, unknown `nil` passes nothing.
  func passes(_ value: Int?) -> Bool {
    guard let value else { return false }
    return switch relation {
    case .less: value < number
    case .lessOrEqual: value <= number
    case .greater: value > number
    case .greaterOrEqual: value >= number
    case .equal: value == number
    }
  }
}
