package import AppsAndBooks

extension LocationSnapshot {
  /// A complete snapshot of values: for tests, pictures and pages that are not backed by a store.
  package init(
    _ location: LocationIdentity, generation: Int = 1, assets: [AssetRecord] = [],
    users: [ClientUser] = [], devices: [LabelledDevice] = [], assignments: [Assignment] = []
  ) {
    var model = LocationModel()
    for record in assets { model.take(record) }
    for user in users { model.users.take(user, from: .walk) }
    for assignment in assignments { model.add(assignment) }
    model.devices.setLists(devices)
    let table = model.table()
    self = model.snapshot(of: location, generation: generation, assignments: table)
    usersCompleteness = .complete
    assetsCompleteness = .complete
    assignmentsCompleteness = .complete
  }
}
