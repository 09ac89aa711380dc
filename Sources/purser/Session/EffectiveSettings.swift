import Files
import FoundationEssentials
import HTTPTransport
import Operations
import SystemPackage

/// Every setting in force and where it comes from: option, environment, a line of config.toml, or built in.
struct EffectiveSettings {
  /// One setting.
  struct Row {
    let name: String
    let value: RecordValue
    let origin: String
  }

  let settings: ToolSettings
  let check: ConfigurationCheck
  let options: CommonOptions

  private static let builtIn = "default"
  private var configuration: Configuration { settings.configuration }
  private var environment: [String: String] { settings.context.environment }

  /// All of them, those of config.toml in the order of Docs/Configuration.
  func rows() throws -> [Row] {
    let tables = table("keys", configuration.keys) + table("columns", configuration.columns)
    return try fileRows() + tables + [service, proxy, colours] + places
  }

  private func fileRows() throws -> [Row] {
    let minutes = configuration.refresh / .seconds(60)
    let refresh: RecordValue =
      minutes == minutes.rounded()
      ? .number(Int(minutes)) : .text("\(Int(configuration.refresh / .seconds(1)))s")
    return [
      location, token, row("clientId", .text(configuration.clientID?.uuidString)),
      row("clientName", .text(configuration.clientName ?? "Purser on \(Person.hostName)")),
      theme, row("mouse", .flag(configuration.mouse)), row("bell", .flag(configuration.bell)),
      row("refresh", refresh),
      row("customAppNames", .flag(configuration.customAppNames)),
      row("caFile", .text(configuration.caFile?.string)),
      row("allowedServiceHosts", .list(configuration.allowedServiceHosts)),
      row("readOnly", .list(configuration.readOnly.map(\.rawValue))),
      row("confirmOnKeyUpTo", .number(configuration.confirmOnKeyUpTo)),
    ]
  }

  private func row(_ key: String, _ value: RecordValue) -> Row {
    Row(name: key, value: value, origin: origin(key))
  }

  private func origin(_ key: String, in table: String? = nil) -> String {
    let line = check.line(of: key, in: table) ?? table.flatMap { check.line(of: $0) }
    return line.map { "config.toml, line \($0)" } ?? Self.builtIn
  }

  private func table(_ name: String, _ lists: [String: [String]]) -> [Row] {
    lists.sorted { $0.key < $1.key }.map { key, list in
      Row(name: "\(name).\(key)", value: .list(list), origin: origin(key, in: name))
    }
  }

  private var theme: Row {
    if let name = options.theme {
      return Row(name: "theme", value: .text(name), origin: "option --theme")
    }
    return row("theme", .text(configuration.theme ?? "purser-dark"))
  }

  // MARK: - Location and token

  /// The name of the location, and where its token is read; the token itself is not looked at.
  private var chosen: (name: String?, token: String?, origin: String) {
    if let path = options.tokenFile { return (nil, existing(path), "option --token-file") }
    if options.tokenCommand != nil { return (nil, "its output", "option --token-command") }
    if let name = options.location { return (name, kept(name), "option --location") }
    if let path = environment["PURSER_TOKEN_FILE"], !path.isEmpty {
      return (nil, existing(path), "environment PURSER_TOKEN_FILE")
    }
    if let name = configuration.location?.rawValue { return (name, kept(name), origin("location")) }
    let names = (try? settings.store.names()) ?? []
    guard names.count == 1, let only = names.first?.rawValue else {
      return (nil, nil, Self.builtIn)
    }
    return (only, kept(only), "the only one kept")
  }

  private var location: Row {
    let chosen = chosen
    return Row(name: "location", value: .text(chosen.name), origin: chosen.origin)
  }

  private var token: Row {
    let chosen = chosen
    return Row(name: "token", value: .text(chosen.token), origin: chosen.origin)
  }

  /// A path, but only that of a file: what stands there by mistake may be a token.
  private func existing(_ path: String) -> String? {
    let status = try? settings.context.files.status(at: FilePath(path), followingLinks: true)
    return status == nil ? nil : path
  }

  private func kept(_ name: String) -> String? {
    existing(settings.places.tokens.appending("\(name).vpptoken").string)
  }

  // MARK: - Outside config.toml

  private var service: Row {
    let named = environment["PURSER_SERVICE_URL"] ?? ""
    let origin =
      options.serviceUrl != nil
      ? "option --service-url"
      : named.isEmpty ? Self.builtIn : "environment PURSER_SERVICE_URL"
    return Row(name: "serviceUrl", value: .text(settings.address.url), origin: origin)
  }

  private var proxy: Row {
    let names = ["HTTPS_PROXY", "https_proxy"]
    let name = names.first { environment[$0] != nil }
    let proxy = try? ProxySettings.read(
      httpsProxy: name.flatMap { environment[$0] },
      noProxy: environment["NO_PROXY"] ?? environment["no_proxy"])
    return Row(
      name: "proxy", value: .text(proxy?.description),
      origin: name.map { "environment \($0)" } ?? Self.builtIn)
  }

  private var colours: Row {
    if options.noColor {
      return Row(name: "colours", value: .flag(false), origin: "option --no-color")
    }
    let isOff = settings.context.isColorOff(options)
    return Row(
      name: "colours", value: .flag(!isOff),
      origin: isOff ? "environment NO_COLOR" : Self.builtIn)
  }

  private var places: [Row] {
    let places = settings.places
    let folders = [
      ("configurationFolder", places.configuration, "XDG_CONFIG_HOME"),
      ("cacheFolder", places.cache, "XDG_CACHE_HOME"),
      ("stateFolder", places.state, "XDG_STATE_HOME"),
    ]
    return folders.map { name, path, variable in
      let isSet = environment[variable].map { FilePath($0).isAbsolute } ?? false
      return Row(
        name: name, value: .text(path.string),
        origin: isSet ? "environment \(variable)" : Self.builtIn)
    }
  }
}
