extension Theme {
  /// What a stored cell looks like.
  package func style(of slot: Slot, depth: ColorDepth) -> ResolvedStyle {
    style(
      of: Role(index: slot.role),
      ground: slot.ground == Slot.noGround ? nil : Role(index: slot.ground),
      match: slot.flags.contains(.match), escape: slot.flags.contains(.escape), depth: depth)
  }
}
