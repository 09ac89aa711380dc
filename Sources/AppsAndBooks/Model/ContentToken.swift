package import FoundationEssentials
import Synchronization

/// The content token of a location: whoever holds it moves every licence of the location.
///
/// It is the base64 text of the downloaded file, never the value inside (service-api.md section 1). The secret is
/// behind one door, `withHeaderValue`; every description of the value is redacted, and there is no `Codable`.
package struct ContentToken: Sendable, CustomStringConvertible, CustomDebugStringConvertible,
  CustomReflectable
{
  private let secret: Secret
  /// The organization named inside the token; text of a person, empty if the token has none.
  package let organizationName: String
  /// When the token ends by its own word; `nil` if that can't be read, which is only a warning.
  package let expirationDate: Date?

  /// Reads the content of a token file: outer white space and a byte order mark are trimmed, nothing else is mended.
  ///
  /// An expired token is read without complaint: what to do about it is the caller's choice.
  ///
  /// - Throws: a `ContentTokenError` that names the step that failed, never the text.
  package init(bytes: some Collection<UInt8>) throws(ContentTokenError) {
    let trimmed = ContentTokenReader.trimmed(bytes)
    let content = try ContentTokenReader.content(of: trimmed)
    secret = Secret(trimmed)
    organizationName = content.orgName ?? ""
    expirationDate = content.expDate.flatMap(ServiceDate.parse)
  }

  /// Lends the secret as the text that follows `Bearer `, for the time of the call.
  package func withHeaderValue<R>(_ body: (String) throws -> R) rethrows -> R {
    try body(String(decoding: secret.copy(), as: UTF8.self))
  }

  /// The trimmed bytes of the file: for the fingerprint and for keeping the token, nothing else.
  package var trimmedBytes: [UInt8] { secret.copy() }

  /// Always `[content token]`.
  package var description: String { "[content token]" }
  /// Always `[content token]`.
  package var debugDescription: String { description }
  /// Nothing but the redacted description, so that `dump` shows nothing either.
  package var customMirror: Mirror {
    Mirror(description, children: EmptyCollection<Mirror.Child>())
  }
}

/// Bytes that are overwritten when the last user lets go of them.
///
/// Copies made by others are theirs.
private final class Secret: Sendable {
  private let bytes: Mutex<[UInt8]>

  init(_ bytes: [UInt8]) {
    // A copy of our own, so that overwriting it reaches these bytes and no shared buffer is left behind.
    self.bytes = Mutex(bytes.map { $0 })
  }

  func copy() -> [UInt8] { bytes.withLock { $0.map { $0 } } }

  deinit {
    bytes.withLock { for index in $0.indices { $0[index] = 0 } }
  }
}
