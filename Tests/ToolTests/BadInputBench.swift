import Files
import Foundation
import SimulatedService
import SystemPackage
import TestSupport
import Testing

@testable import purser

/// One example of the bad-input matrix (reliability.md section 10): what is given, and what is said.
///
/// `{…}` in arguments, file and message stands for something of the bench.
struct BadInput: Sendable, CustomStringConvertible {
  var arguments: [String]
  /// What `{in}` holds, as text or as bytes.
  var file: String?
  var bytes: [UInt8]?
  /// What standard error says, whole.
  var message: String
  var code: Int32 = 64
  /// Whether not even a GET goes out.
  var asksNobody = false

  init(
    _ arguments: String, file: String? = nil, bytes: [UInt8]? = nil, code: Int32 = 64,
    asksNobody: Bool = false, _ message: String
  ) {
    self.init(
      arguments.split(separator: " ").map(String.init), file: file, bytes: bytes, code: code,
      asksNobody: asksNobody, message)
  }

  init(
    _ arguments: [String], file: String? = nil, bytes: [UInt8]? = nil, code: Int32 = 64,
    asksNobody: Bool = false, _ message: String
  ) {
    self.arguments = arguments
    self.file = file
    self.bytes = bytes
    self.code = code
    self.asksNobody = asksNobody
    self.message = message
  }

  var description: String {
    arguments.joined(separator: " ").prefix(120) + (file.map { " · \($0.prefix(60))" } ?? "")
  }
}

/// A claimed location with a book and apps of known counts, and a token of its own.
struct BadInputBench {
  var rig: ToolRig
  let service: SimulatedService
  let words: [String: String]

  init() async throws {
    rig = try await ToolRig { options in
      options.assets = 123
      options.client = (id: "6F1E2B9C-1F36-4B77-9F0C-0D4A3B2C1D00", name: "Desk")
    }
    service = try #require(rig.service)
    let assets = await service.assets().filter { $0.pricingParam == "STDQ" }
    let apps = assets.filter { !$0.isBook && $0.deviceAssignable && $0.total < 2_147_483_647 }
    let book = try #require(assets.first { $0.isBook })
    let stays = try #require(assets.first { !$0.isBook && !$0.deviceAssignable })
    for asset in [apps[0], apps[1], book, stays] {
      await service.setAvailable(5, adamId: asset.adamId)
    }
    let users = await service.users()
    let user = try #require(users.first { $0.status == "Associated" && $0.email != nil })
    let retired = try #require(users.first { $0.status == "Retired" })
    words = [
      "app": apps[0].adamId, "other": apps[1].adamId, "book": book.adamId, "stays": stays.adamId,
      "user": user.clientUserId, "email": user.email ?? "",
      "retired": retired.clientUserId, "folder": rig.folder.path.string,
      "in": rig.folder.path.appending("in.csv").string,
    ]
    rig.environment["PURSER_TOKEN_FILE"] = try rig.writeToken()
    try configure("clientId = \"6F1E2B9C-1F36-4B77-9F0C-0D4A3B2C1D00\"\n")
  }

  /// Writes `config.toml`.
  func configure(_ text: String) throws {
    let folder = rig.folder.path.appending("config/purser")
    try FileManager.default.createDirectory(
      atPath: folder.string, withIntermediateDirectories: true,
      attributes: [.posixPermissions: 0o700])
    try rig.folder.write("config/purser/config.toml", Array(text.utf8))
  }

  /// A text with the things of this bench in place.
  func filled(_ text: String) -> String {
    words.reduce(text) { $0.replacing("{\($1.key)}", with: $1.value) }
  }

  /// Runs one example and checks all that the matrix asks: message, exit code, nothing sent.
  func check(_ row: BadInput, _ place: SourceLocation = #_sourceLocation) async throws {
    if let file = row.file { try rig.folder.write("in.csv", Array(filled(file).utf8)) }
    if let bytes = row.bytes { try rig.folder.write("in.csv", bytes) }
    let before = await service.requests().count
    let result = await rig.run(row.arguments.map(filled))
    #expect(result.errors == filled(row.message) + "\n", "\(row)", sourceLocation: place)
    #expect(result.code == row.code, "\(row)", sourceLocation: place)
    #expect(await service.postCount() == 0, "\(row)", sourceLocation: place)
    if row.asksNobody {
      #expect(await service.requests().count == before, "\(row)", sourceLocation: place)
    }
    let token = service.token
    #expect(
      !(result.output + result.errors).contains(token.prefix(24)), "\(row)", sourceLocation: place)
  }
}
