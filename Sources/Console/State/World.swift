package import AppsAndBooks
package import FoundationEssentials
package import LocationStore
package import Operations
package import Screen

/// What the console is started with, and what of the configuration it needs.
package struct ConsoleSettings: Equatable, Sendable {
  /// The keys.
  package var keys: KeyMap
  /// The signs the terminal can show.
  package var glyphs: GlyphSet
  /// Whether the mouse is listened to.
  package var mouse: Bool
  /// Whether the bell rings for an operation that took longer than a minute.
  package var bell: Bool
  /// Minutes between top-ups of an open console; 0 for none.
  package var refresh: Int
  /// Our name for people, as in «Purser on admin-1».
  package var clientName: String
  /// The columns of each list, where they are not the shipped ones.
  package var columns: ColumnChoice
  /// How many colours the terminal shows.
  package var depth: ColorDepth
  /// The folder of the person's own themes, as a path to be written to; nil for none.
  package var themesFolder: String?

  /// Describes a start.
  package init(
    keys: KeyMap = .shipped, glyphs: GlyphSet = .unicode, mouse: Bool = true, bell: Bool = false,
    refresh: Int = 5, clientName: String = "Purser", columns: ColumnChoice = ColumnChoice(),
    depth: ColorDepth = .colors256, themesFolder: String? = nil
  ) {
    self.columns = columns
    self.depth = depth
    self.themesFolder = themesFolder
    self.refresh = refresh
    self.keys = keys
    self.glyphs = glyphs
    self.mouse = mouse
    self.bell = bell
    self.clientName = clientName
  }
}

/// What every part of the console may look at and only the console itself changes.
///
/// A value: pages get it with every action and decide from it alone.
package struct World: Equatable, Sendable {
  /// Keys, signs, names.
  package var settings: ConsoleSettings
  /// What the screen is painted in.
  package var theme: Theme
  /// The cells there are.
  package var size: Size
  /// The moment, as told with the last action; nothing here asks a clock.
  package var now: Date
  /// The person's time zone.
  package var zone: LocalTime
  /// Everything known of the location.
  package var snapshot: LocationSnapshot
  /// Token, owner, reachability.
  package var standing: Standing
  /// What the store is doing.
  package var sync: SyncStanding
  /// Every operation of the location, oldest first.
  package var operations: [OperationRecord]
  /// Why the disk lets nothing be changed: «Browsing only, because …».
  package var storage: String?
  /// Whether what is kept on the disk was shown.
  package var isOpen = false

  /// Describes a world.
  package init(
    settings: ConsoleSettings = ConsoleSettings(), theme: Theme = .standard, size: Size, now: Date,
    zone: LocalTime = LocalTime(), snapshot: LocationSnapshot, standing: Standing = Standing(),
    sync: SyncStanding = .idle, operations: [OperationRecord] = []
  ) {
    self.settings = settings
    self.theme = theme
    self.size = size
    self.now = now
    self.zone = zone
    self.snapshot = snapshot
    self.standing = standing
    self.sync = sync
    self.operations = operations
  }

  /// The location.
  package var location: LocationIdentity { snapshot.location }

  /// The key of a command as hints write it.
  package func key(_ command: Command) -> Shown { Shown(settings.keys.label(of: command)) }

  /// The name of an asset, or its adam ID.
  package func name(of asset: AssetID) -> String {
    snapshot.assets.index(of: asset).map(snapshot.assets.displayName) ?? asset.adamID.rawValue
  }
}

/// Where token, owner and the way to Apple stand: what header and banner tell.
package struct Standing: Equatable, Sendable {
  /// The content token.
  package enum Token: Equatable, Sendable {
    /// Not asked yet, or no date known.
    case unknown
    /// Good, with days left where the date is known.
    case ok(days: Int?)
    /// Ended at a moment.
    case expired(Date?)
    /// Refused by Apple's number: a newer one exists, or the password changed.
    case revoked(number: Int)
    /// Not a token the service knows.
    case refused(number: Int)
  }

  /// Who manages the location.
  package enum Owner: Equatable, Sendable {
    /// Nothing read said so yet.
    case unknown
    /// This installation.
    case ours
    /// Nobody.
    case unclaimed
    /// Another client, since when this console knows, and whether it was ours before.
    case foreign(name: String, since: Date?, wasOurs: Bool)
  }

  /// Why Apple gives no answer.
  package struct Unreachable: Equatable, Sendable {
    /// The host that was asked.
    package var host: String
    /// What happened, without a full stop: «no answer in 5 s».
    package var reason: String
    /// When it is tried again.
    package var nextTry: Date?

    /// Joins the parts.
    package init(host: String, reason: String, nextTry: Date? = nil) {
      self.host = host
      self.reason = reason
      self.nextTry = nextTry
    }
  }

  /// Why nothing can be changed though the location is ours.
  package enum ReadOnly: Equatable, Sendable {
    /// Started with `--read-only`.
    case asked
    /// Apple's number: the token may only read.
    case token(number: Int)
  }

  /// The content token.
  package var token: Token
  /// Who manages the location.
  package var owner: Owner
  /// Why this session only reads.
  package var readOnly: ReadOnly?
  /// Set while Apple is not reached.
  package var unreachable: Unreachable?
  /// `demo`, or the host that is not Apple's; nil for Apple.
  package var service: String?
  /// «clock 7 min ahead of Apple's», where it is worth a word.
  package var clock: String?

  /// Describes a standing; nothing is known yet by default.
  package init(
    token: Token = .unknown, owner: Owner = .unknown, readOnly: ReadOnly? = nil,
    unreachable: Unreachable? = nil, service: String? = nil
  ) {
    self.token = token
    self.owner = owner
    self.readOnly = readOnly
    self.unreachable = unreachable
    self.service = service
  }
}

/// What the store is doing.
package enum SyncStanding: Equatable, Sendable {
  case idle
  /// A top-up behind what is shown.
  case refreshing
  /// The first import, or a full walk, with its figures.
  case importing(ImportFigures)
}

/// The figures of the first import (frame 17).
package struct ImportFigures: Equatable, Sendable {
  /// Pages done and in all, and rows so far, of one list.
  package struct List: Equatable, Sendable {
    package var done: Int
    package var total: Int?
    package var rows: Int

    /// Joins the figures.
    package init(done: Int = 0, total: Int? = nil, rows: Int = 0) {
      self.done = done
      self.total = total
      self.rows = rows
    }
  }

  package var users: List
  package var assets: List
  package var assignments: List
  /// Seconds since it began.
  package var elapsed: Int
  /// Seconds that are left, where they can be told.
  package var left: Int?
  /// Requests under way at once.
  package var inFlight: Int

  /// Joins the figures.
  package init(
    users: List = List(), assets: List = List(), assignments: List = List(), elapsed: Int = 0,
    left: Int? = nil, inFlight: Int = 5
  ) {
    self.users = users
    self.assets = assets
    self.assignments = assignments
    self.elapsed = elapsed
    self.left = left
    self.inFlight = inFlight
  }

  /// Percent of the pages of assignments, which are nearly all there are.
  package var percent: Int {
    guard let total = assignments.total, total > 0 else { return 0 }
    return min(100, assignments.done * 100 / total)
  }
}
