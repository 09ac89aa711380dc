/// What a person wants: a change, and when it is reached.
struct KillJob {
  var arguments: [String]
  /// Pairs that are to be there in the end, and pairs that are not.
  var wanted: Set<KillPair> = []
  var unwanted: Set<KillPair> = []
  /// What a person runs where the same command can't bring it to its end: a move of which one half is done.
  var otherwise: [[String]] = []

  func isReached(in truth: Set<KillPair>) -> Bool {
    wanted.isSubset(of: truth) && unwanted.isDisjoint(with: truth)
  }

  /// The POST of each kind of command.
  static let posts = [
    "assign": "post.associate", "reclaim": "post.disassociate", "reclaim --all": "post.revoke",
    "reassign": "post.associate", "undo": "post.disassociate", "user create": "post.create",
    "user update": "post.update", "user retire": "post.retire",
  ]

  /// `assign`, `reclaim --all`, `user create`.
  static func verb(of arguments: [String]) -> String {
    if arguments.contains("--all") { return "\(arguments[0]) --all" }
    return arguments[0] == "user" ? "user \(arguments[1])" : arguments[0]
  }
}

extension KillCycle {
  /// Apps for holders: new devices, known users, or both.
  mutating func makeAssign() -> KillJob {
    let apps = world.apps.shuffled(using: &random).prefix(Int.random(in: 1...3, using: &random))
    let devices = (0..<Int.random(in: 1...4, using: &random)).map { _ in nextSerial() }
    let users =
      Bool.random(using: &random)
      ? world.users.shuffled(using: &random).prefix(Int.random(in: 1...3, using: &random)) : []
    return job("assign", Array(apps), devices, Array(users))
  }

  /// An app for four new devices: two requests, and always the same points.
  mutating func makeSmall() -> KillJob {
    job("assign", Array(world.apps.prefix(1)), (0..<4).map { _ in nextSerial() }, [])
  }

  /// The opposite of a job that was reached: named pair by pair, by holder, or as its undoing.
  mutating func makeOpposite(of job: KillJob) -> KillJob {
    var opposite = job
    (opposite.wanted, opposite.unwanted) = (job.unwanted, job.wanted)
    switch Int.random(in: 0..<3, using: &random) {
    case 0 where !job.arguments.contains("--user"):
      opposite.arguments = flags + ["--all"] + words(of: "--serial", in: job)
      opposite.arguments.insert("reclaim", at: 0)
    case 1:
      // The last of the operations that it took.
      let number = checker.operations.keys.max() ?? 0
      opposite.arguments = ["undo", "\(number)"] + flags
      opposite.unwanted = checker.operations[number]?.allPairs ?? []
    default: opposite.arguments[0] = "reclaim"
    }
    return opposite
  }

  /// A new device takes over from one that has an app: with a licence to spare, or with none.
  mutating func makeMove(isTight: Bool) -> (first: KillJob, move: KillJob) {
    let app = isTight ? world.tightApp : world.apps[0]
    let (old, new) = (lastTight.flatMap { isTight ? $0 : nil } ?? nextSerial(), nextSerial())
    if isTight { lastTight = new }
    let first = job("assign", [app], [old], [])
    let pair = { (serial: String) in KillPair(asset: "\(app):STDQ", holder: "s:\(serial)") }
    let move = KillJob(
      arguments: ["reassign", "--asset", app, "--from", "serial:\(old)", "--to", "serial:\(new)"]
        + flags,
      wanted: [pair(new)], unwanted: [pair(old)],
      otherwise: [
        ["reclaim", "--asset", app, "--serial", old] + flags,
        ["assign", "--asset", app, "--serial", new] + flags,
      ])
    return (first, move)
  }

  /// A client user from its creation to its end.
  mutating func makeUser() -> [KillJob] {
    lastName += 1
    let id = "kill-\(lastName)"
    let mail = { (name: String) in "\(name)\(id)@example.org" }
    let pair = { (asset: String) in KillPair(asset: asset, holder: "u:\(id)") }
    return [
      KillJob(
        arguments: ["user", "create", id, "--email", mail("a.")] + flags, wanted: [pair("")]),
      KillJob(
        arguments: ["user", "update", id, "--email", mail("b.")] + flags,
        wanted: [pair(mail("b."))]),
      KillJob(arguments: ["user", "retire", id] + flags, unwanted: [pair("")]),
    ]
  }

  mutating func nextSerial() -> String {
    lastName += 1
    let digits = String(lastName)
    return "ZK" + String(repeating: "0", count: 8 - digits.count) + digits
  }

  /// Nobody waits for an event that is over in minutes.
  private var flags: [String] {
    ["--yes", "--json"] + (world.eventDelay > .seconds(30) ? ["--no-wait"] : [])
  }

  private func words(of option: String, in job: KillJob) -> [String] {
    zip(job.arguments, job.arguments.dropFirst()).filter { $0.0 == option }
      .flatMap { [$0.0, $0.1] }
  }

  private func job(
    _ verb: String, _ apps: [String], _ devices: [String], _ users: [String]
  ) -> KillJob {
    var arguments = [verb] + flags
    for app in apps { arguments += ["--asset", app] }
    for device in devices { arguments += ["--serial", device] }
    for user in users { arguments += ["--user", user] }
    let holders = devices.map { "s:\($0)" } + users.map { "u:\($0)" }
    return KillJob(
      arguments: arguments, wanted: WirePost.product(apps.map { "\($0):STDQ" }, holders))
  }
}
