/// One thing wrong with a CSV file, with the place where it is.
package struct CSVProblem: Sendable, Equatable, CustomStringConvertible {
  /// The physical line, from 1.
  package let line: Int
  /// The field within the record, from 1; nothing where the line as a whole is meant.
  package let column: Int?
  /// What is wrong.
  package let sentence: String

  /// A problem at a place.
  package init(line: Int, column: Int? = nil, _ sentence: String) {
    self.line = line
    self.column = column
    self.sentence = sentence
  }

  package var description: String {
    column.map { "line \(line), column \($0): \(sentence)" } ?? "line \(line): \(sentence)"
  }
}

/// Why a CSV file is refused as a whole: up to fifty problems; nothing of the file is used.
package struct CSVProblems: Error, Equatable, CustomStringConvertible {
  /// The most that are listed.
  package static let limit = 50

  /// The first problems, in the order of the file.
  package let problems: [CSVProblem]

  /// The refusal with what was found.
  package init(_ problems: [CSVProblem]) {
    self.problems = Array(problems.prefix(Self.limit))
  }

  package var description: String {
    problems.map(\.description).joined(separator: "\n")
  }
}
