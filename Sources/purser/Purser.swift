import ArgumentParser

/// The root of the command line (product.md section 3).
struct Purser: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "purser",
    abstract: "See, assign and reclaim Apple Apps and Books licences of a location.",
    discussion: """
      Without a command it opens the console. Exit codes: 0 done, 1 in part, refused or rejected, \
      2 token or permission, 3 service not reached, 4 outcome unknown or pending, 5 another client \
      or another Purser has the location, 6 local storage, 64 usage. `status` has the codes of a \
      Nagios plugin.
      """,
    version: PurserVersion.text,
    subcommands: [
      ConsoleCommand.self, DemoCommand.self,
      StatusCommand.self, TokenCommand.self, SyncCommand.self, AssetsCommand.self,
      UsersCommand.self, AssignmentsCommand.self, DevicesCommand.self, AssignCommand.self,
      ReclaimCommand.self, ReassignCommand.self, UserCommand.self, OperationsCommand.self,
      WaitCommand.self, UndoCommand.self, ReceiptCommand.self, HistoryCommand.self,
      ClientCommand.self, ConfigCommand.self, AuditCommand.self, KeysCommand.self,
      ThemesCommand.self, SimulateCommand.self,
    ],
    defaultSubcommand: ConsoleCommand.self)
}

/// The version, shown by `--version` and sent as `metadata` when a location is claimed.
enum PurserVersion {
  static let text = "0.1.0"
}

/// The entry of the process.
@main
enum Main {
  static func main() async {
    ProcessGuard.harden()
    let code = await Tool.run(Array(CommandLine.arguments.dropFirst()), in: .process())
    exitProcess(code)
  }
}
