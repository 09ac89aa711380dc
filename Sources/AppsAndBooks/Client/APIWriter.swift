/// The calls that change something; made only by a session that may write.
///
/// Each sends one request on a connection of its own and never repeats it.
package struct APIWriter: Sendable {
  let core: ClientCore

  /// Lets a client's location be changed.
  package init(_ client: APIClient) {
    core = client.core
  }

  /// Assigns.
  package func associate(_ request: ManageAssetsRequest) async -> PostOutcome {
    await core.post(AssociateAssets(request: request))
  }

  /// Reclaims.
  package func disassociate(_ request: ManageAssetsRequest) async -> PostOutcome {
    await core.post(DisassociateAssets(request: request))
  }

  /// Reclaims everything revocable of the holders.
  package func revoke(_ request: RevokeAssetsRequest) async -> PostOutcome {
    await core.post(RevokeAssets(request: request))
  }

  /// Creates client users.
  package func createUsers(_ users: [UserChange]) async -> PostOutcome {
    await core.post(CreateUsers(users: users))
  }

  /// Updates client users.
  package func updateUsers(_ users: [UserChange]) async -> PostOutcome {
    await core.post(UpdateUsers(users: users))
  }

  /// Retires client users.
  package func retireUsers(_ users: [UserChange]) async -> PostOutcome {
    await core.post(RetireUsers(users: users))
  }

  /// Writes who manages the location; three empty strings release it.
  ///
  /// Ends as `answered` where it was taken.
  package func setClientConfig(mdmInfo: MDMInfo) async -> PostOutcome {
    await core.post(SetClientConfig(mdmInfo: mdmInfo))
  }
}
