import Foundation
import Testing

@testable import SimulatedService

/// A running service with a clock moved by hand, and the short calls of the tests.
struct Bench {
  let service: SimulatedService
  let clock: HandClock

  /// Monday 2026-08-24, 07:42 UTC: the day of the sample screens.
  static let today = Date(timeIntervalSince1970: 1_787_557_320)

  /// Starts a small location, runs the body, and stops the service whatever happened.
  static func run(
    _ configure: (inout SimulatorOptions) -> Void = { _ in },
    _ body: (Bench) async throws -> Void
  ) async throws {
    var options = SimulatorOptions()
    options.assets = 40
    options.users = 60
    options.devices = 120
    options.assignments = 1_500
    options.pageSize = 100
    options.eventDelay = .seconds(10)
    configure(&options)
    let clock = HandClock()
    let service = try await SimulatedService.start(options, clock: clock, now: { today })
    do {
      try await body(Bench(service: service, clock: clock))
    } catch {
      await service.stop()
      throw error
    }
    await service.stop()
  }

  func get(_ path: String, token: String? = nil) async throws -> PlainAnswer {
    try await PlainHTTP.send(
      "GET", service.url + path, headers: ["Authorization": "Bearer \(token ?? service.token)"])
  }

  func post(_ path: String, _ body: String, token: String? = nil) async throws -> PlainAnswer {
    try await PlainHTTP.send(
      "POST", service.url + path,
      headers: [
        "Authorization": "Bearer \(token ?? service.token)", "Content-Type": "application/json",
      ], body: body)
  }

  func post(_ path: String, _ body: [String: Any], token: String? = nil) async throws
    -> PlainAnswer
  {
    let data = try JSONSerialization.data(withJSONObject: body)
    return try await post(path, String(decoding: data, as: UTF8.self), token: token)
  }

  /// Sends a change that is accepted and gives its event id.
  func accepted(_ path: String, _ body: [String: Any]) async throws -> String {
    let answer = try await post(path, body)
    #expect(answer.status == 200)
    return try #require(answer.string("eventId"))
  }

  /// Sends a change, lets it finish, and gives its status.
  func finished(_ path: String, _ body: [String: Any]) async throws -> PlainAnswer {
    let event = try await accepted(path, body)
    clock.advance(by: .seconds(10))
    return try await get("/status?eventId=\(event)")
  }

  /// Reads all pages of a list by the rules of service-api.md section 7.
  func all(_ list: String, _ query: String = "") async throws -> [[String: Any]] {
    var records: [[String: Any]] = []
    var next: Int? = 0
    while let index = next {
      let answer = try await get("/\(list)?pageIndex=\(index)\(query)")
      #expect(answer.status == 200)
      records += answer.objects(list)
      next = answer.int("nextPageIndex")
    }
    return records
  }

  /// All assignments over the wire, in the form of the oracle.
  func wireRows(_ query: String = "") async throws -> [AssignmentTruth] {
    try await all("assignments", query).map { Self.row($0) }
  }

  static func row(_ object: [String: Any]) -> AssignmentTruth {
    AssignmentTruth(
      adamId: object["adamId"] as? String ?? "",
      pricingParam: object["pricingParam"] as? String ?? "",
      clientUserId: object["clientUserId"] as? String,
      serialNumber: object["serialNumber"] as? String)
  }

  func asset(_ adamId: String) async throws -> AssetTruth {
    try #require(await service.assets().first { $0.adamId == adamId })
  }
}

/// Assets of the sample school that tests use by name.
enum Sample {
  static let skizze = "1534092217"
  static let tessera = "1534092391"
  static let klangfarben = "1534091764"
  static let schulatlas = "1534090573"
  static let pages = "361309726"
}
