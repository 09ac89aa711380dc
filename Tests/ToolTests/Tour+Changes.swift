import ConsoleSupport
import Screen
import SimulatedService
import Testing

/// Looking, assigning, what fails, taking back.
extension Tour {
  private static let taktgeber = "1534092346"
  private static let zahlenraum = "1534092688"

  func look() async throws {
    await driver.wait { $0.first?.contains("synced just now") == true }
    try await wait(for: "Alphawald")
    page.chapter("Start")
    page.say(
      """
      The first start reads the location page by page; you may look around meanwhile. A settled row has no state, a good token no
      colour: a word or a sign is news. `◦` in the users pane is an invitation that nobody took yet.
      """)
    show()
    page.chapter("Filter")
    page.say(
      """
      `/` filters as you type, over every row. Words narrow; `column:word` looks in one column, and number columns compare. Here:
      `left:<10 type:app`, apps that run short. The filter stays visible while it is on; `Esc` clears it.
      """)
    await driver.press("2")
    await filter("left:<10 type:app")
    show()
    await driver.press("Esc")
    page.chapter("Links")
    page.say(
      """
      The pane in focus leads, the others follow: pane 3 shows who holds the asset under the cursor, and its title says so. `Enter` follows
      the link. From Keynote to its holders, and from the first of them to all that it holds:
      """)
    await filter("keynote")
    await driver.press("Enter")
    show()
    await driver.press("g", "Enter")
    show()
    page.say(
      "`Backspace` goes back as in a browser, with filter and place restored. Twice, and you are where you began."
    )
    await driver.press("Backspace", "Backspace")
    show()
  }

  func assign() async throws {
    let serials = await devices(without: Self.taktgeber, 3)
    page.chapter("Marks and assign")
    page.say(
      """
      `a` on an asset asks for holders: users, or `]` for devices. The picker is a list with the same filter and marks, and it takes a paste:
      a column of serial numbers out of a ticket marks what is known here and names what is not. Its last rule counts what the plan will hold.
      """)
    await driver.press("Esc")
    await filter("taktgeber")
    await driver.press("a")
    if driver.lines[1].contains("[Users]") { await driver.press("]") }
    await driver.send(.paste(serials.joined(separator: "\n")))
    show()
    page.say(
      """
      `Enter` opens the plan. It is read fresh from Apple and looks like a receipt: what, to whom, what not, what to beware of, one question. Nothing
      was sent so far. `Esc` leaves without a trace, `e` writes the plan to a file, `i` lists every pair.
      """)
    await driver.press("Enter")
    try await wait(for: "Assign 3 licences?")
    show()
    page.say(
      """
      After `y` the panes are back. Each pair tells its own state, in words as well as signs, and stands above the settled rows while it
      changes. You can go on working; nothing waits for you.
      """)
    await driver.press("y")
    try await waitStill(for: "pending")
    show()
    page.say(
      """
      `done` means that the event is over **and** that Apple's list has the pair. The rule says it once; the row keeps its word until the cursor
      has left the pane.
      """)
    try await wait(for: "is done")
    try await wait(for: "19/40")
    show()
    await driver.press("Esc")
  }

  func fail() async throws {
    let serials = await devices(without: Self.zahlenraum, 2)
    page.chapter("When a pair fails")
    page.say(
      """
      Two licences of Zahlenraum are left, two devices get one each, and while Apple works on it somebody else takes one. What Apple did not do is
      a failed pair: counted in the header until you have looked, first in its pane, its reason in the rule.
      """)
    await driver.press("2")
    await filter("zahlenraum")
    await driver.press("a")
    if driver.lines[1].contains("[Users]") { await driver.press("]") }
    await driver.send(.paste(serials.joined(separator: " ")))
    await driver.press("Enter")
    try await wait(for: "Assign 2 licences?")
    await driver.press("y")
    try await waitStill(for: "pending")
    await driver.service.assignElsewhere(
      adamId: Self.zahlenraum, clientUserId: try await user(without: Self.zahlenraum))
    try await wait(for: "1 failed")
    try await wait(for: "failed: ")
    try await wait(for: "90/90")
    show()
    page.say(
      "`o` opens the operations: what wants a look, then the newest. `Enter` on one opens it to its pairs, failed ones first, with the reason."
    )
    await driver.press("o", "Enter")
    show()
    page.say(
      """
      After a licence was bought, `.` plans the failed pairs alone. It is a plan like any other: read fresh, confirmed, counted as an operation of its
      own. Nothing is ever sent again unasked.
      """)
    await driver.service.setAvailable(5, adamId: Self.zahlenraum)
    await driver.press(".")
    try await wait(for: "Assign 1 licence?")
    show()
    await driver.press("y")
    try await wait(for: "operation 3 is done")
    await driver.press("Esc", "Esc", "2", "Esc")
  }

  func takeBack() async throws {
    page.chapter("Reclaim")
    page.say(
      """
      `r` takes licences back. In pane 3 it means the marked rows, on a user, a device or an asset it asks which. Here all that one person
      holds, marked with `*`: a book stays with its reader for good, so the plan drops it and says so.
      """)
    await driver.press("1")
    if driver.lines[1].contains("[Devices]") { await driver.press("[") }
    await driver.press("g", "r")
    await driver.press("*", "Enter")
    try await wait(for: "Reclaim ")
    try await wait(for: "licences?")
    show()
    await driver.press("y")
    try await wait(for: "operation 4 is done")
  }
}
