package import Screen

/// Which key means which command, by place.
///
/// A value made once at the start from the shipped table and what the configuration changes. One key may
/// mean several commands as long as no place offers two of them.
package struct KeyMap: Equatable, Sendable {
  private var commands: [KeyPress: [Command]]
  private var keys: [Command: [KeyPress]]

  /// The keys Purser is shipped with.
  package static let shipped = KeyMap(keys: Dictionary(uniqueKeysWithValues: shippedKeys))

  private static let shippedKeys = CommandTable.all.map { ($0.command, $0.keys) }

  private init(keys: [Command: [KeyPress]]) {
    self.keys = keys
    commands = [:]
    for info in CommandTable.all {
      for key in keys[info.command] ?? [] { commands[key, default: []].append(info.command) }
    }
  }

  /// The shipped keys with those of the configuration: a command's name and its chords.
  ///
  /// A command that is named gets these chords and no other; a chord taken from a command that is not
  /// named leaves that command without it.
  /// - Throws: which entry was not understood, with the words to mend it.
  package init(changes: [(command: String, chords: [String])]) throws(KeyMapError) {
    var keys = Dictionary(uniqueKeysWithValues: Self.shippedKeys)
    var named: Set<Command> = []
    for change in changes {
      guard let command = Command(rawValue: change.command) else {
        throw KeyMapError.unknownCommand(change.command)
      }
      var presses: [KeyPress] = []
      for chord in change.chords {
        guard let press = KeyPress(chord) else { throw KeyMapError.unknownKey(chord) }
        presses.append(press)
      }
      keys[command] = presses
      named.insert(command)
    }
    for command in Command.allCases where named.contains(command) {
      for press in keys[command] ?? [] {
        try Self.makeRoom(for: press, of: command, named: named, in: &keys)
      }
    }
    self.init(keys: keys)
  }

  private static func makeRoom(
    for press: KeyPress, of command: Command, named: Set<Command>,
    in keys: inout [Command: [KeyPress]]
  ) throws(KeyMapError) {
    let places = CommandTable[command].contexts
    for other in CommandTable.all where other.command != command {
      guard keys[other.command]?.contains(press) == true,
        !other.contexts.isDisjoint(with: places)
      else { continue }
      if named.contains(other.command) {
        throw KeyMapError.takenTwice(press.description, command.name, other.command.name)
      }
      keys[other.command]?.removeAll { $0 == press }
    }
  }

  /// What a key means in one place; nil for nothing.
  package func command(for key: KeyPress, in context: KeyContext) -> Command? {
    commands[key]?.first { CommandTable[$0].contexts.contains(context) }
  }

  /// Everything a key means, wherever; empty for a key that is not in the table.
  package func commands(for key: KeyPress) -> [Command] { commands[key] ?? [] }

  /// The keys of a command, the one to show first.
  package func keys(of command: Command) -> [KeyPress] { keys[command] ?? [] }

  /// The key to show for a command; empty where it has none.
  package func label(of command: Command) -> String { keys[command]?.first?.description ?? "" }
}

/// Why the keys of the configuration can't be used.
package enum KeyMapError: Error, Equatable, CustomStringConvertible {
  case unknownCommand(String)
  case unknownKey(String)
  case takenTwice(String, String, String)

  /// What is wrong and how it is mended.
  package var description: String {
    switch self {
    case .unknownCommand(let name):
      "keys: there is no command «\(name)». purser keys lists them."
    case .unknownKey(let chord):
      "keys: «\(chord)» is no key. Write a letter, ^u for Control, F5, Enter, Space, PgUp …"
    case .takenTwice(let chord, let first, let second):
      "keys: \(chord) is given to «\(first)» and to «\(second)» in the same place."
    }
  }
}
