extension ServiceErrorNumber {
  /// What the number means and what to do, one or two sentences without the number; for an unknown number what the person can do with it.
  package var advice: String {
    Self.texts[rawValue]
      ?? "Purser does not know this number. Nothing more was sent; Apple's text says what there is to say."
  }

  /// Whether the number is one that Purser has a text for.
  package var isKnown: Bool { Self.texts[rawValue] != nil }

  private static let texts: [Int: String] = tokenTexts.merging(
    requestTexts.merging(changeTexts) { a, _ in a }
  ) { a, _ in a }

  private static let tokenTexts: [Int: String] = [
    9601: "Apple asks for a token and got none. Add it again with «purser token add».",
    9621: "The token has expired. Download a new one and add it with «purser token add».",
    9622:
      "Apple does not know this token. Download it again and add the whole file with «purser token add».",
    9625: "The token is revoked: a newer one exists, or the password changed. "
      + "Download the present one and add it with «purser token add».",
    9634: "Apple has ended this service for the location. Look in School or Business Manager.",
    9637: "This token may only read, or this account may not do that. "
      + "Ask whoever manages the account for the right to manage content.",
    9645: "The location is managed by Apple's own device management and can only be read.",
    9647: "This token is of the old kind. Download the location's own token and add it.",
    9722: "Apple can't read the token as it was sent. Download it again and add the whole file.",
  ]

  private static let requestTexts: [Int: String] = [
    9602: "Apple finds a value of the request wrong. Nothing was changed.",
    9603: "Apple failed inside. Try again in a few minutes.",
    9623: "Apple does not accept the certificate of this kind. Nothing was changed.",
    9644: "Apple is under maintenance. Try again later.",
    9646:
      "Too many requests for this location, perhaps together with another client. Try again in a minute.",
    9650: "The list became shorter while it was read. Sync again.",
    9708: "Apple no longer knows this event. The list tells what became of it.",
    9710: "A notification address and its secret go together. Nothing was changed.",
    9711: "The notification address or its secret is too long. Nothing was changed.",
    9712: "The notification address is to be https. Nothing was changed.",
    9713: "The client's metadata is too long. Nothing was changed.",
    9721: "Apple no longer has the version the cache rests on. A full sync puts that right.",
    9723: "The client's name, id and metadata go together. Nothing was changed.",
    9724: "The client's id is too long. Nothing was changed.",
    9725:
      "The client's name is too long: choose a shorter «clientName» in config.toml. Nothing was changed.",
    9726: "Apple does not take this kind of request here. Nothing was changed.",
    9727: "Apple does not take this kind of content here. Nothing was changed.",
    9728: "Apple could not reach the notification address. Nothing was changed.",
    9729: "Apple is not available at the moment. Try again later.",
  ]

  private static let changeTexts: [Int: String] = [
    9609: "Apple knows no such client user. Sync, then create the user or choose another.",
    9616: "It is assigned already.",
    9635: "This Managed Apple Account can't be used. Choose another one.",
    9641: "This Managed Apple Account belongs to another client user already. Choose another one.",
    9643: "The licences are locked by a transfer. Try again later.",
    9700: "More assets in one request than Apple takes now. The limits are read again.",
    9701: "More client users in one request than Apple takes now. The limits are read again.",
    9702: "More serial numbers in one request than Apple takes now. The limits are read again.",
    9703: "An asset stood twice in the request. Nothing was changed.",
    9704: "A client user stood twice in the request. Nothing was changed.",
    9705: "A serial number stood twice in the request. Nothing was changed.",
    9706: "The asset can't be reclaimed. Nothing was changed.",
    9707: "The asset does not go to devices: assign it to a client user. Nothing was changed.",
    9709: "No licence is left. Buy or reclaim some, then assign what is missing.",
    9714: "More client users in one request than Apple takes now. The limits are read again.",
    9715: "A client user stood twice in the request. Nothing was changed.",
    9716: "A client user with this id exists already. Update that one instead.",
    9717: "Apple does not take this mail address. Nothing was changed.",
    9718: "The request named no asset. Nothing was changed.",
    9719: "The request named no client user and no serial number. Nothing was changed.",
    9720: "The request named no client user. Nothing was changed.",
  ]
}
