/// The service's number for an error (service-api.md section 12): an open set, unknown numbers are kept.
///
/// Branch on the number only: the service's texts differ for one number.
package struct ServiceErrorNumber: RawRepresentable, Hashable, Sendable, Codable {
  /// The number, `9622` and the like.
  package let rawValue: Int

  /// Takes any number.
  package init(rawValue: Int) {
    self.rawValue = rawValue
  }

  private init(_ number: Int) { rawValue = number }

  /// No token was given.
  package static let loginRequired = Self(9601)
  /// An argument is wrong.
  package static let badArgument = Self(9602)
  /// The service failed inside.
  package static let internalError = Self(9603)
  /// The client user is not known.
  package static let userNotFound = Self(9609)
  /// The token has expired.
  package static let tokenExpired = Self(9621)
  /// The token is not one the service knows; seen with HTTP 200.
  package static let tokenUnknown = Self(9622)
  /// The token was revoked.
  package static let tokenRevoked = Self(9625)
  /// The service was removed.
  package static let serviceRemoved = Self(9634)
  /// The Apple Account can't be used.
  package static let accountUnusable = Self(9635)
  /// The token may not do this.
  package static let notPermitted = Self(9637)
  /// The Apple Account belongs to another user.
  package static let accountTaken = Self(9641)
  /// Maintenance.
  package static let maintenance = Self(9644)
  /// Too many requests.
  package static let tooManyRequests = Self(9646)
  /// Not for tokens of the old kind.
  package static let legacyToken = Self(9647)
  /// There is no such page.
  package static let noSuchPage = Self(9650)
  /// Too many assets in one request.
  package static let tooManyAssets = Self(9700)
  /// Too many client users in one request.
  package static let tooManyClientUsers = Self(9701)
  /// Too many serial numbers in one request.
  package static let tooManySerialNumbers = Self(9702)
  /// An asset twice.
  package static let duplicateAssets = Self(9703)
  /// A client user twice.
  package static let duplicateClientUsers = Self(9704)
  /// A serial number twice.
  package static let duplicateSerialNumbers = Self(9705)
  /// The asset can't be taken back.
  package static let notRevocable = Self(9706)
  /// The asset is not for devices.
  package static let notDeviceAssignable = Self(9707)
  /// The event is not known.
  package static let eventNotFound = Self(9708)
  /// Not enough licences.
  package static let notEnoughAssets = Self(9709)
  /// Too many users in one request.
  package static let tooManyUsers = Self(9714)
  /// A user twice.
  package static let duplicateUsers = Self(9715)
  /// The user is there already.
  package static let userExists = Self(9716)
  /// The mail address is not one.
  package static let badEmail = Self(9717)
  /// No assets in the request.
  package static let assetsMissing = Self(9718)
  /// No holders in the request.
  package static let holdersMissing = Self(9719)
  /// No users in the request.
  package static let usersMissing = Self(9720)
  /// The version ID is not known.
  package static let badVersionID = Self(9721)
  /// The authorization header is malformed.
  package static let badAuthorization = Self(9722)
  /// `mdmInfo` is not whole.
  package static let mdmInfoIncomplete = Self(9723)
  /// Temporarily unavailable.
  package static let unavailable = Self(9729)

  /// Whether the token itself is the problem: a new one is needed.
  package var isTokenProblem: Bool {
    [.loginRequired, .tokenExpired, .tokenUnknown, .tokenRevoked, .badAuthorization].contains(self)
  }

  /// Whether the token is good but may not do this, or nobody may any more.
  package var isPermissionProblem: Bool {
    [.notPermitted, .legacyToken, .serviceRemoved].contains(self)
  }

  /// Whether the same read may succeed in a moment (reliability.md section 8.1).
  package var isPassing: Bool {
    [.internalError, .maintenance, .tooManyRequests, .unavailable].contains(self)
  }

  /// Whether it says that a request was larger than the current limits (product.md section 5).
  package var isSizeLimit: Bool {
    [.tooManyAssets, .tooManyClientUsers, .tooManySerialNumbers, .tooManyUsers].contains(self)
  }
}
