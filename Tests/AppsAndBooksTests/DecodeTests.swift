import AppsAndBooks
import Foundation
import Testing

@testable import AppsAndBooks

/// Every endpoint's answer, as the service writes it and in odd forms.
struct DecodeTests {
  private func answer<A>(_ reply: Reply<A>) throws -> A {
    guard case .answer(let answer, _) = reply else { throw Unexpected() }
    return answer
  }

  private struct Unexpected: Error {}

  @Test(
    "Service Config gives limits and addresses; what is missing, null or below one keeps the documented value"
  )
  func serviceConfig() throws {
    let whole = try answer(GetServiceConfig().decode(Fixture.bytes("ServiceConfig/whole")))
    #expect(whole.limits.maxRequestPerSecond == 15)
    #expect(whole.limits.maxMDMMetadataLength == 255)
    #expect(whole.urls["getAssets"] == "https://vpp.itunes.apple.com/mdm/v2/assets")
    let odd = try answer(GetServiceConfig().decode(Fixture.bytes("ServiceConfig/odd")))
    #expect(odd.limits.maxAssets == 10)
    #expect(odd.limits.maxSerialNumbers == 1000)
    #expect(odd.limits.maxClientUserIDs == 1000)
    #expect(odd.limits.maxRequestPerSecond == nil)
    #expect(odd.urls == ["getUsers": "https://vpp.itunes.apple.com/mdm/v2/users"])
    let empty = try answer(GetServiceConfig().decode(Fixture.bytes("ServiceConfig/empty")))
    #expect(empty == ServiceConfig())
  }

  @Test("Client Config gives location and owner, and forgets the notification secret")
  func clientConfig() throws {
    let config = try answer(GetClientConfig().decode(Fixture.bytes("ClientConfig/whole")))
    #expect(config.countryCode == "DE")
    #expect(config.locationName == "Werk Nord")
    #expect(config.meta.uID == "3051772900118402")
    #expect(config.meta.mdmInfo?.name == "Desk Console")
    #expect(config.meta.tokenExpirationDate == Date(timeIntervalSince1970: 1_803_975_300))
    var dumped = ""
    dump(config, to: &dumped)
    #expect(!dumped.contains("n0t-a-real-secret"))
  }

  @Test(
    "an owner that is null or has an empty id is no owner", arguments: ["unclaimed", "released"])
  func noOwner(name: String) throws {
    let config = try answer(GetClientConfig().decode(Fixture.bytes("ClientConfig/\(name)")))
    #expect(config.meta.mdmInfo == nil)
    #expect(config.meta.tokenExpirationDate == nil)
  }

  @Test("Get Assets gives counts, flags and paging")
  func assets() throws {
    let page = try answer(GetAssets().decode(Fixture.bytes("GetAssets/two")))
    #expect(page.elements.map(\.id.adamID.rawValue) == ["361309726", "431617578"])
    #expect(page.elements[0].availableCount == 3)
    #expect(page.elements[0].supportedPlatforms == ["iOS", "macOS"])
    #expect(page.elements[1].isBook && !page.elements[1].canGoToDevices)
    #expect(page.nextPageIndex == 1 && page.totalPages == 2 && page.size == 2)
    #expect(page.versionID == "b7c1e2d0-7a11-11f0-9c1e-0f4f1d5a9e01")
    #expect(page.meta.mdmInfo?.metadata == "0.3")
  }

  @Test("Get Assets takes missing and null members, unknown words, and whole numbers in any form")
  func oddAssets() throws {
    let page = try answer(GetAssets().decode(Fixture.bytes("GetAssets/odd")))
    try #require(page.count == 3)
    #expect(page.elements[0] == Asset(id: AssetID(AdamID(rawValue: "361309726"))))
    let odd = page.elements[1]
    #expect(odd.isUnlimited && odd.availableCount == 5 && odd.assignedCount == -1)
    #expect(odd.retiredCount == 10)
    #expect(odd.id.pricingParam.rawValue == "ULTRA" && odd.productType?.rawValue == "Film")
    #expect(odd.deviceAssignable == nil && odd.supportedPlatforms.isEmpty)
    #expect(page.elements[2].supportedPlatforms == ["visionOS", "toasterOS"])
    #expect(page.elements[2].id.pricingParam == .standard)
    #expect(page.nextPageIndex == nil && page.meta.mdmInfo == nil)
  }

  @Test("Get Assignments gives the pairs of the last page")
  func assignments() throws {
    let page = try answer(GetAssignments().decode(Fixture.bytes("GetAssignments/last")))
    #expect(
      page.assignments == [
        Assignment(
          asset: AssetID(AdamID(rawValue: "361309726")),
          holder: .device(SerialNumber(rawValue: "F9FZK2Q0PLK4"))),
        Assignment(
          asset: AssetID(AdamID(rawValue: "431617578"), .plus),
          holder: .clientUser(ClientUserID(rawValue: "emp-0042"))),
      ])
    #expect(page.paging.currentPageIndex == 1 && page.paging.nextPageIndex == nil)
    #expect(page.meta.uID == "3051772900118402")
  }

  @Test(
    "Get Assignments takes escapes, blanks, null and empty holders, unknown members and a missing list"
  )
  func oddAssignments() throws {
    let page = try answer(GetAssignments().decode(Fixture.bytes("GetAssignments/odd")))
    let asset = AssetID(AdamID(rawValue: "361"))
    #expect(
      page.assignments == [
        Assignment(
          asset: asset, holder: .clientUser(ClientUserID(rawValue: "Jörg 😀 \"x\"\\/"))),
        Assignment(asset: asset, holder: .device(SerialNumber(rawValue: "F9FZK2Q0PLK4"))),
        Assignment(asset: asset, holder: .device(SerialNumber(rawValue: "ß"))),
      ])
    let empty = try answer(GetAssignments().decode(Fixture.bytes("GetAssignments/empty")))
    #expect(empty.count == 0 && empty.paging.versionID == "v2")
  }

  @Test("Get Users gives repeated ids and unknown states as they are")
  func users() throws {
    let page = try answer(GetUsers().decode(Fixture.bytes("GetUsers/three")))
    #expect(page.elements.map(\.isActive) == [true, true, false])
    #expect(page.elements[1].inviteCode == "0c9f1d7a52b84e6f9a3c7d115e20b846")
    #expect(page.elements[0].idHash == "q0Zk1mJ5u8cYt7w2r9vXbA4eLdE=")
    let odd = try answer(GetUsers().decode(Fixture.bytes("GetUsers/odd")))
    #expect(odd.elements[0] == ClientUser(id: ClientUserID(rawValue: "a")))
    #expect(odd.elements[1].status?.rawValue == "Paused" && odd.elements[1].isActive)
  }

  @Test("an accepted change names its event")
  func event() throws {
    let id = try answer(EventAnswer.decode(Fixture.bytes("Events/accepted")))
    #expect(id.rawValue == "0a6f2a1e-4b55-4d0e-9f0b-6f6d3f6f7a10")
  }

  @Test("an event tells how far it is and what failed")
  func eventStatus() throws {
    let endpoint = GetEventStatus(eventID: EventID(rawValue: "e"))
    let failed = try answer(endpoint.decode(Fixture.bytes("EventStatus/failed")))
    #expect(failed.status == .failed && failed.numRequested == 4 && failed.numCompleted == 3)
    let failure = try #require(failed.failures.first)
    #expect(failure.number == .notEnoughAssets)
    let asset = AssetID(AdamID(rawValue: "361309726"))
    let serial = SerialNumber(rawValue: "F9FZK2Q0PLK7")
    #expect(failure.covers(Assignment(asset: asset, holder: .device(serial))))
    #expect(
      !failure.covers(
        Assignment(asset: asset, holder: .clientUser(.init(rawValue: "F9FZK2Q0PLK7")))))
    let pending = try answer(endpoint.decode(Fixture.bytes("EventStatus/pending")))
    #expect(pending.status == .pending && pending.numRequested == 16 && pending.failures.isEmpty)
    let odd = try answer(endpoint.decode(Fixture.bytes("EventStatus/odd")))
    #expect(odd.status.rawValue == "CANCELLED" && odd.failures[0].number.rawValue == 9999)
    #expect(odd.failures[1].clientUserIDs.map(\.rawValue) == ["u"])
  }

  @Test("the metadata lookup gives what it can of each entry")
  func metadata() throws {
    let found = try answer(
      LookUpContent(adamIDs: [], platform: "enterprisestore", countryCode: "DE", language: nil)
        .decode(Fixture.bytes("ContentMetadata/some")))
    #expect(found.count == 2)
    let app = try #require(found[AdamID(rawValue: "361309726")])
    #expect(app.name == "Skizze Pro" && app.developer == "Stift & Blatt" && app.genre == "Kunst")
    #expect(app.platforms == ["iphone", "ipad", "mac"])
    let book = try #require(found[AdamID(rawValue: "431617578")])
    #expect(book.name == "Schulatlas" && book.developer == nil && book.platforms.isEmpty)
  }

  /// Decodes a body with every endpoint; true where it is read as an error.
  private static let decoders: [(String, @Sendable ([UInt8]) throws -> ServiceFailure?)] = [
    ("Service Config", { try failure(GetServiceConfig().decode($0)) }),
    ("Client Config", { try failure(GetClientConfig().decode($0)) }),
    ("Get Assets", { try failure(GetAssets().decode($0)) }),
    ("Get Assignments", { try failure(GetAssignments().decode($0)) }),
    ("Get Users", { try failure(GetUsers().decode($0)) }),
    ("Event Status", { try failure(GetEventStatus(eventID: EventID(rawValue: "")).decode($0)) }),
    ("changes", { try failure(EventAnswer.decode($0)) }),
  ]

  private static func failure<A>(_ reply: Reply<A>) -> ServiceFailure? {
    if case .failure(let failure, _) = reply { failure } else { nil }
  }

  @Test(
    "an error body is an error for every endpoint, whatever the HTTP status",
    arguments: [
      ("Errors/sync", 9702), ("Errors/unknown-token", 9622),
    ])
  func errors(fixture: String, number: Int) throws {
    let body = try Fixture.bytes(fixture)
    for (name, decode) in Self.decoders {
      #expect(try decode(body)?.number.rawValue == number, "\(name)")
    }
  }

  @Test(
    "a body that is not the service's is refused by every endpoint",
    arguments: [
      "", " ", "<html><body>Log in</body></html>", "[]", "null", "5", "{", "{\"uId\":\"1\"",
      "{\"uId\":7}",
      "{\"uId\":\"a\",\"uId\":\"b\"}", "{} {}", "{\"tokenExpirationDate\":true}", "\u{1}",
    ])
  func refused(body: String) {
    for (name, decode) in Self.decoders {
      #expect(throws: BodyError.self, "\(name)") { try decode(Array(body.utf8)) }
    }
  }

  @Test(
    "requests carry the service's names, sorted, and no empty list",
    arguments: zip(
      [
        {
          try AssociateAssets(
            request: ManageAssetsRequest(
              assets: [AssetID(AdamID(rawValue: "1")), AssetID(AdamID(rawValue: "2"), .plus)],
              serialNumbers: [SerialNumber(rawValue: "S")])
          ).body()
        },
        {
          try DisassociateAssets(
            request: ManageAssetsRequest(
              assets: [AssetID(AdamID(rawValue: "1"))],
              clientUserIDs: [ClientUserID(rawValue: "u/ä\"")])
          )
          .body()
        },
        {
          try RevokeAssets(request: RevokeAssetsRequest(clientUserIDs: [.init(rawValue: "u")]))
            .body()
        },
        {
          try CreateUsers(users: [UserChange(id: .init(rawValue: "u"), email: "u@example.org")])
            .body()
        },
        {
          try UpdateUsers(users: [UserChange(id: .init(rawValue: "u"), managedAppleID: "m@e.org")])
            .body()
        },
        { try RetireUsers(users: [UserChange(id: .init(rawValue: "u"))]).body() },
        { try SetClientConfig(mdmInfo: MDMInfo(id: "", name: "", metadata: "")).body() },
      ] as [@Sendable () throws -> [UInt8]],
      [
        #"{"assets":[{"adamId":"1","pricingParam":"STDQ"},{"adamId":"2","pricingParam":"PLUS"}],"serialNumbers":["S"]}"#,
        #"{"assets":[{"adamId":"1","pricingParam":"STDQ"}],"clientUserIds":["u/ä\""]}"#,
        #"{"clientUserIds":["u"]}"#,
        #"{"users":[{"clientUserId":"u","email":"u@example.org"}]}"#,
        #"{"users":[{"clientUserId":"u","managedAppleId":"m@e.org"}]}"#,
        #"{"users":[{"clientUserId":"u"}]}"#,
        #"{"mdmInfo":{"id":"","metadata":"","name":""}}"#,
      ]))
  func bodies(make: @Sendable () throws -> [UInt8], expected: String) throws {
    #expect(String(decoding: try make(), as: UTF8.self) == expected)
  }

  @Test("a request's pairs are the cross product")
  func pairs() {
    let request = ManageAssetsRequest(
      assets: [AssetID(AdamID(rawValue: "1")), AssetID(AdamID(rawValue: "2"))],
      serialNumbers: ["A", "B", "C"].map(SerialNumber.init(rawValue:)))
    #expect(request.pairCount == 6 && Set(request.pairs).count == 6)
  }
}
