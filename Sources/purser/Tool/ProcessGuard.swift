import CProcess
import Glibc

/// What is done before anything else so that the token can't leave by the side (reliability.md section 11).
enum ProcessGuard {
  /// Variables that would print headers, log TLS secrets or change trust.
  private static let leakingVariables = [
    "URLSessionDebugLibcurl", "URLSessionDebug", "SSLKEYLOGFILE",
    "URLSessionCertificateAuthorityInfoFile",
  ]

  /// Removes leaking variables, forbids cores and tracing, takes permissions from new files, and sets the heap up.
  static func harden() {
    for name in leakingVariables { unsetenv(name) }
    _ = purser_harden()
    purser_share_arena()
    signal(SIGPIPE, SIG_IGN)
  }
}

/// Ends the process with a code.
func exitProcess(_ code: Int32) -> Never {
  exit(code)
}
