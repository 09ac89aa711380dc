import AppsAndBooks

extension Holder {
  /// The client user, if it is one.
  var clientUserID: ClientUserID? {
    if case .clientUser(let id) = self { id } else { nil }
  }

  /// The serial number, if it is a device.
  var serialNumber: SerialNumber? {
    if case .device(let serial) = self { serial } else { nil }
  }
}
