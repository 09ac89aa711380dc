package import AppsAndBooks

/// Why a pair cannot be (product.md section 5).
package enum ImpossibleReason: String, Sendable, Hashable, CaseIterable {
  /// Books go to users only.
  case bookToDevice
  /// The service says that a device can't hold the asset.
  case notForDevices
  /// A book, spent for good.
  case bookIsSpent
  /// The service says that the asset is not revocable.
  case notRevocable
  /// The user is retired.
  case retiredUser
  /// The service knows no such user.
  case unknownUser
  /// The location has no such asset.
  case unknownAsset
  /// More targets than licences.
  case noLicenceLeft
  /// The old holder of a move does not have it.
  case notHeld
  /// A user to be created exists, and not as asked for.
  case exists
  /// An undo: a retired user can't be brought back.
  case staysRetired
  /// An undo: which Managed Apple Account the user had before is not known here.
  case accountUnknown
  /// An undo: the user had no e-mail before, and the service can't take one away.
  case noEmailBefore

  /// The words of the list «a pair left out of a plan» (screens.md).
  package var word: String {
    switch self {
    case .bookToDevice: "book to a device"
    case .notForDevices: "not for devices"
    case .bookIsSpent, .notRevocable: "can't be reclaimed"
    case .retiredUser: "retired user"
    case .unknownUser: "unknown user"
    case .unknownAsset: "unknown asset"
    case .noLicenceLeft: "no licence left"
    case .notHeld: "not held"
    case .exists: "exists already"
    case .staysRetired, .accountUnknown, .noEmailBefore: "can't be undone"
    }
  }

  /// A whole sentence about the pair, without a full stop.
  package func sentence(asset name: String, holder: Holder) -> String {
    switch self {
    case .bookToDevice: "\(name) is a book: books go to users only, not to \(holder.text)"
    case .notForDevices: "\(name) can't be held by a device, so not by \(holder.text)"
    case .bookIsSpent: "\(name) is a book: the licence stays with \(holder.text) for good"
    case .notRevocable: "\(name) can't be reclaimed: Apple marks it as not revocable"
    case .retiredUser: "\(holder.text) is a retired user"
    case .unknownUser: "\(holder.text) is not a user of this location"
    case .unknownAsset: "\(name) is not an asset of this location"
    case .noLicenceLeft: "no licence of \(name) is left for \(holder.text)"
    case .notHeld: "\(holder.text) does not hold \(name)"
    case .exists, .staysRetired, .accountUnknown, .noEmailBefore: sentence(holder: holder)
    }
  }

  /// A whole sentence about a holder alone, without a full stop.
  package func sentence(holder: Holder) -> String {
    switch self {
    case .retiredUser: "\(holder.text) is a retired user"
    case .unknownUser: "\(holder.text) is not a user of this location"
    case .exists: "\(holder.text) exists already, not as asked for: purser user update changes it"
    case .staysRetired: "\(holder.text) is retired: Apple brings no retired user back"
    case .accountUnknown:
      "which Managed Apple Account \(holder.text) had before is not known: see School Manager"
    case .noEmailBefore: "\(holder.text) had no e-mail before, and Apple takes none away"
    default: "\(holder.text): \(word)"
    }
  }
}

/// What to beware of before a plan is confirmed.
package enum PlanWarning: Sendable, Hashable {
  /// Serial numbers never seen here; a wrong one uses up licences.
  case neverSeen([SerialNumber])
  /// Serial numbers of a length that Apple's devices do not have.
  case oddLength([SerialNumber])
  /// Serial numbers with O or I, which Apple's do not use.
  case letters([SerialNumber])
  /// A reclaimed app keeps working on a device for about 30 days.
  case keepsWorking
  /// Book licences that can't come back.
  case booksSpent(Int)
  /// A revoke takes what its holders have when Apple works on it.
  case whatTheyHoldByThen
  /// Users that are retired lose their licences.
  case losesLicences(Int)
  /// Books of users that are retired.
  case booksStaySpent(Int)

  /// The short words at the left of the warning line.
  package var title: String {
    switch self {
    case .neverSeen: "never seen here"
    case .oddLength: "odd length"
    case .letters: "letters O or I"
    case .keepsWorking: "not at once"
    case .booksSpent: "can't come back"
    case .whatTheyHoldByThen: "what they hold by then"
    case .losesLicences: "licences go back"
    case .booksStaySpent: "books stay spent"
    }
  }

  /// How many holders or licences it is about; `nil` where the number says nothing.
  package var count: Int? {
    switch self {
    case .neverSeen(let serials), .oddLength(let serials), .letters(let serials): serials.count
    case .booksSpent(let count), .losesLicences(let count), .booksStaySpent(let count): count
    case .keepsWorking, .whatTheyHoldByThen: nil
    }
  }

  /// The serial numbers it is about.
  package var serialNumbers: [SerialNumber] {
    switch self {
    case .neverSeen(let serials), .oddLength(let serials), .letters(let serials): serials
    case .keepsWorking, .booksSpent, .whatTheyHoldByThen, .losesLicences, .booksStaySpent: []
    }
  }

  /// The sentence at the right of the warning line.
  package var text: String {
    switch self {
    case .neverSeen:
      "Apple takes any serial. If it is wrong, its licences are used up until they are reclaimed."
    case .oddLength: "Apple's serial numbers have 10 to 12 characters."
    case .letters: "Apple's serial numbers have no letter O or I; 0 and 1 look alike."
    case .keepsWorking: "A reclaimed app keeps working on a device for about 30 days."
    case .booksSpent(let count):
      count == 1
        ? "A book's licence can't come back once it is assigned."
        : "\(count) book licences can't come back once they are assigned."
    case .whatTheyHoldByThen:
      "Apple takes back whatever they hold by then, also what someone else assigns meanwhile."
    case .losesLicences: "A retired user loses every app it holds, and can't be brought back."
    case .booksStaySpent: "The licences of their books are spent for good."
    }
  }
}
