import Foundation

/// The processes of the machine, from /proc: a bare Debian has no ps.
enum ProcessTable {
  /// The children of a process.
  static func children(of parent: String) throws -> [pid_t] {
    try FileManager.default.contentsOfDirectory(atPath: "/proc").compactMap(pid_t.init).filter {
      fields(of: $0)?.dropFirst().first == parent
    }
  }

  /// Whether a process still runs; one that ended and that nobody asked about stays as a zombie, for ever where no init is.
  static func isRunning(_ process: pid_t) -> Bool {
    guard let state = fields(of: process)?.first else { return false }
    return !["Z", "X"].contains(state)
  }

  /// What follows the name, which may hold anything: the state, the parent, and more.
  private static func fields(of process: pid_t) -> [String]? {
    let stat = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
    return stat?.components(separatedBy: ") ").last?.split(separator: " ").map(String.init)
  }
}
