import Foundation
import Glibc

/// A run of the real binary, or of a shell around it, whose output is collected while it goes on.
final class RealProcess: Sendable {
  /// What it left behind.
  struct Result {
    var code: Int32
    var output: String
    var errors: String
    var pid: Int32
  }

  static let binary = SourceFile.root + "/.build/debug/purser"

  private let process: Process
  private let output = Collected()
  private let errors = Collected()
  private let ends = DispatchGroup()

  var pid: Int32 { process.processIdentifier }
  var isRunning: Bool { process.isRunning }

  init(
    _ arguments: [String], _ environment: [String: String], program: String = RealProcess.binary
  ) throws {
    process = Process()
    process.executableURL = URL(filePath: program)
    process.arguments = arguments
    process.environment = environment
    process.standardInput = FileHandle.nullDevice
    for (collected, isOutput) in [(output, true), (errors, false)] {
      let pipe = Pipe()
      if isOutput { process.standardOutput = pipe } else { process.standardError = pipe }
      ends.enter()
      let handle = pipe.fileHandleForReading
      let ends = ends
      // A thread of its own: one that waits in the pool would keep the service from answering.
      Thread.detachNewThread {
        while case let piece = handle.availableData, !piece.isEmpty { collected.add(Array(piece)) }
        ends.leave()
      }
    }
    try process.run()
  }

  /// Waits for its end.
  func end() async -> Result {
    await withCheckedContinuation { continuation in
      Thread.detachNewThread { [self] in
        process.waitUntilExit()
        ends.wait()
        continuation.resume()
      }
    }
    return Result(
      code: process.terminationStatus, output: output.text, errors: errors.text, pid: pid)
  }

  /// Ends it without a chance to tidy up, and waits.
  @discardableResult
  func kill() async -> Result {
    Glibc.kill(pid, SIGKILL)
    return await end()
  }
}
