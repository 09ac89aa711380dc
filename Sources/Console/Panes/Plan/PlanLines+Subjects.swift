import AppsAndBooks
import FoundationEssentials
import LocationStore
import Operations
import Screen

extension PlanLines {
  /// What changes, by the kind: assets and holders, moves, whole holders, client users.
  var subjectSections: [[PageLine]] {
    switch facts.kind {
    case .assign, .reclaim: isCompact ? [table] : [table, holders]
    case .reassign: [table, moveLines, halfLines]
    case .reclaimAll: [holderTable, section("Stays", stayingLines)]
    case .userCreate, .userUpdate: [userTable]
    case .userRetire: [retiredTable, section("Spent for good", stayingLines)]
    }
  }

  private var subjects: PlanSubjects { facts.subjects }

  private func more(_ count: Int) -> [PageLine] {
    count > 0 ? [PageLine("and \(Shown(Numbers.count(count))) more (i)", .textDim, at: 3)] : []
  }

  private func widest(_ texts: some Sequence<String>, least: Int, most: Int) -> Int {
    min(most, texts.reduce(least) { max($0, Shown($1).width) })
  }

  // MARK: - Moves

  private var moveLines: [PageLine] {
    guard !subjects.moves.isEmpty else { return [] }
    let from = widest(subjects.moves.map(\.from), least: 1, most: 40)
    let to = widest(subjects.moves.map(\.to), least: 1, most: 40)
    let assetAt = 3 + from + 3 + to + 3
    let room = max(8, width - assetAt - 17)
    let name = widest(subjects.moves.map(\.asset), least: 8, most: room)
    let lines = subjects.moves.map { move in
      var line = PageLine(Shown(move.from).cut(to: from), .planBefore, at: 3)
      line.put("→", .planBefore, at: 3 + from + 1)
      line.put(Shown(move.to).cut(to: to), .planAfter, at: 3 + from + 3)
      line.put(Shown(move.asset).cut(to: name), at: assetAt)
      line.put("first: \(Shown(move.first))", .textDim, at: assetAt + name + 2)
      return line
    }
    return [PageLine("Old → new", .columnHead, at: 3)] + lines + more(subjects.more.moves)
  }

  private var halfLines: [PageLine] {
    guard !subjects.halves.isEmpty else { return [] }
    let holder = widest(subjects.halves.map(\.holder), least: 1, most: 40)
    let lines = subjects.halves.map { half in
      PageLine(Shown(half.action), at: 3).with(Shown(half.holder).cut(to: holder), at: 12)
        .with(Shown(half.asset).cut(to: max(8, width - holder - 16)), at: 12 + holder + 2)
    }
    return [PageLine("Halves of moves", .columnHead, at: 3)] + lines + more(subjects.more.halves)
  }

  // MARK: - Whole holders

  private static let licencesAt = 27
  private static let mostOfItAt = 33

  private var holderTable: [PageLine] {
    guard !subjects.holders.isEmpty else { return [] }
    let widest = widest(subjects.holders.map(\.name), least: 6, most: width - 20)
    // Longer ids push the columns to the right.
    let shift = max(0, widest - 16)
    let head = PageLine("Holder", .columnHead, at: 3)
      .with("Licences", .columnHead, endingAt: Self.licencesAt + shift)
      .with("Most of it", .columnHead, at: Self.mostOfItAt + shift)
    return [head]
      + subjects.holders.map { holder in
        let at = Self.mostOfItAt + shift
        return PageLine(Shown(holder.name), at: 3)
          .with(Shown(Numbers.count(holder.count)), .number, endingAt: Self.licencesAt + shift)
          .with(mostOfIt(holder.assets, room: width - at - 1), .textDim, at: at)
      }
  }

  /// Every name where all fit, else the first three and how many more.
  private func mostOfIt(_ names: [String], room: Int) -> Shown {
    if names.isEmpty { return "(i)" }
    let all = Shown(names.joined(separator: ", "))
    if all.width <= room { return all }
    for most in [3, 2, 1] {
      let some = Shown(ChangeWords.list(names, most: most))
      if some.width <= room { return some }
    }
    return all.cut(to: max(1, room))
  }

  private var stayingLines: [PageLine] {
    subjects.staying.flatMap { stays -> [PageLine] in
      let first = PageLine(Shown(stays.word), .planDropped, at: 3)
        .with(Shown(Numbers.count(stays.count)), .planDropped, endingAt: Self.countAt)
      var lines: [PageLine] = []
      lines.append(
        wrapped: isCompact ? stays.short : stays.text, .planDropped, at: Self.reasonAt,
        width: width - Self.reasonAt - 1, first: first)
      return lines
    }
  }

  // MARK: - Client users

  private var userTable: [PageLine] {
    guard !subjects.users.isEmpty else { return [] }
    let id = widest(subjects.users.map(\.id), least: 7, most: 40)
    let hasAccounts = subjects.users.contains { !$0.account.isEmpty }
    let emailAt = 3 + id + 3
    let room = max(10, width - emailAt - 1 - (hasAccounts && !isCompact ? 26 : 0))
    let email = widest(subjects.users.map(\.email), least: 6, most: room)
    let accountAt = emailAt + email + 3
    var head = PageLine("User ID", .columnHead, at: 3).with("E-mail", .columnHead, at: emailAt)
    let showsAccounts = hasAccounts && accountAt + 12 < width
    if showsAccounts { head.put("Managed Apple Account", .columnHead, at: accountAt) }
    let lines = subjects.users.map { user in
      var line = PageLine(Shown(user.id).cut(to: id), at: 3)
        .with(Shown(user.email).cut(to: email), .planAfter, at: emailAt)
      if showsAccounts {
        line.put(Shown(user.account).cut(to: width - accountAt - 1), .planAfter, at: accountAt)
      }
      return line
    }
    return [head] + lines + more(subjects.more.users)
  }

  private var retiredTable: [PageLine] {
    guard !subjects.users.isEmpty else { return [] }
    let id = widest(subjects.users.map(\.id), least: 7, most: 40)
    let emailAt = 3 + id + 3
    let email = isCompact ? 0 : widest(subjects.users.map(\.email), least: 6, most: 24)
    let countAt = emailAt + (isCompact ? 8 : email + 10)
    var head = PageLine("User ID", .columnHead, at: 3)
    if !isCompact { head.put("E-mail", .columnHead, at: emailAt) }
    head.put("Licences", .columnHead, endingAt: countAt)
    head.put("Loses", .columnHead, at: countAt + 4)
    let lines = subjects.users.map { user in
      var line = PageLine(Shown(user.id).cut(to: id), at: 3)
      if !isCompact { line.put(Shown(user.email).cut(to: email), .textDim, at: emailAt) }
      let count = user.loses.count
      line.put(Shown(Numbers.count(count)), count == 0 ? .textDim : .number, endingAt: countAt)
      let what = count == 0 ? "" : mostOfIt(user.loses, room: width - countAt - 5)
      line.put(what, .textDim, at: countAt + 4)
      return line
    }
    return [head] + lines + more(subjects.more.users)
  }
}
