import Files
import Glibc
package import SystemPackage

/// A folder of its own for one test, removed with the value's last use.
package final class TemporaryFolder: Sendable {
  /// The folder, mode 0700.
  package let path: FilePath

  /// Makes a folder under the system's temporary one.
  package init() throws {
    var template = Array("/tmp/purser-test-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw Errno(rawValue: errno) }
    path = FilePath(
      String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self))
  }

  deinit { Self.remove(path) }

  /// Writes a file with a mode, whatever the umask.
  @discardableResult
  package func write(_ name: String, _ bytes: [UInt8], mode: UInt32 = 0o600) throws -> FilePath {
    let file = path.appending(name)
    let descriptor = try FileDescriptor.open(
      file, .writeOnly, options: [.create, .truncate], permissions: [.ownerReadWrite])
    try descriptor.closeAfter { _ = try descriptor.writeAll(bytes) }
    try setMode(name, mode)
    return file
  }

  /// Sets a mode of something inside.
  package func setMode(_ name: String, _ mode: UInt32) throws {
    guard path.appending(name).withPlatformString({ chmod($0, mode) }) == 0 else {
      throw Errno(rawValue: errno)
    }
  }

  private static func remove(_ path: FilePath) {
    let files = LinuxFileSystem()
    let status = try? files.status(at: path, followingLinks: false)
    guard status?.kind == .directory else {
      try? files.unlink(path)
      return
    }
    for name in (try? files.names(in: path)) ?? [] { remove(path.appending(name)) }
    _ = path.withPlatformString { rmdir($0) }
  }
}
