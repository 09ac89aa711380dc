import Foundation
import Testing

/// Sample bodies of the folder `Fixtures`.
enum Fixture {
  /// The bytes of `Folder/name.json`.
  static func bytes(_ name: String) throws -> [UInt8] {
    let url = Bundle.module.bundleURL.appending(path: "Fixtures/\(name).json")
    return Array(try Data(contentsOf: url))
  }
}
