import Foundation
import Glibc

/// An answer as it came over the socket.
struct PlainAnswer: Sendable {
  var status = 0
  var headers: [String: String] = [:]
  var body = Data()
  /// The whole of what came, before it was taken apart.
  var raw = Data()
  /// The error that ended reading, if it was not a proper close.
  var readError: Int32 = 0

  var text: String { String(decoding: body, as: UTF8.self) }

  /// The body as a JSON object, empty for anything else.
  var json: [String: Any] {
    (try? JSONSerialization.jsonObject(with: body)) as? [String: Any] ?? [:]
  }

  func string(_ name: String) -> String? { json[name] as? String }
  func int(_ name: String) -> Int? { json[name] as? Int }
  func objects(_ name: String) -> [[String: Any]] { json[name] as? [[String: Any]] ?? [] }
  var errorNumber: Int? { int("errorNumber") }
}

/// One HTTP/1.1 request over an own socket, read to its end, without anything of the tested room.
enum PlainHTTP {
  struct Refused: Error {}

  static func send(
    _ method: String, _ url: String, headers: [String: String] = [:], body: String? = nil
  ) async throws -> PlainAnswer {
    try await onThread {
      try exchange(method, url, headers: headers, body: body)
    }
  }

  /// Runs what blocks on a thread of its own, never on one that the server needs.
  static func onThread<Result: Sendable>(
    _ work: @escaping @Sendable () throws -> Result
  ) async throws -> Result {
    try await withCheckedThrowingContinuation { continuation in
      Thread.detachNewThread {
        continuation.resume(with: Swift.Result { try work() })
      }
    }
  }

  private static func exchange(
    _ method: String, _ url: String, headers: [String: String], body: String?
  ) throws -> PlainAnswer {
    let parts = url.dropFirst("http://127.0.0.1:".count)
      .split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard let port = UInt16(parts[0]) else { throw Refused() }
    let socket = try connect(port)
    defer { close(socket) }
    var head = "\(method) /\(parts.count > 1 ? String(parts[1]) : "") HTTP/1.1\r\n"
    head += "Host: 127.0.0.1\r\nConnection: close\r\n"
    for (name, value) in headers { head += "\(name): \(value)\r\n" }
    if let body { head += "Content-Length: \(body.utf8.count)\r\n" }
    let bytes = Array((head + "\r\n" + (body ?? "")).utf8)
    var sent = 0
    while sent < bytes.count {
      let count = bytes[sent...].withUnsafeBytes { write(socket, $0.baseAddress, $0.count) }
      guard count > 0 else { break }
      sent += count
    }
    return parse(read(socket))
  }

  /// A connection that stays open for several requests, for one thread at a time.
  struct Line: Sendable {
    fileprivate let socket: Int32

    init(_ url: String) throws {
      guard let port = UInt16(url.dropFirst("http://127.0.0.1:".count).prefix { $0 != "/" }) else {
        throw Refused()
      }
      socket = try PlainHTTP.connect(port)
    }

    /// Sends a GET and reads its answer by the announced length.
    func get(_ path: String) -> PlainAnswer {
      let bytes = Array("GET \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".utf8)
      _ = write(socket, bytes, bytes.count)
      var answer = PlainAnswer()
      var buffer = [UInt8](repeating: 0, count: 65_536)
      while true {
        let count = Glibc.read(socket, &buffer, buffer.count)
        guard count > 0 else { return answer }
        answer.raw.append(contentsOf: buffer[..<count])
        answer = PlainHTTP.parse(answer)
        if let length = Int(answer.headers["content-length"] ?? ""), answer.body.count >= length {
          return answer
        }
      }
    }

    /// Reads what comes until the other side closes.
    func rest() -> PlainAnswer { PlainHTTP.read(socket) }

    func end() { close(socket) }
  }

  fileprivate static func connect(_ port: UInt16) throws -> Int32 {
    let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    let size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let result = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        Glibc.connect(socket, $0, size)
      }
    }
    guard result == 0 else {
      close(socket)
      throw Refused()
    }
    return socket
  }

  fileprivate static func read(_ socket: Int32) -> PlainAnswer {
    var answer = PlainAnswer()
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = Glibc.read(socket, &buffer, buffer.count)
      if count < 0 { answer.readError = errno }
      guard count > 0 else { return answer }
      answer.raw.append(contentsOf: buffer[..<count])
    }
  }

  fileprivate static func parse(_ read: PlainAnswer) -> PlainAnswer {
    var answer = read
    guard let end = answer.raw.range(of: Data("\r\n\r\n".utf8)) else { return answer }
    let head = String(decoding: answer.raw[..<end.lowerBound], as: UTF8.self)
    let lines = head.components(separatedBy: "\r\n")
    answer.status = Int(lines[0].split(separator: " ").dropFirst().first ?? "") ?? 0
    for line in lines.dropFirst() {
      let pair = line.split(separator: ":", maxSplits: 1)
      if pair.count == 2 {
        answer.headers[pair[0].lowercased()] = pair[1].trimmingCharacters(in: .whitespaces)
      }
    }
    answer.body = Data(answer.raw[end.upperBound...])
    return answer
  }
}
