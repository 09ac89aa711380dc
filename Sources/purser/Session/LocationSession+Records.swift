import Operations

extension LocationSession {
  /// Opens a location for a command that tells what was done: asks nobody, and needs no token where the location can be named.
  ///
  /// The journal is read; what is unfinished is told in one line (product.md section 3).
  /// - Throws: as `open`.
  static func openRecords(
    _ options: CommonOptions, _ context: ToolContext
  ) async throws -> LocationSession {
    var options = options
    options.offline = true
    let session = try await open(options, .offline, context)
    await session.operations.recover(following: false)
    for note in await session.operations.journalNotes {
      context.errors.line("purser: " + SafeText.line(note))
    }
    if !options.quiet { await session.tellUnfinished() }
    return session
  }

  /// Opens a location to read its open operations again; where its token can't be used, to read the journal alone.
  ///
  /// - Throws: as `open`, where nothing of the location is kept here either.
  static func openJournal(
    _ options: CommonOptions, _ context: ToolContext
  ) async throws -> LocationSession {
    do {
      return try await open(options, .reading, context)
    } catch let error as ToolError where !options.offline {
      var offline = options
      offline.offline = true
      guard let session = try? await open(offline, .offline, context) else { throw error }
      context.errors.line("purser: " + SafeText.lines(error.message))
      context.errors.line("purser: without the token, what follows is as the journal has it.")
      return session
    }
  }
}
