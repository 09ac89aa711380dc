import Foundation
import Testing

/// The house rules that the compiler does not hold: who may import whom, and how large a file may be.
///
/// (architecture.md sections 3 and 5: SwiftPM's own check misses transitively present targets.)
struct StructureTests {
  /// What each room may import beside the standard library; the table of architecture.md section 3.
  private static let allowed: [String: Set<String>] = [
    "AppsAndBooks": ["FoundationEssentials", "HTTPTypes", "Synchronization"],
    "HTTPTransport": [
      "AppsAndBooks", "AsyncHTTPClient", "FoundationEssentials", "HTTPTypes", "NIOCore", "NIOHTTP1",
      "NIOPosix", "NIOSSL", "Synchronization",
    ],
    "Files": [
      "AppsAndBooks", "Crypto", "FoundationEssentials", "Glibc", "SystemPackage", "Synchronization",
      "TOMLKit",
    ],
    "LocationStore": [
      "AppsAndBooks", "Crypto", "Files", "FoundationEssentials", "Glibc", "Logging",
      "SystemPackage",
      "Synchronization",
    ],
    "Operations": [
      "AppsAndBooks", "Crypto", "Files", "FoundationEssentials", "LocationStore", "Logging",
      "SystemPackage", "Synchronization",
    ],
    "Screen": ["FoundationEssentials", "Synchronization", "TOMLKit"],
    "Console": [
      "AppsAndBooks", "FoundationEssentials", "LocationStore", "Operations", "Screen",
      "Synchronization",
    ],
    "Terminal": [
      "CNcurses", "CProcess", "Dispatch", "FoundationEssentials", "Glibc", "Screen",
      "Synchronization",
    ],
    "SimulatedService": [
      "AppsAndBooks", "FoundationEssentials", "HTTPTypes", "Hummingbird", "HummingbirdCore",
      "Logging", "NIOCore", "NIOHTTP1", "NIOPosix", "ServiceLifecycle", "Synchronization",
    ],
  ]

  @Test("every room imports only what its row of the table allows")
  func imports() throws {
    for file in try SourceFile.sources.get() {
      guard let room = Self.allowed[file.room] else { continue }
      for name in file.imports {
        #expect(room.contains(name), "\(file.path) imports \(name)")
      }
    }
  }

  @Test("nothing imports full Foundation, which drags ICU into the binary")
  func slimFoundation() throws {
    for file in try SourceFile.sources.get() {
      #expect(!file.imports.contains("Foundation"), "\(file.path)")
    }
  }

  @Test("a file has at most 400 lines, generated ones aside")
  func fileSize() throws {
    for file in try SourceFile.sources.get() + SourceFile.tests.get() {
      guard !file.isGenerated else { continue }
      #expect(file.lines.count <= 400, "\(file.path): \(file.lines.count) lines")
    }
  }

  @Test("a function has at most 40 lines")
  func functionSize() throws {
    for file in try SourceFile.sources.get() where !file.isGenerated {
      for function in file.functions {
        #expect(function.length <= 40, "\(file.path):\(function.line): \(function.length) lines")
      }
    }
  }

  @Test(
    "no way around the compiler's checks",
    arguments: [
      "@unchecked " + "Sendable", "nonisolated" + "(unsafe)", "fatalError" + "(", "try" + "!",
      "@preconcurrency " + "import",
    ])
  func forbidden(word: String) throws {
    for file in try SourceFile.sources.get() where !file.isGenerated {
      #expect(!file.text.utf8.contains(word.utf8), "\(file.path)")
    }
  }

  @Test("the main actor holds exactly the types that need it")
  func mainActorTypes() throws {
    var found: Set<String> = []
    for file in try SourceFile.sources.get() {
      for (line, next) in zip(file.lines, file.lines.dropFirst() + [""])
      where line.utf8.first == UInt8(ascii: "@") && line.hasPrefix("@MainActor") {
        let declaration = line + " " + next
        if let match = declaration.firstMatch(of: #/(?:class|struct|enum) (\w+)/#) {
          found.insert(String(match.1))
        }
      }
    }
    #expect(found.isSubset(of: ["ConsoleApp", "EffectRunner", "CursesTerminal"]))
  }

  @Test("everything visible at the top is of the agreed layout")
  func topLevel() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: SourceFile.root)
      .filter { !$0.hasPrefix(".") && $0 != "Package.resolved" }
    #expect(
      Set(names) == [
        "Docs", "LICENSE", "Package.swift", "README.md", "Sources", "Tests", "themes",
      ])
  }
}
