/// An error of the service: a number, the status it comes with, and what it is about.
struct ServiceFailure: Error, Sendable {
  var number: Int
  var status: Int
  var info: Info?

  /// `errorInfo`: the assets and holders that an error is about.
  struct Info: Sendable {
    var assets: [AssetKey] = []
    var clientUserIds: [String] = []
    var serialNumbers: [String] = []
  }

  init(_ number: Int, status: Int? = nil, info: Info? = nil) {
    self.number = number
    self.status = status ?? Self.statuses[number] ?? 400
    self.info = info
  }

  var message: String { Self.messages[number] ?? "Request failed." }

  /// Writes the members of an error body or of a failure in an event's status.
  func write(into json: inout JSONText) {
    json.set("errorNumber", number)
    json.set("errorMessage", message)
    guard let info else { return }
    json.beginObject("errorInfo")
    if !info.assets.isEmpty {
      json.beginArray("assets")
      for asset in info.assets {
        json.beginObject()
        json.set("adamId", asset.adamId)
        json.set("pricingParam", asset.pricingParam)
        json.endObject()
      }
      json.endArray()
    }
    if !info.clientUserIds.isEmpty { json.set("clientUserIds", info.clientUserIds) }
    if !info.serialNumbers.isEmpty { json.set("serialNumbers", info.serialNumbers) }
    json.endObject()
  }

  private static let statuses = [
    9601: 401, 9603: 500, 9621: 401, 9622: 200, 9625: 401, 9634: 410, 9637: 403, 9644: 503,
    9646: 429, 9647: 403, 9722: 401, 9726: 405, 9727: 415, 9729: 503,
  ]

  /// Our own words for the numbers of service-api.md section 12, in the order of the numbers.
  static let messages: [Int: String] = [
    9601: "Login required.", 9602: "Invalid argument.", 9603: "Internal error.",
    9609: "Registered user not found.", 9616: "License already assigned.",
    9619: "License not associated.", 9621: "Expired authentication token.",
    9622: "Invalid authentication token.", 9625: "Revoked authentication token.",
    9634: "This service has been removed.", 9635: "The Apple Account can't be used.",
    9637: "The token lacks the permission for this.",
    9641: "The Apple Account is associated to another user.", 9644: "Maintenance.",
    9646: "Too many recent requests.", 9647: "Unsupported for legacy tokens.",
    9650: "The page index is out of range.", 9700: "Too many assets in one request.",
    9701: "Too many clientUserIds in one request.",
    9702: "Too many serialNumbers in one request.", 9703: "Duplicate assets.",
    9704: "Duplicate clientUserIds.", 9705: "Duplicate serialNumbers.",
    9706: "The asset is not revocable.", 9707: "The asset is not device-assignable.",
    9708: "The event was not found.", 9709: "Not enough assets available.",
    9710: "notificationUrl and notificationAuthToken belong together.",
    9711: "notificationUrl or notificationAuthToken is too long.",
    9712: "notificationUrl is not a valid HTTPS URL.", 9713: "mdmInfo metadata is too long.",
    9714: "Too many users in one request.", 9715: "Duplicate users.",
    9716: "A user with this clientUserId exists already.", 9717: "The email is not valid.",
    9718: "Assets are required.", 9719: "clientUserIds or serialNumbers are required.",
    9720: "Users are required.", 9721: "The versionId is not valid.",
    9722: "The Authorization header is not valid.",
    9723: "mdmInfo needs id, name and metadata.", 9724: "mdmInfo id is too long.",
    9725: "mdmInfo name is too long.", 9726: "The method is not supported.",
    9727: "The content type is not supported.", 9728: "notificationUrl can't be reached.",
    9729: "Temporarily unavailable.",
  ]
}
