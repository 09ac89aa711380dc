import ArgumentParser

@main
struct Purser: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "purser")
}
