import AppsAndBooks
import Files
import SystemPackage

/// A content token and how it came here.
struct TokenSource: Sendable {
  let token: ContentToken
  /// 8 hex digits that tell tokens apart and give nothing away.
  let fingerprint: String
  /// The name under which it is kept, if it is.
  let name: LocationName?

  /// Reads a token's text; every way to be wrong is a token problem (2).
  init(_ text: TokenText, from origin: String, name: LocationName? = nil) throws {
    do {
      token = try ContentToken(bytes: text.bytes)
    } catch {
      throw ToolError(.token, "The token of \(origin) can't be used. \(error.description)")
    }
    fingerprint = text.fingerprint
    self.name = name
  }
}

extension ToolSettings {
  /// The token that the options, the environment or the configuration name.
  ///
  /// - Throws: `ToolError` with 2 for a token that can't be used or none at all, 64 where several are kept and none is named.
  func tokenSource(_ options: CommonOptions) throws -> TokenSource {
    if let path = options.tokenFile { return try source(file: path) }
    if let command = options.tokenCommand { return try source(command: command) }
    if let text = options.location { return try source(name: try keptName(text)) }
    if let path = context.environment["PURSER_TOKEN_FILE"], !path.isEmpty {
      return try source(file: path)
    }
    return try source(name: try defaultName())
  }

  /// A kept token.
  func source(name: LocationName) throws -> TokenSource {
    try tokenProblem {
      try TokenSource(store.token(named: name), from: "\(name)", name: name)
    }
  }

  /// The name of a kept token as it was typed.
  func keptName(_ text: String) throws -> LocationName {
    let names = try store.names()
    guard let name = LocationName(text), names.contains(name) else {
      throw ToolError(.usage, "No token is kept as '\(text.shortened)'. \(Self.listing(names))")
    }
    return name
  }

  /// The default location: the configuration's, else the only one.
  private func defaultName() throws -> LocationName {
    let names = try store.names()
    if let name = configuration.location {
      guard names.contains(name) else {
        throw ToolError(
          .usage,
          "config.toml names the location '\(name)', but no token is kept under that name. "
            + Self.listing(names))
      }
      return name
    }
    guard let first = names.first else {
      throw ToolError(
        .token, "No location is set up. Add its content token: purser token add FILE")
    }
    guard names.count == 1 else {
      throw ToolError(
        .usage,
        "Several locations are kept; name one with --location. "
          + Self.listing(names))
    }
    return first
  }

  private func source(file: String) throws -> TokenSource {
    try tokenProblem {
      try TokenSource(
        TokenFile.read(FilePath(file), on: context.files).token, from: file)
    }
  }

  private func source(command: String) throws -> TokenSource {
    let bytes = try TokenProgram.run(command)
    return try tokenProblem {
      try TokenSource(
        TokenText(trimming: bytes, from: "The output of --token-command"),
        from: "--token-command")
    }
  }

  /// Whatever is wrong with a token's file is a token problem, not one of storage.
  func tokenProblem<Value>(_ body: () throws -> Value) throws -> Value {
    do {
      return try body()
    } catch let error as FileError {
      throw ToolError(.token, error.description)
    }
  }

  static func listing(_ names: [LocationName]) -> String {
    names.isEmpty
      ? "None is kept yet: purser token add FILE"
      : "Kept: " + names.map(\.rawValue).joined(separator: ", ") + "."
  }
}
