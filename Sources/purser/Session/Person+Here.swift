import Files
import Glibc
import Operations
import SystemPackage

extension Person {
  /// Who runs this process.
  static func here(_ context: ToolContext) -> Person {
    let environment = context.environment
    let bootID = try? DurableFile.read(
      "/proc/sys/kernel/random/boot_id", limit: 64, on: context.files)
    return Person(
      login: loginName ?? environment["LOGNAME"] ?? "uid \(geteuid())",
      sudoUser: environment["SUDO_USER"], userID: geteuid(), host: hostName,
      tty: ttyname(0).map { String(cString: $0) },
      sshClient: environment["SSH_CONNECTION"]?.split(separator: " ").first.map(String.init),
      pid: getpid(), bootID: bootID.map { String(decoding: $0, as: UTF8.self).trimmed } ?? "",
      version: PurserVersion.text)
  }

  /// This machine's name.
  static var hostName: String {
    var buffer = [CChar](repeating: 0, count: 256)
    guard gethostname(&buffer, buffer.count - 1) == 0 else { return "this host" }
    return String(
      decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  private static var loginName: String? {
    getpwuid(geteuid()).map { String(cString: $0.pointee.pw_name) }
  }
}
