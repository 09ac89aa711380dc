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

  /// The short words at the left of the warning line.
  package var title: String {
    switch self {
    case .neverSeen: "never seen here"
    case .oddLength: "odd length"
    case .letters: "letters O or I"
    case .keepsWorking: "not at once"
    case .booksSpent: "can't come back"
    }
  }

  /// How many holders or licences it is about; `nil` where the number says nothing.
  package var count: Int? {
    switch self {
    case .neverSeen(let serials), .oddLength(let serials), .letters(let serials): serials.count
    case .booksSpent(let count): count
    case .keepsWorking: nil
    }
  }

  /// The serial numbers it is about.
  package var serialNumbers: [SerialNumber] {
    switch self {
    case .neverSeen(let serials), .oddLength(let serials), .letters(let serials): serials
    case .keepsWorking, .booksSpent: []
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
    }
  }
}
