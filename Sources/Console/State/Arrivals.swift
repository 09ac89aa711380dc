package import AppsAndBooks
package import FoundationEssentials
import LocationStore
package import Operations

/// What is exported.
package enum ExportSource: Equatable, Sendable {
  /// The rows of a list as they are shown.
  case list(RowsAnswer)
  /// A plan.
  case plan(Plan)
  /// Operations.
  case operations([OperationRecord])
  /// Token states.
  case tokens([TokenStatus])
  /// The locations there are.
  case locations([LocationChoice])
  /// The file of a theme.
  case theme(ThemeChoice)

  /// The word a default file name begins with.
  package var word: String {
    switch self {
    case .list(let answer):
      answer.request.list == .users ? "users" : answer.request.list.kind.rawValue
    case .plan: "plan"
    case .operations: "operations"
    case .tokens: "tokens"
    case .locations: "locations"
    case .theme: "theme"
    }
  }
}

/// A file to be written; `.json` at the end makes it JSON, else CSV.
package struct ExportRequest: Equatable, Sendable {
  /// What.
  package var source: ExportSource
  /// Where.
  package var path: String
  /// Whether a file that is there is replaced.
  package var replaces: Bool

  /// Joins the parts.
  package init(source: ExportSource, path: String, replaces: Bool = false) {
    self.source = source
    self.path = path
    self.replaces = replaces
  }
}

/// A location that can be opened.
package struct LocationChoice: Equatable, Sendable {
  /// Its name.
  package var name: String
  /// Its organization.
  package var organization: String
  /// Whether it is the one that is open.
  package var isOpen: Bool

  /// Joins the parts.
  package init(name: String, organization: String, isOpen: Bool) {
    self.name = name
    self.organization = organization
    self.isOpen = isOpen
  }
}

/// The token status of one location (frame 15).
package struct TokenStatus: Equatable, Sendable {
  /// The one word of the state.
  package enum Word: String, Sendable {
    case waiting = "…"
    case ok, expiring, expired, revoked, invalid, unreachable
  }

  /// The location's name.
  package var location: String
  /// Its organization.
  package var organization: String
  /// The state.
  package var word: Word
  /// Days left; nil where a number would mislead.
  package var days: Int?
  /// When the token ends.
  package var expires: Date?
  /// Who manages the location.
  package var owner: Standing.Owner
  /// When the service answered last.
  package var asked: Date?
  /// Apple's number, where it refused.
  package var number: Int?
  /// Why there was no answer.
  package var reason: String?
  /// What `y` copies.
  package var fingerprint: String

  /// Begins a row that has no answer yet.
  package init(location: String, organization: String, fingerprint: String = "") {
    self.location = location
    self.organization = organization
    self.fingerprint = fingerprint
    word = .waiting
    owner = .unknown
  }
}

/// What the journal and loaded lists know of one row (frames 12a, 12b).
package struct RowHistory: Equatable, Sendable {
  /// One line of our own changes, newest first.
  package struct Entry: Equatable, Sendable {
    /// When it was confirmed.
    package var at: Date
    /// The number of the operation.
    package var operation: Int
    /// Assigned or reclaimed; nil where the user itself was changed.
    package var action: PairAction?
    /// What was done to the user itself.
    package var userAction: UserAction?
    /// The asset; nil where the user itself was changed.
    package var asset: AssetID?
    /// The holders, for the history of an asset all of one operation.
    package var holders: [Holder]
    /// How many pairs of this operation were asked for.
    package var asked: Int

    /// A change of the user itself.
    package init(at: Date, operation: Int, user: UserAction, holder: Holder) {
      self.at = at
      self.operation = operation
      userAction = user
      holders = [holder]
      asked = 1
    }

    /// Joins the parts of a change of pairs.
    package init(
      at: Date, operation: Int, action: PairAction, asset: AssetID, holders: [Holder], asked: Int
    ) {
      self.at = at
      self.operation = operation
      self.action = action
      self.asset = asset
      self.holders = holders
      self.asked = asked
    }
  }

  /// The row.
  package var row: RowID
  /// Our changes, newest first.
  package var entries: [Entry]
  /// The loaded lists that name a device.
  package var lists: [String]
  /// How many devices of each loaded list hold an asset; lists without any are left out.
  package var listed: [Listed]

  /// A loaded list and how many of its devices hold the asset.
  package struct Listed: Equatable, Sendable {
    package var list: String
    package var devices: Int

    /// Joins the two.
    package init(list: String, devices: Int) {
      self.list = list
      self.devices = devices
    }
  }

  /// Joins the parts.
  package init(
    row: RowID, entries: [Entry] = [], lists: [String] = [], listed: [Listed] = []
  ) {
    self.listed = listed
    self.row = row
    self.entries = entries
    self.lists = lists
  }
}

/// What a file of targets named.
package struct LoadedTargets: Equatable, Sendable {
  /// The file's name.
  package var file: String
  /// What was understood, as a sentence.
  package var understood: String
  /// The targets in the order of the file.
  package var holders: [Holder]

  /// Joins the parts.
  package init(file: String, understood: String, holders: [Holder]) {
    self.file = file
    self.understood = understood
    self.holders = holders
  }
}
