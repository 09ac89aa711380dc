/// Why and where scanning a body stopped.
struct ScanError: Error, Equatable {
  enum Problem: UInt8 {
    case endOfBody, html, notAnObject, unexpected, trailing, badNumber, badEscape, badUTF8
    case controlCharacter, tooDeep, duplicateMember, wrongType, numberTooLarge
    case rowIsNoObject, noAdamID, noHolder, twoHolders, noClientUserID
  }

  var problem: Problem
  /// Bytes before the place.
  var at: Int

  /// What is wrong, with the place counted from 1, for the person.
  var bodyError: BodyError {
    BodyError(reason: "\(text) at byte \(at + 1)", isCut: problem == .endOfBody)
  }

  private var text: String {
    switch problem {
    case .endOfBody: "it ends too early,"
    case .html: "it is HTML"
    case .notAnObject: "it is no JSON object"
    case .unexpected: "there is a character that JSON has not"
    case .trailing: "something follows the JSON object"
    case .badNumber: "there is a number that JSON has not"
    case .badEscape: "there is an escape that JSON has not"
    case .badUTF8: "there are bytes that are not UTF-8"
    case .controlCharacter: "there is a control character in a text"
    case .tooDeep: "it is nested too deeply"
    case .duplicateMember: "an object names a member twice"
    case .wrongType: "a member has another type than it should"
    case .numberTooLarge: "a number is not a whole one or too large"
    case .rowIsNoObject: "a row is no object"
    case .noAdamID: "a row has no adamId"
    case .noHolder: "a row has no holder"
    case .twoHolders: "a row has two holders"
    case .noClientUserID: "a row has no clientUserId"
    }
  }
}
