import AppsAndBooks
import ArgumentParser
import Files
import SystemPackage
import TestSupport

@testable import purser

/// What the readers of input files need: a session on a simulated location, and what they said.
struct InputBench {
  let rig: ToolRig
  let session: LocationSession
  let naming: Naming
  let context: ToolContext
  private let errors = Collected()

  init() async throws {
    var rig = try await ToolRig()
    rig.environment["PURSER_TOKEN_FILE"] = try rig.writeToken()
    self.rig = rig
    context = rig.context(Collected(), errors)
    session = try await LocationSession.open(try CommonOptions.parse([]), .reading, context)
    naming = Naming(session)
  }

  /// What was said on standard error, line by line.
  var said: [String] {
    context.errors.flush()
    return errors.text.split(separator: "\n").map(String.init)
  }

  /// Writes a file; its name is short, so that messages can be compared whole.
  func write(_ text: String) throws -> String {
    try rig.folder.write("in.csv", Array(text.utf8)).string
  }

  /// The rows of a list of swaps.
  func map(_ text: String, isQuiet: Bool = false) async throws -> [MapRow] {
    try await MapFile.read(try write(text), naming, isQuiet: isQuiet, context)
  }

  /// The users of a list.
  func users(_ text: String, isQuiet: Bool = false) async throws -> [UserChange] {
    try await UserFile.read(try write(text), isQuiet: isQuiet, context)
  }

  /// The message of a refusal, without the folder; 64 is its code.
  func refusal(_ body: () async throws -> Void) async -> String {
    do {
      try await body()
      return "taken"
    } catch let error as ToolError {
      return error.code == ExitStatus.usage.rawValue
        ? error.message.replacing(rig.folder.path.string + "/", with: "") : "code \(error.code)"
    } catch {
      return "\(error)"
    }
  }
}

extension Holder {
  /// A device.
  static func serial(_ text: String) -> Holder { .device(SerialNumber(rawValue: text)) }
  /// A client user.
  static func user(_ text: String) -> Holder { .clientUser(ClientUserID(rawValue: text)) }
}
