import Files
import SystemPackage

/// Standard input, read whole.
enum StandardInput {
  static func read(limit: Int) throws -> [UInt8] {
    var bytes: [UInt8] = []
    while bytes.count <= limit {
      let piece = try [UInt8](unsafeUninitializedCapacity: 65_536) { buffer, count in
        count = try FileDescriptor.standardInput.read(into: UnsafeMutableRawBufferPointer(buffer))
      }
      if piece.isEmpty { return bytes }
      bytes += piece
    }
    throw ToolError(.usage, "Standard input is larger than \(limit >> 10) KiB and was not used.")
  }
}
