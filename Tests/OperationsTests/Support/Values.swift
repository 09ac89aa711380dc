import AppsAndBooks
import FoundationEssentials
import Operations

/// Short ways to write values.
func asset(_ id: String, _ param: PricingParam = .standard) -> AssetID {
  AssetID(AdamID(rawValue: id), param)
}

func user(_ id: String) -> Holder { .clientUser(ClientUserID(rawValue: id)) }

func device(_ serial: String) -> Holder { .device(SerialNumber(rawValue: serial)) }

func pair(_ id: String, _ holder: Holder) -> Assignment {
  Assignment(asset: asset(id), holder: holder)
}

/// Every asset with every holder, asset by asset.
func product(_ ids: [String], _ holders: [Holder]) -> [Assignment] {
  ids.flatMap { id in holders.map { pair(id, $0) } }
}

/// A generator that gives the same numbers for the same seed.
struct Seeded: RandomNumberGenerator, Sendable {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}

let noon = Date(timeIntervalSince1970: 1_787_565_600)
