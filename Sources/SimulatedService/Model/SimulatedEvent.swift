/// A holder as a request names it.
enum HolderName: Hashable, Sendable {
  case user(String)
  case serial(String)
}

/// An asynchronous change that was accepted: its tasks, and how far they are.
struct SimulatedEvent: Sendable {
  enum Kind: String, Sendable {
    case associate = "ASSOCIATE"
    case disassociate = "DISASSOCIATE"
    case revoke = "REVOKE"
    case create = "CREATE"
    case update = "UPDATE"
    case retire = "RETIRE"
  }

  enum Work: Sendable {
    /// Every asset with every holder, asset by asset; the tasks are not spelled out.
    case pairs([AssetKey], [HolderName])
    /// Assignments to take away, then users that are not known.
    case rows([RevokedRow], unknown: [String])
    case users([ManageUsersBody.User])
  }

  struct RevokedRow: Sendable {
    let asset: Int32
    let holder: Holder
  }

  /// A task that failed.
  struct Failure: Sendable {
    let number: Int
    var asset: AssetKey?
    let holder: HolderName
  }

  /// How an event misbehaves, by a fault.
  enum Flaw: Sendable {
    case none, stuck, phantom
  }

  let id: String
  let kind: Kind
  let work: Work
  let accepted: Duration
  let duration: Duration
  /// `numRequested`.
  let requested: Int
  let flaw: Flaw
  var decided = 0
  var completed = 0
  var failures: [Failure] = []
  /// Assets of which nothing is done, because not everything fits.
  var refused: Set<Int32> = []
  var finished: Duration?

  var tasks: Int {
    switch work {
    case .pairs(let assets, let holders): assets.count * holders.count
    case .rows(let rows, let unknown): rows.count + unknown.count
    case .users(let users): users.count
    }
  }

  var status: String {
    guard finished != nil else { return "PENDING" }
    return failures.isEmpty ? "COMPLETE" : "FAILED"
  }

  /// When a task is over, whoever asks how late.
  func moment(ofTask index: Int) -> Duration {
    accepted + duration * (Double(index + 1) / Double(max(1, tasks)))
  }

  /// How many tasks are over at `time`: they are spread evenly over the event's duration.
  func due(at time: Duration) -> Int {
    guard flaw != .stuck else { return 0 }
    guard duration > .zero else { return tasks }
    let share = (time - accepted) / duration
    return share >= 1 ? tasks : max(decided, Int(share * Double(tasks)))
  }
}

/// A change of the list of assignments that an event made and the list shows later.
struct LateRow: Sendable {
  let time: Duration
  let adds: Bool
  let asset: Int32
  let holder: Holder
}
