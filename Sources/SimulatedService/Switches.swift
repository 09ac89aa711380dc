/// What is not known of the real service (service-api.md sections 14 and 15), as switches.
///
/// Each default is the reading that the page recommends; a client is right only if it is right for
/// every setting.
package struct Switches: Sendable {
  package init() {}

  // MARK: Paging and versions

  package enum PageCounting: Sendable {
    /// Pages 0 … totalPages − 1.
    case fromZero
    /// Pages 1 … totalPages, as the service's prose can be read; page 0 is out of range.
    case fromOne
    /// Everything in one answer without any paging field.
    case absent
  }
  package var pageCounting = PageCounting.fromZero

  package enum EmptyPage: Sendable {
    /// `totalPages` 1, `size` 0 and an empty array.
    case onePage
    /// `totalPages` 0.
    case zeroPages
    /// `totalPages` 1 and no array at all.
    case noArray
  }
  package var emptyPage = EmptyPage.onePage

  package enum Removals: Sendable {
    /// An increment says nothing of removed assignments.
    case vanish
    /// An increment lists a removed assignment like any other row.
    case listedLikeOthers
  }
  package var removalsInIncrement = Removals.vanish

  /// Version ids differ by filter and are good for the same filter only.
  package var versionPerFilter = false

  /// Every page and row has members that no client knows, of every kind of JSON.
  package var unknownMembers = false
  /// Members without a value are written as null instead of left out.
  package var nullsForMissing = false
  /// A page's array comes after its paging fields instead of before.
  package var arrayLast = false

  // MARK: Filters

  /// `activeOnly` and `retiredOnly` are ignored.
  package var ignoresActiveOnly = false
  /// `includeRetired`, the parameter of the first version, is ignored.
  package var ignoresIncludeRetired = false
  /// `pricingParam` filters assignments (known since 2026).
  package var assignmentsByPricingParam = true
  /// Serial numbers are looked up without regard to case.
  package var serialsIgnoreCase = false

  // MARK: Fields of every answer

  package enum Presence: Sendable {
    case always, whenSet, never
  }
  /// `mdmInfo`: `always` writes null where no client manages the location.
  package var mdmInfo = Presence.whenSet
  /// `mdmInfo` and `uId` on error bodies too.
  package var mdmInfoOnErrors = false

  package enum ExpirationPresence: Sendable {
    case always
    /// Only when the token expires within 15 days.
    case whenNear
    case never
  }
  /// `tokenExpirationDate` outside Client Config.
  package var tokenExpirationDate = ExpirationPresence.always
  /// `tokenExpirationDate` in Client Config.
  package var tokenExpirationDateInClientConfig = ExpirationPresence.always

  // MARK: Tokens

  /// The HTTP status of 9622; 401 is what the documentation says.
  package var unknownTokenStatus = 200
  /// The number for a request without an Authorization header; 9722 is the other candidate.
  package var missingHeaderNumber = 9601
  /// The number for a change with a read-only token, sent with 403.
  package var readOnlyNumber = 9637
  /// A read-only token may not read Client Config either.
  package var readOnlyRefusesClientConfig = false

  // MARK: Client Config

  /// Three empty strings in `mdmInfo` release the location; false answers 9723.
  package var emptyClientReleases = true
  /// A released location keeps an `mdmInfo` of empty strings in its answers.
  package var releaseLeavesEmptyStrings = false
  /// A write keeps the settings that it does not name; false clears them.
  package var partialConfigKeeps = true
  /// Whether the service reaches the notification URL; false answers 9728.
  package var notificationsReachable = true

  // MARK: Changes

  /// Users and serial numbers in one request; false answers 9602.
  package var mixedHoldersAccepted = true

  package enum Repeat: Sendable {
    /// Success without any effect.
    case succeeds
    /// A failed task with a number of the first version of the API.
    case fails
  }
  /// Associating a pair that exists; `fails` is 9616.
  package var associateAgain = Repeat.succeeds
  /// Disassociating a pair that does not exist; `fails` is 9619.
  package var disassociateMissing = Repeat.succeeds
  /// A task without effect counts in `numCompleted`.
  package var repeatCounts = true

  package enum UnownedAsset: Sendable {
    /// A failed task, 9709.
    case notEnough
    /// A failed task, 9602.
    case asyncArgument
    /// The request is refused, 400/9602.
    case refused
  }
  package var unownedAsset = UnownedAsset.notEnough
  /// A serial number that the location never saw is taken; false fails its task by 9602.
  package var unknownSerialsAccepted = true
  /// An unknown client user is a failed task, 9609; true refuses the request with 400/9609.
  package var unknownUserRefused = false
  /// With too few licences as many pairs as fit are done; false does none of that asset.
  package var partialFill = true

  package enum FailureDetail: Sendable {
    /// `errorInfo` names assets and holders.
    case pairs
    /// `errorInfo` names holders only.
    case holdersOnly
    /// No `errorInfo`.
    case none
  }
  package var failureDetail = FailureDetail.pairs

  package enum RevokeCount: Sendable {
    /// `numRequested` of a revoke counts the assignments it takes.
    case assignments
    /// It counts the holders named.
    case holders
  }
  package var revokeCount = RevokeCount.assignments

  // MARK: Events and lists

  /// How long a finished event can be asked for; nil is for ever.
  package var eventRetention: Duration?
  /// How long after an event's task the lists show it.
  package var listLag: Duration = .zero
  /// `assignedCount` of a book or app counts what retired users still hold, as `retiredCount` too.
  package var retiredInsideTotal = false
  /// What an unlimited asset says is left: all of its total, or what is not assigned.
  package var unlimitedAvailableIsTotal = false

  // MARK: Limits

  package var limits = Limits()

  package enum RateRetryAfter: Sendable {
    case none
    case seconds(Int)
  }
  /// `Retry-After` on the 429 of the rate limit.
  package var rateRetryAfter = RateRetryAfter.none
  /// Overrides `maxRequestPerSecond` of Service Config.
  package var announcedRate: Int?
  /// Leaves `maxRequestPerSecond` out of Service Config, as before 2026.
  package var hidesRate = false

  // MARK: Metadata lookup

  /// The lookup's `artwork` as a list of sized images instead of a template.
  package var artworkIsList = false
  /// Artist and asset ids of the lookup as numbers instead of texts.
  package var lookupNumbersAreNumbers = false
  /// The lookup requires the location's own country; false ignores `cc`.
  package var lookupNeedsCountry = true
}

/// The limits that Service Config announces and the service enforces (service-api.md section 3).
package struct Limits: Sendable {
  package var maxAssets = 25
  package var maxClientUserIds = 1_000
  package var maxSerialNumbers = 1_000
  package var maxRevokeClientUserIds = 100
  package var maxRevokeSerialNumbers = 100
  package var maxUsers = 100
  package var maxNotificationLength = 512
  package var maxMdmIdLength = 100
  package var maxMdmNameLength = 100
  package var maxMdmMetadataLength = 255

  package init() {}
}
