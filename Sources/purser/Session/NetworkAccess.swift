import AppsAndBooks
import Files
import HTTPTransport
import SystemPackage

/// Makes the way to the network out of the configuration and the environment.
enum NetworkAccess {
  static func transport(
    configuration: Configuration, environment: [String: String], clock: any Clock<Duration>
  ) throws -> any Transport {
    do {
      let proxy = try ProxySettings.read(
        httpsProxy: environment["HTTPS_PROXY"] ?? environment["https_proxy"],
        noProxy: environment["NO_PROXY"] ?? environment["no_proxy"])
      return try NetworkTransport(
        proxy: proxy, caFile: configuration.caFile?.string, clock: clock)
    } catch {
      throw ToolError(.unreachable, "The network can't be used: \(error.reason). Nothing was sent.")
    }
  }
}
