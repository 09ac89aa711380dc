import ArgumentParser
import Foundation

@testable import purser

/// The man page: the commands as the argument parser dumps them, and the sections around them.
struct ManPage {
  private var text = ""

  /// The whole page in roff, man(7) macros.
  static func make() throws -> String {
    let root = try CommandDump.read()
    var page = ManPage()
    page.head(root)
    page.text += ManPageText.description
    page.commands(root)
    page.text += ManPageText.ending
    return page.text.split(separator: "\n").map(Roff.wrapped).joined(separator: "\n") + "\n"
  }

  private mutating func head(_ root: CommandDump) {
    text += """
      .\\" Written by a test from the commands themselves (Docs/Adding.md).
      .TH PURSER 1 \(ManPageText.date) "Purser \(PurserVersion.text)" "User Commands"
      .SH NAME
      purser \\- see, assign and reclaim Apple Apps and Books licences of a location
      .SH SYNOPSIS
      .B purser
      .RI [ command ]
      .RI [ options ]
      .PP
      .B purser
      .RB [ console ]
      .br
      .B purser demo
      .br
      .BR "purser help " [ \\fIcommand\\fR ]

      """
  }

  private mutating func commands(_ root: CommandDump) {
    let groups = OptionGroup.all(in: root)
    text += ".SH COMMANDS\n"
    text += "Each command takes the options listed with it, and the groups named there, whose "
    text += "options follow the commands.\n"
    for command in root.children { add(command, "purser", groups) }
    for group in groups {
      text += ".SH \(group.title)\n"
      for argument in group.arguments { add(argument) }
    }
  }

  private mutating func add(_ command: CommandDump, _ parent: String, _ groups: [OptionGroup]) {
    let name = "\(parent) \(command.commandName)"
    guard command.children.isEmpty else {
      for child in command.children { add(child, name, groups) }
      return
    }
    let rest = command.shown.filter { argument in
      !groups.contains { $0.isIn(command) && $0.arguments.contains(argument) }
    }
    let positional = rest.filter { $0.kind == "positional" }.map(\.usage).joined(separator: " ")
    text += ".SS \(Roff.escape(name + (positional.isEmpty ? "" : " " + positional)))\n"
    text += Roff.lines(command.abstract ?? "")
    if let discussion = command.discussion { text += ".PP\n" + Roff.lines(discussion) }
    for argument in rest { add(argument) }
    let taken = groups.filter { $0.isIn(command) && !$0.isEverywhere }.map(\.name)
    if !taken.isEmpty {
      text += ".PP\nAlso: the \(taken.joined(separator: ", the ")).\n"
    }
  }

  private mutating func add(_ argument: ArgumentDump) {
    text += ".TP\n\(argument.heading)\n"
    var words = argument.abstract ?? ""
    if let values = argument.allValues { words += " One of: \(values.joined(separator: ", "))." }
    if let value = argument.defaultValue, argument.kind == "option" {
      words += " By default \(value)."
    }
    text += Roff.lines(words)
  }
}

/// Options that many commands take, told once.
struct OptionGroup {
  let title: String
  let name: String
  let arguments: [ArgumentDump]
  /// Whether every command takes them, so that none has to say it.
  var isEverywhere = false

  /// The common ones are those of `console`, those of a change what `undo` has beyond them.
  static func all(in root: CommandDump) -> [OptionGroup] {
    func arguments(of name: String) -> [ArgumentDump] {
      root.children.first { $0.commandName == name }?.shown ?? []
    }
    let everywhere = arguments(of: "keys").filter { ["version", "help"].contains($0.name) }
    let common = arguments(of: "console").filter { !everywhere.contains($0) }
    let format = arguments(of: "keys").filter { !everywhere.contains($0) }
    let known = everywhere + common + format
    let change = arguments(of: "undo").filter { $0.kind != "positional" && !known.contains($0) }
    return [
      OptionGroup(title: "COMMON OPTIONS", name: "common options", arguments: common),
      OptionGroup(title: "OPTIONS OF A CHANGE", name: "options of a change", arguments: change),
      OptionGroup(title: "OUTPUT OPTIONS", name: "output options", arguments: format),
      OptionGroup(title: "HELP", name: "help", arguments: everywhere, isEverywhere: true),
    ]
  }

  /// Whether a command takes all of them.
  func isIn(_ command: CommandDump) -> Bool {
    arguments.allSatisfy(command.shown.contains)
  }
}

/// A command in the dump of the argument parser.
struct CommandDump: Decodable {
  let commandName: String
  let shouldDisplay: Bool?
  let abstract: String?
  let discussion: String?
  let subcommands: [CommandDump]?
  let arguments: [ArgumentDump]?

  /// The commands below it, without the parser's own `help`.
  var children: [CommandDump] { (subcommands ?? []).filter { $0.commandName != "help" } }
  var shown: [ArgumentDump] { (arguments ?? []).filter(\.shouldDisplay) }

  /// The whole tool.
  static func read() throws -> CommandDump {
    struct Dump: Decodable { let command: CommandDump }
    return try JSONDecoder().decode(Dump.self, from: Data(Purser._dumpHelp().utf8)).command
  }
}

/// An argument in the dump of the argument parser.
struct ArgumentDump: Decodable, Equatable {
  struct Name: Decodable, Equatable {
    let kind: String
    let name: String
    var spelled: String { (kind == "short" ? "-" : "--") + name }
  }

  let kind: String
  let shouldDisplay: Bool
  let isOptional: Bool
  let isRepeating: Bool
  let names: [Name]?
  let valueName: String?
  let defaultValue: String?
  let allValues: [String]?
  let abstract: String?

  /// The long name, or that of the value.
  var name: String { names?.first { $0.kind == "long" }?.name ?? valueName ?? "" }

  /// A positional argument as a synopsis has it.
  var usage: String {
    let value = (valueName ?? "").uppercased() + (isRepeating ? "..." : "")
    return isOptional ? "[\(value)]" : value
  }

  /// The line above its description, in roff.
  var heading: String {
    let spelled = (names ?? []).map { "\\fB" + Roff.escape($0.spelled) + "\\fR" }
    let value = "\\fI" + Roff.escape(valueName ?? "") + "\\fR"
    switch kind {
    case "positional": return "\\fI" + Roff.escape((valueName ?? "").uppercased()) + "\\fR"
    case "flag": return spelled.joined(separator: ", ")
    default: return spelled.joined(separator: ", ") + " " + value + (isRepeating ? " ..." : "")
    }
  }
}

/// Text as roff has it.
enum Roff {
  /// A text with everything that roff would read as its own written so that it stays as it is.
  static func escape(_ text: String) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": escaped += "\\e"
      case "-": escaped += "\\-"
      case "'": escaped += "\\(aq"
      case "`": escaped += "\\(ga"
      case "^": escaped += "\\(ha"
      case "~": escaped += "\\(ti"
      case _ where scalar.isASCII: escaped.unicodeScalars.append(scalar)
      default:
        let digits = String(scalar.value, radix: 16, uppercase: true)
        escaped += "\\[u" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits + "]"
      }
    }
    return escaped.hasPrefix(".") ? "\\&" + escaped : escaped
  }

  /// A line of text on lines of 80 characters at most; what is a macro stays.
  static func wrapped(_ line: Substring) -> String {
    guard line.count > 80, !line.hasPrefix(".") else { return String(line) }
    var lines = [""]
    for word in line.split(separator: " ") {
      let last = lines[lines.count - 1]
      let isLong = last.count + word.count + 1 > 80
      let start = word.hasPrefix(".") ? "\\&" : ""
      if last.isEmpty || isLong {
        lines.append(start + word)
      } else {
        lines[lines.count - 1] += " " + word
      }
    }
    return lines.dropFirst().joined(separator: "\n")
  }

  /// A paragraph, a sentence a line.
  static func lines(_ text: String) -> String {
    let joined = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return joined.replacing(". ", with: ".\n").split(separator: "\n")
      .map { escape(String($0)) + "\n" }.joined()
  }
}
