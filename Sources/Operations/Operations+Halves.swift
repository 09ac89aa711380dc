import AppsAndBooks

extension Operations {
  /// Waits until the first halves of the moves are known, then cuts the second halves of those that are verified.
  ///
  /// `false` when nothing more may be sent: purser quits, or no first half was done.
  func firstHalvesVerified(_ number: Int, before index: Int) async -> Bool {
    models[number]?.isBetweenHalves = true
    defer { models[number]?.isBetweenHalves = false }
    follow(number)
    for await _ in updates {
      if isQuitting {
        hold(number, Self.quitReason)
        return false
      }
      guard let model = models[number], model.hold == nil else { return false }
      if !model.requests[..<index].contains(where: \.isOpen) { break }
    }
    guard let model = models[number], let limits = try? await cutLimits() else {
      hold(number, Self.limitsReason)
      return false
    }
    let rest = RequestCutter(limits: limits).secondHalves(of: model.verifiedSecondHalves)
    _ = recut(number, from: index, to: rest)
    return !rest.isEmpty
  }

  private func cutLimits() async throws -> CutLimits {
    CutLimits(try await context.service.limits(maxAge: .seconds(300)))
  }

  private static let limitsReason = HoldReason(
    kind: .unreachable, text: "The service could not be asked for its limits.")
}
