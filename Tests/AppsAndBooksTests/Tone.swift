import Testing

/// The tone of screens.md: nothing is «invalid», nobody «must», nothing ends in an exclamation mark.
enum Tone {
  static func check(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) {
    let lower = text.lowercased()
    for word in ["invalid", "must", "!", "please", "oops", "failed to"] {
      #expect(!lower.contains(word), "«\(word)» in \(text)", sourceLocation: sourceLocation)
    }
    #expect(text.last == "." || text.last == ")", "\(text)", sourceLocation: sourceLocation)
    #expect(text.count <= 260, "\(text)", sourceLocation: sourceLocation)
  }
}
