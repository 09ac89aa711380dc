import Testing

@testable import Screen

struct RoleTests {
  @Test("there are the 49 roles of the visual language, each stored as its place")
  func places() {
    #expect(Role.allCases.count == 49)
    for (place, role) in Role.allCases.enumerated() {
      #expect(Int(role.index) == place && Role(index: role.index) == role)
      #expect(Role(rawValue: role.rawValue) == role)
    }
    #expect(Role(index: .max) == .text)
  }

  @Test("the Swift name of a role is its dotted name in one word")
  func names() {
    for role in Role.allCases {
      let words = role.rawValue.split(separator: ".").map(String.init)
      let name = words.dropFirst().reduce(words[0]) {
        $0 + $1.prefix(1).uppercased() + $1.dropFirst()
      }
      #expect("\(role)" == name)
    }
  }
}
