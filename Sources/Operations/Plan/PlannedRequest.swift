package import AppsAndBooks

/// One request of a plan: the cross product of its assets and holders is exactly pairs of the plan.
package struct PlannedRequest: Sendable, Hashable {
  /// Associate or disassociate.
  package var action: PairAction
  /// At most `maxAssets`, in order.
  package var assets: [AssetID]
  /// All users or all devices, at most the limit of their kind, in order.
  package var holders: [Holder]

  /// Joins the three.
  package init(action: PairAction, assets: [AssetID], holders: [Holder]) {
    self.action = action
    self.assets = assets
    self.holders = holders
  }

  /// The cross product.
  package var pairs: [Assignment] {
    assets.flatMap { asset in holders.map { Assignment(asset: asset, holder: $0) } }
  }
  /// The size of the cross product.
  package var count: Int { assets.count * holders.count }
}
