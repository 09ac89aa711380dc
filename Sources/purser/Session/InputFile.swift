import Files
import SystemPackage

/// CSV files that a person names.
enum InputFile {
  /// Reads a file, or standard input for `-`.
  ///
  /// `unnamed` is what the columns of a file without headers hold; columns of `wanted` that can't be told apart refuse it.
  static func read(
    _ path: String, unnamed: [CSVMeaning], wanted: [CSVMeaning], _ context: ToolContext
  ) throws -> CSVTable {
    do {
      let bytes =
        path == "-"
        ? try context.readInput(CSVTable.sizeLimit)
        : try DurableFile.read(FilePath(path), limit: CSVTable.sizeLimit, on: context.files)
      let table = try CSVTable(bytes, unnamed: unnamed)
      let twins = wanted.compactMap(table.ambiguity)
      if !twins.isEmpty { throw CSVProblems(twins) }
      return table
    } catch let error as FileError {
      throw ToolError(.usage, error.description + ToolError.nothingSent)
    } catch let error as CSVProblems {
      var mistakes = InputMistakes()
      for problem in error.problems { mistakes.add(path, problem) }
      throw mistakes.error(hidden: error.count - error.problems.count) ?? error
    }
  }

  /// Says on standard error what was understood.
  static func tell(
    _ table: CSVTable, _ meanings: [CSVMeaning], isKey: Bool = true, isQuiet: Bool,
    _ context: ToolContext
  ) {
    for meaning in meanings {
      let text = table.understood(meaning, isKey: isKey) { text in
        meaning != .serialNumber || Naming.serialProblem(text) == nil
      }
      if let text { tell(text, isQuiet: isQuiet, context) }
    }
  }

  /// Says how many rows were there already.
  static func tellRepeated(_ count: Int, isQuiet: Bool, _ context: ToolContext) {
    guard count > 0 else { return }
    let what = count == 1 ? "1 row repeats" : "\(Numbers.grouped(count)) rows repeat"
    tell("\(what) another and count once", isQuiet: isQuiet, context)
  }

  /// Says one line on standard error.
  static func tell(_ text: String, isQuiet: Bool, _ context: ToolContext) {
    if !isQuiet { context.errors.line("purser: " + SafeText.line(text)) }
  }
}

/// What is wrong in files, collected so that it is told at once: nothing of them is used then.
struct InputMistakes {
  private var files: [(path: String, problems: CSVProblems)] = []

  var isEmpty: Bool { files.isEmpty }

  mutating func add(_ path: String, _ problem: CSVProblem) {
    if files.last?.path != path { files.append((path, CSVProblems())) }
    files[files.count - 1].problems.add(problem)
  }

  /// Runs what reads one cell; a usage error is kept as a mistake of the cell, any other ends the reading.
  mutating func reading<Value>(
    _ path: String, _ cell: CSVTable.Cell, _ body: () async throws -> Value
  ) async throws -> Value? {
    do {
      return try await body()
    } catch let error as ToolError where error.code == ExitStatus.usage.rawValue {
      add(path, cell.problem(error.sentence))
      return nil
    }
  }

  /// The error that tells all of them, fifty of each file.
  var error: ToolError? { error() }

  /// `hidden` counts what was found and is not among them.
  func error(hidden: Int = 0, ending: String = "Nothing was sent.") -> ToolError? {
    guard !isEmpty else { return nil }
    let texts = files.map { "\($0.path) was not used:\n\($0.problems.description)" }
    let more = hidden > 0 ? ["and \(hidden) more."] : []
    return ToolError(.usage, (texts + more + [ending]).joined(separator: "\n"))
  }
}
