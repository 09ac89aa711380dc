import NIOCore

extension Channel {
  /// Makes the next close a reset: with a linger time of zero the kernel sends RST instead of FIN.
  func prepareReset() -> EventLoopFuture<Void> {
    guard let options = self as? any SocketOptionProvider else {
      return eventLoop.makeSucceededVoidFuture()
    }
    return options.unsafeSetSocketOption(level: .socket, name: .so_linger, value: Linger())
  }
}

/// The kernel's `struct linger`, without importing the C library for it.
private struct Linger: Sendable {
  var isOn: Int32 = 1
  var seconds: Int32 = 0
}
