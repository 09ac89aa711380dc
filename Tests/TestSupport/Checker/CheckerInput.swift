package import AppsAndBooks
package import Foundation
package import Operations
package import SimulatedService

extension Checker {
  /// A change that reached the service.
  package struct Request: Sendable {
    /// The path below the prefix, `assets/associate`.
    package var endpoint: String
    /// Its assets with its holders; empty where the call names no assets.
    package var pairs: Set<Assignment>
    /// Its holders, of both kinds; for the calls on users the users.
    package var holders: Set<Holder>
    /// When it came, where that is known.
    package var time: Date?
    /// The number it was refused with.
    package var errorNumber: Int?

    /// Describes a request.
    package init(
      endpoint: String, pairs: Set<Assignment> = [], holders: Set<Holder> = [], time: Date? = nil,
      errorNumber: Int? = nil
    ) {
      self.endpoint = endpoint
      self.pairs = pairs
      self.holders = holders
      self.time = time
      self.errorNumber = errorNumber
    }

    /// Reads a request of the service's log; nothing for one that is no change.
    ///
    /// `epoch` is when the service started by the clock of the journal, where that is known.
    package init?(_ logged: LoggedRequest, epoch: Date? = nil) {
      guard logged.endpoint.isChange,
        let body = try? JSONDecoder().decode(JSONTree.self, from: Data(logged.body))
      else { return nil }
      endpoint = logged.path.split(separator: "/").suffix(2).joined(separator: "/")
      let ids =
        body.texts(under: "clientUserId") + (body["clientUserIds"]?.list ?? []).compactMap(\.text)
      let serials = (body["serialNumbers"]?.list ?? []).compactMap(\.text)
      let named =
        ids.map { Holder.clientUser(ClientUserID(rawValue: $0)) }
        + serials.map { Holder.device(SerialNumber(rawValue: $0)) }
      let assets = (body["assets"]?.list ?? []).compactMap(AssetID.init(tree:))
      holders = Set(named)
      pairs = Set(
        assets.flatMap { asset in named.map { Assignment(asset: asset, holder: $0) } })
      time = epoch.map { $0.addingTimeInterval(logged.time / .seconds(1)) }
      errorNumber = logged.errorNumber
    }
  }

  /// What Purser says of one pair or one user of an operation.
  package struct Verdict: Sendable, Hashable {
    /// What it is about.
    package enum Subject: Sendable, Hashable {
      /// A licence and its holder.
      case pair(Assignment)
      /// A client user by its id.
      case user(String)
    }
    /// The operation's number.
    package var operation: Int
    /// What it is about.
    package var subject: Subject
    /// Whether it was to be there afterwards; `nil` where presence says nothing.
    package var wanted: Bool?
    /// `done`, `failed`, `not sent`, `unknown` and so on.
    package var word: String

    /// Joins the parts.
    package init(operation: Int, subject: Subject, wanted: Bool?, word: String) {
      self.operation = operation
      self.subject = subject
      self.wanted = wanted
      self.word = word
    }
  }

  /// The verdicts of an operation's pairs as it is published.
  package static func verdicts(of records: [OperationRecord]) -> [Verdict] {
    records.flatMap { record in
      record.pairs.map { pair in
        Verdict(
          operation: record.number, subject: .pair(pair.pair), wanted: pair.action.wantsPresence,
          word: pair.state.word)
      }
        + record.users.map { user in
          Verdict(
            operation: record.number, subject: .user(user.user.change.id.rawValue),
            wanted: user.user.action == .update ? nil : user.user.action == .create,
            word: user.state.word)
        }
    }
  }

  /// Everything the location really holds.
  package static func truth(_ rows: [AssignmentTruth]) -> Set<Assignment> {
    Set(
      rows.compactMap { row in
        let asset = AssetID(
          AdamID(rawValue: row.adamId), PricingParam(rawValue: row.pricingParam))
        if let id = row.clientUserId {
          return Assignment(asset: asset, holder: .clientUser(ClientUserID(rawValue: id)))
        }
        return row.serialNumber.map {
          Assignment(asset: asset, holder: .device(SerialNumber(rawValue: $0)))
        }
      })
  }

  /// The users that really are there: neither retired nor deleted.
  package static func activeUsers(_ users: [UserTruth]) -> Set<String> {
    Set(users.filter { $0.status == "Registered" || $0.status == "Associated" }.map(\.clientUserId))
  }
}

extension AssetID {
  init?(tree: JSONTree) {
    guard let id = tree["adamId"]?.text else { return nil }
    self.init(AdamID(rawValue: id), PricingParam(rawValue: tree["pricingParam"]?.text ?? "STDQ"))
  }
}

extension Checker {
  /// The pair that an object names by the wire names; nothing without asset or holder.
  static func pair(_ tree: JSONTree) -> Assignment? {
    guard let asset = AssetID(tree: tree), let holder = Holder(tree: tree) else { return nil }
    return Assignment(asset: asset, holder: holder)
  }
}
