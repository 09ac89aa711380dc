import AppsAndBooks
import Files
import LocationStore
import Operations

/// The exit codes of product.md section 3.
enum ExitStatus: Int32, Sendable {
  /// Done, nothing to do, planned.
  case done = 0
  /// Done in part, refused by the plan, rejected by the service.
  case partial = 1
  /// Token or permission.
  case token = 2
  /// Service not reached.
  case unreachable = 3
  /// Outcome unknown or pending.
  case unknown = 4
  /// Another client, or another Purser.
  case owner = 5
  /// Local storage.
  case storage = 6
  /// Usage and input files.
  case usage = 64
}

/// Why a command ends: its exit code, and what the person reads.
struct ToolError: Error, Equatable {
  let code: Int32
  /// What happened, what was and was not changed, what to do next; empty where all is said already.
  let message: String

  /// An error with a code of the table.
  init(_ status: ExitStatus, _ message: String) {
    code = status.rawValue
    self.message = message
  }

  /// A command that has printed its outcome and ends with a code.
  init(silent code: Int32) {
    self.code = code
    message = ""
  }

  /// What a command says at its end that is refused before anything went out.
  static let nothingSent = " Nothing was sent."

  /// The message without that ending, to stand among others.
  var sentence: String {
    message.hasSuffix(Self.nothingSent)
      ? String(message.dropLast(Self.nothingSent.count)) : message
  }

  /// The code and the text of any room's error.
  init(_ error: any Error) {
    switch error {
    case let error as ToolError: self = error
    case let error as FileError: self.init(.storage, error.description)
    case let error as Configuration.Problem: self.init(.usage, error.description)
    case let error as ServiceAddress.Refusal: self.init(.usage, error.description)
    case let error as CSVProblems: self.init(.usage, error.description)
    case let error as APIError: self.init(api: error)
    case let error as OperationsError:
      self.init(code: error.exitCode, error.description)
    case let error as LocationStoreError: self.init(.unreachable, error.description)
    case is CancellationError: self.init(.unknown, "Interrupted.")
    default: self.init(.storage, "\(error)")
    }
  }

  private init(code: Int32, _ message: String) {
    self.code = code
    self.message = message
  }

  private init(api error: APIError) {
    let status: ExitStatus =
      error.isTokenProblem || error.isPermissionProblem || error.kind == .wrongLocation
      ? .token : .unreachable
    var text = error.description
    if case .transport = error.kind {
      text += " Try again; lists can be read from the cache with --offline."
    }
    self.init(status, text)
  }
}
