import AppsAndBooks
import Files
import FoundationEssentials
import LocationStore
import Operations
import SystemPackage

/// Places, configuration and the service to ask: what every command on a location begins with.
struct ToolSettings: Sendable {
  let context: ToolContext
  let places: Places
  let configuration: Configuration
  let address: ServiceAddress
  let store: TokenStore
  let locations: LocationsFile

  /// Reads the configuration and checks the service's address; sends nothing.
  init(_ context: ToolContext, serviceURL: String? = nil) throws {
    self.context = context
    places = try Places(environment: context.environment)
    configuration = try Configuration.read(places: places, on: context.files)
    let fromEnvironment = context.environment["PURSER_SERVICE_URL"] ?? ""
    if let text = serviceURL ?? (fromEnvironment.isEmpty ? nil : fromEnvironment) {
      address = try ServiceAddress(text, allowedHosts: configuration.allowedServiceHosts)
    } else {
      address = .apple
    }
    store = TokenStore(places: places, files: context.files)
    locations = LocationsFile(places: places, files: context.files)
  }

  /// A client that asks with a token; what it hears goes to `parts`.
  func client(
    for token: ContentToken, _ parts: SessionParts? = nil, isVerbose: Bool = false
  ) throws -> APIClient {
    guard let endpoint = ServiceEndpoint(address.url) else {
      throw ToolError(.usage, "The service address is not one. Nothing was sent.")
    }
    let transport = try context.transport(configuration, context.environment)
    return APIClient(
      service: endpoint, token: token, transport: transport, clock: context.clock,
      now: context.now,
      observer: { meta in
        parts?.board.observe(meta)
        parts?.owner.note(meta)
      },
      onRetry: { [errors = context.errors] notice in
        guard isVerbose else { return }
        errors.line(
          SafeText.line(
            "purser: \(notice.operation) failed \(notice.failed) of \(notice.attempts) times, "
              + "again in \(notice.pause): \(notice.error.description)"))
        errors.flush()
      }, namesCustomApps: configuration.customAppNames)
  }

  /// Who manages a location, as the answer and our own id tell.
  func owner(_ info: MDMInfo?) -> ClientState {
    guard let info else { return .unclaimed }
    return info.id == configuration.clientID?.uuidString ? .ours(info) : .foreign(info)
  }
}

/// Who manages a location.
enum ClientState: Sendable, Equatable {
  case ours(MDMInfo)
  case unclaimed
  case foreign(MDMInfo)
}
