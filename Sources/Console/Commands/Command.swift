/// Something a person can ask the console to do.
///
/// The raw value is the name: what is typed after `:`, what the configuration binds a key to, what the
/// help shows. Keys, hints, help, prompt and `Docs/Keys` all read the one `CommandTable`.
package enum Command: String, CaseIterable, Hashable, Sendable {
  // Move
  case up, down, first, last
  case pageUp = "page up"
  case pageDown = "page down"
  case nextPane = "next pane"
  case previousPane = "previous pane"
  case paneLeft = "pane left"
  case paneRight = "pane right"
  case users = "pane users"
  case assets = "pane assets"
  case assignments = "pane assignments"
  case previousTab = "previous tab"
  case nextTab = "next tab"
  // Find
  case filter, sort, detail, follow, back, zoom
  // Marks
  case mark
  case markAll = "mark all"
  case invertMarks = "invert marks"
  case unmark
  case nextMarked = "next marked"
  case previousMarked = "previous marked"
  // Changes
  case assign, reclaim, reassign
  case reclaimAll = "reclaim all"
  case undo, retry, create, update, retire, confirm
  // The picker's sources
  case from, like
  // Out of the console
  case export, copy
  // Pages
  case operations, tokens, locations, help, command
  // Location
  case sync
  case syncFull = "sync full"
  case claim = "client claim"
  case release = "client release"
  // Program
  case leave, suspend, quit
  case redraw = "draw again"
  case theme
  case configReload = "config reload"

  /// What is typed, bound and shown.
  package var name: String { rawValue }
}

/// The headings of the help, in its order.
package enum CommandGroup: String, CaseIterable, Sendable {
  case changes = "Changes"
  case find = "Find and look"
  case marks = "Marks"
  case move = "Move"
  case pages = "Pages"
  case location = "Location"
  case program = "Program"
}

/// Where a key is pressed: a list of the main screen, or a page.
package enum KeyContext: String, CaseIterable, Hashable, Sendable {
  case users, devices, assets, assignments
  case picker, plan, operations, tokens, locations, help, claim, detail, themes, form

  /// The lists of the main screen.
  package static let panes: Set<KeyContext> = [.users, .devices, .assets, .assignments]
  /// Everything.
  package static let everywhere = Set(KeyContext.allCases)

  /// What the help calls it: «Help for Assets».
  package var title: String {
    switch self {
    case .users: "Users"
    case .devices: "Devices"
    case .assets: "Assets"
    case .assignments: "Assignments"
    case .picker: "the picker"
    case .plan: "the plan"
    case .operations: "Operations"
    case .tokens: "Token status"
    case .locations: "Locations"
    case .help: "the help"
    case .claim: "the claim page"
    case .detail: "the detail"
    case .themes: "Themes"
    case .form: "the form"
    }
  }
}
