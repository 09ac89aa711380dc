/// A call of the simulated service, as faults and the request log name it.
package enum SimulatedEndpoint: String, Sendable, CaseIterable {
  case serviceConfig, clientConfigRead, clientConfigWrite
  case assets, assignments, users
  case associate, disassociate, revoke
  case createUsers, updateUsers, retireUsers
  case status
  case lookup
  case unknown

  /// Whether it is one of the calls that change the location asynchronously.
  package var isChange: Bool {
    switch self {
    case .associate, .disassociate, .revoke, .createUsers, .updateUsers, .retireUsers: true
    default: false
    }
  }

  /// Whether it is a POST.
  package var isPost: Bool { isChange || self == .clientConfigWrite }

  private static let paths: [String: [String: SimulatedEndpoint]] = [
    "/mdm/v2/service/config": ["GET": .serviceConfig],
    "/mdm/v2/client/config": ["GET": .clientConfigRead, "POST": .clientConfigWrite],
    "/mdm/v2/assets": ["GET": .assets],
    "/mdm/v2/assignments": ["GET": .assignments],
    "/mdm/v2/users": ["GET": .users],
    "/mdm/v2/assets/associate": ["POST": .associate],
    "/mdm/v2/assets/disassociate": ["POST": .disassociate],
    "/mdm/v2/assets/revoke": ["POST": .revoke],
    "/mdm/v2/users/create": ["POST": .createUsers],
    "/mdm/v2/users/update": ["POST": .updateUsers],
    "/mdm/v2/users/retire": ["POST": .retireUsers],
    "/mdm/v2/status": ["GET": .status],
    "/lookup": ["GET": .lookup],
  ]

  /// The keys of Service Config's `urls` with their paths (service-api.md section 2).
  static let urlKeys: [(key: String, path: String)] = [
    ("associateAssets", "/assets/associate"), ("clientConfig", "/client/config"),
    ("createUsers", "/users/create"), ("disassociateAssets", "/assets/disassociate"),
    ("eventStatus", "/status"), ("getAssets", "/assets"), ("getAssignments", "/assignments"),
    ("getUsers", "/users"), ("retireUsers", "/users/retire"), ("revokeAssets", "/assets/revoke"),
    ("updateUsers", "/users/update"),
  ]

  /// What a request line means; nil for a known path with a method that it does not take.
  static func of(method: String, path: String) -> SimulatedEndpoint? {
    guard let methods = paths[path] else { return .unknown }
    return methods[method]
  }
}
