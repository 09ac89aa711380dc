import Screen

extension AppState {
  /// The page that a command opens, as a reply; nil for a command that opens none.
  mutating func opened(by command: Command, _ argument: String) -> Reply? {
    switch command {
    case .help: page?.context == .help ? nil : Reply([.push(Page(helpPage()))])
    default: nil
    }
  }
}
