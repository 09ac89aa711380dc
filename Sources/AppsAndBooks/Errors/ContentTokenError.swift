/// Each way in which the content of a token file can be wrong.
///
/// The texts never echo it. /// Positions count bytes from 1, after outer white space was trimmed.
package enum ContentTokenError: Error, Hashable, Sendable, CustomStringConvertible {
  /// There is nothing but white space.
  case empty
  /// It is longer than 8 KiB.
  case tooLong
  /// It begins with a brace: somebody decoded it.
  case notEncoded
  /// It has a quotation mark.
  case quoted(position: Int)
  /// White space or a line end stands inside.
  case brokenByBlank(position: Int)
  /// It has a character that base64 has not, or ends too early.
  case notBase64(position: Int)
  /// It is the value from inside a token file.
  case innerValue
  /// What is inside is broken JSON.
  case notJSON
  /// A member inside has the wrong type.
  case wrongType(member: String)
  /// What is inside names no `token`.
  case noSecret

  /// What is wrong and what to do, for the person.
  package var description: String {
    switch self {
    case .empty: "It holds no token: it is empty."
    case .tooLong: "It holds no token: it is longer than 8 KiB. Give the file as it was downloaded."
    case .notEncoded: "It was decoded: give the file as it was downloaded, which is base64."
    case .quoted(let position):
      "A quotation mark stands at byte \(position): give the file as it was downloaded, without quotes."
    case .brokenByBlank(let position):
      "A blank or a line end stands at byte \(position): the token is one line. Download the file again."
    case .notBase64(let position):
      "It stops being base64 at byte \(position): it may be cut or not a token. Download the file again."
    case .innerValue:
      "This is the inner value of a token: give the whole file as it was downloaded."
    case .notJSON: "It is base64, but what is inside is broken JSON. Download the file again."
    case .wrongType(let member):
      "It is base64 of JSON, but «\(member)» inside has the wrong type. Download the file again."
    case .noSecret:
      "It is base64 of JSON, but «token» is missing inside. Give the file as it was downloaded."
    }
  }
}
