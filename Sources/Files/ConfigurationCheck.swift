package import SystemPackage

/// `config.toml` looked at as a whole: what it sets where, and everything that is wrong in it.
package struct ConfigurationCheck: Sendable {
  /// The file.
  package let file: FilePath
  /// Its text; nothing where there is no file.
  package let text: String?
  /// The settings that could be read, the built-in ones for the rest.
  package let configuration: Configuration
  /// Everything that is wrong, in the order of the lines.
  package let problems: [Configuration.Problem]

  /// Reads the file of `places`.
  ///
  /// - Throws: `FileError` where it can't be read, or may be written by others.
  package static func run(places: Places, on files: some FileSystem) throws -> ConfigurationCheck {
    let file = places.configurationFile
    do {
      let text = try Configuration.text(places: places, on: files)
      let (settings, problems) = ConfigurationReader(text: text ?? "", file: file).all()
      return ConfigurationCheck(
        file: file, text: text, configuration: settings, problems: problems)
    } catch let problem as Configuration.Problem {
      return ConfigurationCheck(
        file: file, text: nil, configuration: Configuration(), problems: [problem])
    }
  }

  /// Every setting there is, sorted.
  package static let keys = ConfigurationReader.keys

  /// The line on which a setting is made, from 1; nothing where it is not made.
  package func line(of key: String, in table: String? = nil) -> Int? {
    text.flatMap { ConfigurationText.line(of: key, in: table, of: $0) }
  }
}
