/// The link of an invitation (service-api.md section 6.3).
enum Invitation {
  /// Puts the code into the service's template; `nil` unless the template is https and has a place for it.
  static func url(template: String, code: String) -> String? {
    guard let parts = URLParts(template), parts.scheme == "https" else { return nil }
    for mark in ["%25inviteCode%25", "%inviteCode%"] where template.contains(mark) {
      return template.replacing(mark, with: QueryItem.escaped(code))
    }
    return nil
  }
}
