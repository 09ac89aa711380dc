import AppsAndBooks
import Files

/// Makes the way to the network out of the configuration and the environment.
enum NetworkAccess {
  static func transport(
    configuration: Configuration, environment: [String: String]
  ) throws -> any Transport {
    throw ToolError(.unreachable, "This build has no way to the network.")
  }
}
