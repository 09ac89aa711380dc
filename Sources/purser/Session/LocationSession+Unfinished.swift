import Operations

extension LocationSession {
  /// Opens a location for a command that only reads, and says in one line what is unfinished there (product.md section 3).
  ///
  /// - Throws: as `open`.
  static func openReading(
    _ options: CommonOptions, _ context: ToolContext
  ) async throws -> LocationSession {
    let session = try await open(options, .reading, context)
    await session.operations.recover(following: false)
    if !options.quiet { await session.tellUnfinished() }
    return session
  }

  /// Says on standard error which answers the journal could not take (reliability.md 7.4 step 5).
  func tellUnwritten() async {
    for answer in await operations.unwritten {
      settings.context.errors.line(SafeText.line("purser: \(answer.text)"))
    }
    settings.context.errors.flush()
  }

  /// Says on standard error how many operations are open; nothing where none is.
  func tellUnfinished() async {
    let count = await operations.records().count(where: \.state.isOpen)
    guard count > 0 else { return }
    let text = count == 1 ? "1 operation is unfinished" : "\(count) operations are unfinished"
    settings.context.errors.line("purser: \(text), see: purser operations --open")
    settings.context.errors.flush()
  }
}
