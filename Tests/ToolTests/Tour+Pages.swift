import ConsoleSupport
import Screen
import SimulatedService
import Testing

/// The other verbs, and the pages beside the panes.
extension Tour {
  /// What the console offers beyond assign and reclaim; without `m` nothing of it is told.
  func verbs() async throws {
    await driver.press("2")
    await filter("keynote")
    await driver.press("3", "g", "m")
    let title = driver.lines[1]
    guard title.contains("Reassign") else {
      await driver.press("Esc", "2", "Esc")
      return
    }
    page.chapter("Reassign")
    page.say(
      """
      `m` moves licences from one holder to another: it asks which, then for the new holder. Each line of the plan is one move, old → new, and
      says what goes first: assign where a licence is free, reclaim where none is. The second half is sent once the first is verified.
      """)
    if title.contains("[Users]") { await driver.press("]") }
    let serials = await devices(without: "361285480", 1)
    await driver.send(.paste(serials[0]))
    await driver.press("Enter")
    try await wait(for: "Reassign 1 licence?")
    show()
    await driver.press("y")
    try await wait(for: "operation 5 is done")
    page.chapter("Undo")
    page.say(
      """
      `u` puts the last finished operation back; on the operations page the one under the cursor. It is the opposite plan against what Apple has now,
      confirmed like any. What can't come back (books, retired users) is named.
      """)
    await driver.press("u")
    try await wait(for: "Reassign 1 licence?")
    show()
    await driver.press("y")
    try await wait(for: "is undone")
    await driver.press("2", "Esc")
    try await everything()
  }

  private func everything() async throws {
    page.chapter("Reclaim all")
    page.say(
      """
      `R` on users or devices takes back everything they have, at Apple's end in one request. What somebody gains in the meantime goes too, so it is
      confirmed by the location's name, typed. A paste never enters a confirmation.
      """)
    await driver.press("1", "g", "j", "R")
    try await wait(for: "This empties 1 holder.")
    show()
    await driver.type("campus-nord")
    await driver.press("Enter")
    try await wait(for: "operation 7 is done")
    // The panes follow a little later: the book is what is left.
    try await wait(for: "Assignments of emp-0043 ─────────────── 1 ─")
    page.chapter("Users")
    page.say(
      """
      In the users pane `c` makes a client user, `U` changes the e-mail, `X` retires. Each ends in a plan; retiring lists what the user holds,
      since Apple brings none back. `Tab` goes from field to field.
      """)
    await driver.press("c")
    await driver.type("emp-9001")
    await driver.press("Tab")
    await driver.type("nora@example.org")
    show()
    await driver.press("Esc", "Esc")
  }

  func pages() async throws {
    page.chapter("Operations")
    page.say(
      """
      Everything that was changed from here: what runs or failed, then the newest. It is read from the journal on this machine, so a dropped SSH session
      loses nothing: the next start reads what came of it and says so.
      """)
    await driver.press("o")
    show()
    await driver.press("Esc")
    page.chapter("Token status")
    page.say(
      "`t` lists every location with the days left on its token and who manages it, worst first. `purser status` says the same to Nagios."
    )
    page.chapter("Help")
    page.say(
      """
      `?` lists what works where you are, from the same table as the keys. Filter it with any word, other consoles' words too («revoke», «seat»);
      `Enter` runs the command.
      """)
    await driver.press("2", "?")
    show()
    await driver.press("Esc")
    page.chapter("Prompt")
    page.say(
      """
      Everything a key does has a name. `:` completes it, with its key and what it would do to this row, or why it can't. `Tab` takes the next one.
      """)
    await driver.press("1", ":")
    await driver.type("re")
    await driver.press("Tab")
    show()
    await driver.press("Esc")
    page.say(
      "All keys and names: [Keys](Keys.md). The same work from scripts: [Commands](Commands.md).")
  }
}
