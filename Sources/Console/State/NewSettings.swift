package import Screen

/// What `config.toml` says since it was changed.
package struct NewSettings: Equatable, Sendable {
  /// Keys, columns, mouse, bell, times.
  package var settings: ConsoleSettings
  /// The theme, where that is another one now.
  package var theme: Theme?

  /// Joins the parts.
  package init(settings: ConsoleSettings, theme: Theme? = nil) {
    self.settings = settings
    self.theme = theme
  }
}

extension AppState {
  /// Takes new settings; where the file can't be used the old ones stay, which is said.
  mutating func take(_ found: Result<NewSettings?, Failure>, asked: Bool) -> [Effect] {
    switch found {
    case .success(nil):
      if asked { message = Message("config.toml says the same as before") }
      return []
    case .success(let new?):
      let isOff = world.settings.refresh == 0
      world.settings = new.settings
      if let theme = new.theme { world.theme = theme }
      message = Message("config.toml was read again")
      let minutes = world.settings.refresh
      return isOff && minutes > 0 ? [.timer(.refresh, .seconds(minutes * 60))] : []
    case .failure(let failure):
      let text = Shown(failure.text)
      message = Message(
        ["\(text) The settings before it stay.", "\(text)"], .refusal)
      return []
    }
  }
}
