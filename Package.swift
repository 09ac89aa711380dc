// swift-tools-version: 6.2
import PackageDescription

// The gate sets this; a developer's build only warns.
let isStrict = Context.environment["PURSER_WARNINGS_AS_ERRORS"] != nil

let settings: [SwiftSetting] =
  [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  ] + (isStrict ? [.treatAllWarnings(as: .error)] : [])

/// «Operations,Files» builds the tests of these rooms alone, for a quick round; unset builds all.
let chosenRooms = Context.environment["PURSER_ROOMS"]?.split(separator: ",").map(String.init)

/// The README's way to build a binary that is kept: as small, and started as fast, as it gets.
let isStatic = Context.environment["PURSER_STATIC"] != nil

/// How a release build is linked.
///
/// With the static standard library Swift's driver exports every symbol, and what is exported counts as used, so that the
/// linker keeps all of every library; the last word counts, and ours comes last. GNU ld packs relocations, gold folds equal
/// functions; GNU ld can't link the dynamic standard library (Docs/Decisions.md).
let linking: [LinkerSetting] = [
  .unsafeFlags(
    ["-Xlinker", "--no-export-dynamic"]
      + (isStatic
        ? ["-use-ld=bfd", "-Xlinker", "-z", "-Xlinker", "pack-relative-relocs"]
        : ["-Xlinker", "--icf=safe"]),
    .when(platforms: [.linux], configuration: .release))
]

let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let system = Target.Dependency.product(name: "SystemPackage", package: "swift-system")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let toml = Target.Dependency.product(name: "TOMLKit", package: "TOMLKit")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let lifecycle = Target.Dependency.product(
  name: "ServiceLifecycle", package: "swift-service-lifecycle")
let nio: [Target.Dependency] = [
  .product(name: "NIOCore", package: "swift-nio"),
  .product(name: "NIOHTTP1", package: "swift-nio"),
  .product(name: "NIOPosix", package: "swift-nio"),
]

var sources: [Target] {
  [
    .systemLibrary(name: "CNcurses", providers: [.apt(["libncursesw5-dev"])]),
    // What Swift cannot do in a signal handler, and prctl, which Glibc does not export to Swift.
    .target(name: "CProcess"),
    room("AppsAndBooks", [httpTypes]),
    room(
      "HTTPTransport",
      ["AppsAndBooks", .product(name: "AsyncHTTPClient", package: "async-http-client"), httpTypes]
        + nio + [.product(name: "NIOSSL", package: "swift-nio-ssl")]),
    room("Files", ["AppsAndBooks", system, crypto, toml]),
    room("LocationStore", ["AppsAndBooks", "Files", system, crypto, logging]),
    room("Operations", ["AppsAndBooks", "LocationStore", "Files", system, crypto, logging]),
    room("Screen", [toml]),
    room("Console", ["AppsAndBooks", "LocationStore", "Operations", "Screen"]),
    room("Terminal", ["Screen", "CNcurses", "CProcess"]),
    room("SimulatedService", ["AppsAndBooks", httpTypes, hummingbird, lifecycle, logging] + nio),
    .executableTarget(
      name: "purser",
      dependencies: [
        "AppsAndBooks", "HTTPTransport", "Files", "LocationStore", "Operations", "Screen",
        "Console", "Terminal", "SimulatedService", "CProcess", system, logging,
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      // Points at which the kill tests cut a run; a release build has none.
      swiftSettings: settings + [.define("CUT_POINTS", .when(configuration: .debug))],
      linkerSettings: linking),
  ]
}

var tests: [Target] {
  [
    .target(
      name: "TestSupport",
      dependencies: [
        "AppsAndBooks", "HTTPTransport", "Files", "LocationStore", "Operations",
        "SimulatedService", system, httpTypes,
      ],
      path: "Tests/TestSupport", swiftSettings: settings),
    .target(
      name: "ConsoleSupport",
      dependencies: [
        "TestSupport", "AppsAndBooks", "HTTPTransport", "Files", "LocationStore", "Operations",
        "Screen", "Console", "SimulatedService", system,
      ],
      path: "Tests/ConsoleSupport", swiftSettings: settings),
    suite(
      "AppsAndBooks",
      ["HTTPTransport", httpTypes, .product(name: "NIOSSL", package: "swift-nio-ssl")] + nio),
    suite("Files", [system]),
    suite(
      "LocationStore",
      ["AppsAndBooks", "Files", "HTTPTransport", "SimulatedService", system]),
    suite(
      "Operations",
      ["AppsAndBooks", "Files", "HTTPTransport", "LocationStore", "SimulatedService", system]),
    suite("Screen"),
    suite(
      "Console",
      [
        "ConsoleSupport", "AppsAndBooks", "LocationStore", "Operations", "Screen",
        "SimulatedService",
      ]),
    suite("SimulatedService"),
    suite(
      "Terminal",
      [
        "ConsoleSupport", "CNcurses", "AppsAndBooks", "Console", "LocationStore", "Operations",
        "Screen",
      ]),
    .testTarget(
      name: "ToolTests",
      dependencies: [
        "purser", "TestSupport", "ConsoleSupport", "AppsAndBooks", "Console", "Files",
        "LocationStore", "Operations", "Screen",
        "SimulatedService", system,
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      path: "Tests/ToolTests", swiftSettings: settings),
    .testTarget(
      name: "KillTests",
      dependencies: [
        "purser", "TestSupport", "Files", "Operations", "SimulatedService", system, crypto,
      ],
      path: "Tests/KillTests",
      swiftSettings: settings + [.define("CUT_POINTS", .when(configuration: .debug))]),
  ]
}

/// The measured functions alone, without HTTP and terminal; only Tests/Benchmarks asks for them (Docs/Decisions.md).
let measured: [Target] =
  Context.environment["PURSER_BENCH"] == nil
  ? []
  : [
    .executableTarget(
      name: "purser-hot",
      dependencies: [
        "AppsAndBooks", "Files", "LocationStore", "Operations", "Screen", "Console", crypto, system,
      ],
      path: "Tests/Benchmarks/Hot", swiftSettings: settings)
  ]

func room(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

/// Whether a target is built at all: everything, or what the chosen rooms' tests need.
func isNeeded(_ name: String) -> Bool {
  guard let chosenRooms else { return true }
  func isChosen(_ rooms: String...) -> Bool { rooms.contains(where: chosenRooms.contains) }
  return switch name {
  case "purser": isChosen("Tool", "Kill")
  case "Console": isChosen("Console", "Tool", "Kill")
  case "ConsoleSupport": isChosen("Console", "Tool")
  case "Terminal", "CNcurses": isChosen("Terminal", "Tool", "Kill")
  case _ where name.hasSuffix("Tests"): isChosen(String(name.dropLast("Tests".count)))
  default: true
  }
}

func suite(_ name: String, _ others: [Target.Dependency] = []) -> Target {
  .testTarget(
    name: "\(name)Tests",
    dependencies: [.target(name: name), "TestSupport"] + others,
    path: "Tests/\(name)Tests",
    resources: [.copy("Fixtures")],
    swiftSettings: settings)
}

// Every dependency is pinned: there is no lock file in git, and this program handles a bearer token.
let package = Package(
  name: "purser",
  platforms: [.macOS(.v15)],
  products: isNeeded("purser") ? [.executable(name: "purser", targets: ["purser"])] : [],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/swift-server/async-http-client", exact: "1.37.0"),
    // Without traits: its defaults pull in full Foundation and ICU (Docs/Decisions.md).
    .package(
      url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1", traits: []),
    .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-ssl", exact: "2.37.6"),
    .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
    .package(url: "https://github.com/apple/swift-http-types", exact: "1.8.0"),
    .package(url: "https://github.com/apple/swift-collections", exact: "1.6.0"),
    .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
    .package(url: "https://github.com/apple/swift-system", exact: "1.8.1"),
    .package(url: "https://github.com/LebJe/TOMLKit", exact: "0.6.0"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
  ],
  targets: (sources + tests).filter { isNeeded($0.name) } + measured,
)
