import Roster

/// Finds what is wrong with links.
///
/// Pure, and total: each link and each user without a link gives one result, whatever the log
/// contains.
struct LinkJudge {
  /// A link that holds.
  struct Link {
    let dingtalk: UserNumber
    let maycur: UserNumber
    let source: LinkSource
    let entry: EntryID
    let operation: OperationNumber
    let since: Instant
  }

  /// A user of DingTalk.
  struct Employee {
    let key: Verbatim
    /// The last observed job number and its entry; nil if it is empty.
    let jobNumber: (value: Verbatim, entry: EntryID)?
    let hasLeft: Bool
  }

  let links: [Link]
  let dingtalk: [UserNumber: Employee]
  let maycur: [UserNumber: Verbatim]
  private let ofDingtalk: [UserNumber: [Link]]
  private let ofMaycur: [UserNumber: [Link]]
  /// The users with each job number, as Maycur would compare it.
  private let bearers: [UserKey: [UserNumber]]
  /// Maycur's keys, found by any spelling.
  private let keys: [UserKey: Verbatim]

  init(links: [Link], dingtalk: [UserNumber: Employee], maycur: [UserNumber: Verbatim]) {
    self.links = links
    self.dingtalk = dingtalk
    self.maycur = maycur
    ofDingtalk = Dictionary(grouping: links, by: \.dingtalk)
    ofMaycur = Dictionary(grouping: links, by: \.maycur)
    var bearers: [UserKey: [UserNumber]] = [:]
    for (number, employee) in dingtalk {
      guard let jobNumber = employee.jobNumber?.value else { continue }
      bearers[UserKey(.maycur, jobNumber), default: []].append(number)
    }
    self.bearers = bearers
    keys = Dictionary(
      maycur.values.map { (UserKey(.maycur, $0), $0) },
      uniquingKeysWith: { first, _ in first }
    )
  }

  /// One for each link and for each user without a link, except DingTalk users who have left.
  var rows: [LinkSummary] {
    var rows = links.map { link in
      LinkSummary(
        dingtalk: dingtalk[link.dingtalk]?.key,
        maycur: maycur[link.maycur],
        source: link.source,
        entry: link.entry,
        since: link.since,
        problem: problem(of: link)
      )
    }
    for (number, employee) in dingtalk where ofDingtalk[number] == nil && !employee.hasLeft {
      rows.append(unlinked(employee))
    }
    for (number, key) in maycur where ofMaycur[number] == nil {
      rows.append(LinkSummary(dingtalk: nil, maycur: key, problem: .unlinked))
    }
    return rows.sorted { Self.order($0) < Self.order($1) }
  }

  private static func order(_ row: LinkSummary) -> (Int, Verbatim, Verbatim) {
    (row.dingtalk == nil ? 1 : 0, row.dingtalk ?? "", row.maycur ?? "")
  }

  private func problem(of link: Link) -> LinkProblem? {
    let rivals = ((ofDingtalk[link.dingtalk] ?? []) + (ofMaycur[link.maycur] ?? []))
      .filter { ($0.dingtalk, $0.maycur) != (link.dingtalk, link.maycur) }
    if rivals.contains(where: { $0.operation != link.operation }) { return .changed }
    if !rivals.isEmpty { return .duplicate }
    guard let key = maycur[link.maycur].map({ UserKey(.maycur, $0) }) else { return nil }
    let jobNumber = dingtalk[link.dingtalk]?.jobNumber
    let isLater = (jobNumber?.entry ?? 0) > link.entry
    if isLater, jobNumber.map({ UserKey(.maycur, $0.value) }) != key { return .changed }
    let borneByAnother = (bearers[key] ?? []).contains { other in
      guard other != link.dingtalk, let other = dingtalk[other], !other.hasLeft else {
        return false
      }
      return (other.jobNumber?.entry ?? 0) > link.entry
    }
    return borneByAnother ? .changed : nil
  }

  private func unlinked(_ employee: Employee) -> LinkSummary {
    guard let jobNumber = employee.jobNumber?.value else {
      return LinkSummary(dingtalk: employee.key, maycur: nil, problem: .unlinked)
    }
    let key = UserKey(.maycur, jobNumber)
    let active = (bearers[key] ?? []).count { dingtalk[$0]?.hasLeft == false }
    return LinkSummary(
      dingtalk: employee.key,
      maycur: nil,
      problem: active > 1 ? .duplicate : .unlinked,
      candidate: keys[key] ?? jobNumber
    )
  }
}
