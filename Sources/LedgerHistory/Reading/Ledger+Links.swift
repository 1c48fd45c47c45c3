package import Ledger
package import LedgerStorage
import GRDB
import Roster

extension Ledger {
  /// Which users of the two systems are one person, and which have no counterpart.
  ///
  /// - Returns: One for each link and for each user without a link, by DingTalk's key; Maycur users
  ///   without a link come last.
  /// - Throws: ``LedgerError``.
  package func links() throws(LedgerError) -> [LinkSummary] {
    try read { try LinkReading($0).judge().rows }
  }

  /// People who have returned under a new userid; their `unionid` is the same.
  ///
  /// - Returns: A proposal for each active DingTalk user without a link whose `unionid` is that of
  ///   a linked user.
  /// - Throws: ``LedgerError``.
  package func proposals() throws(LedgerError) -> [LinkProposal] {
    try read { database in
      let judge = try LinkReading(database).judge()
      let unions = try LinkReading(database).unions()
      let linked = Dictionary(grouping: judge.links, by: \.dingtalk)
      var bearers: [Verbatim: [UserNumber]] = [:]
      for (user, union) in unions { bearers[union, default: []].append(user) }
      var proposals: [LinkProposal] = []
      for (user, union) in unions where linked[user] == nil {
        guard let employee = judge.dingtalk[user], !employee.hasLeft else { continue }
        for previous in bearers[union] ?? [] {
          for link in linked[previous] ?? [] {
            guard let key = judge.dingtalk[previous]?.key, let maycur = judge.maycur[link.maycur]
            else { continue }
            proposals.append(
              LinkProposal(dingtalk: employee.key, previous: key, maycur: maycur)
            )
          }
        }
      }
      return proposals.sorted {
        ($0.dingtalk, $0.previous, $0.maycur) < ($1.dingtalk, $1.previous, $1.maycur)
      }
    }
  }
}

private struct LinkReading {
  let database: Database

  init(_ database: Database) { self.database = database }

  func judge() throws -> LinkJudge {
    LinkJudge(links: try links(), dingtalk: try employees(), maycur: try keys(of: .maycur))
  }

  /// The current `unionid` of each DingTalk user.
  func unions() throws -> [UserNumber: Verbatim] {
    var unions: [UserNumber: Verbatim] = [:]
    try database.run(
      """
      SELECT p.user, u.union_id FROM projected_union p
      JOIN personal_union u ON u.id = p.union_row
      """
    ) { unions[$0.integer(0)] = $0.text(1) }
    return unions
  }

  private func links() throws -> [LinkJudge.Link] {
    var links: [LinkJudge.Link] = []
    try database.run(
      """
      SELECT l.dingtalk, l.maycur, l.source, l.entry, a.operation, a.recorded_at
      FROM projected_link l
      JOIN entry n ON n.id = l.entry
      JOIN append a ON a.id = n.append
      ORDER BY l.dingtalk, l.maycur
      """
    ) { row in
      guard let source = row.text(2).flatMap({ LinkSource(rawValue: $0.text) }) else { return }
      links.append(
        LinkJudge.Link(
          dingtalk: row.integer(0),
          maycur: row.integer(1),
          source: source,
          entry: row.integer(3),
          operation: row.integer(4),
          since: Instant(milliseconds: row.integer(5))
        )
      )
    }
    return links
  }

  private func keys(of system: System) throws -> [UserNumber: Verbatim] {
    var keys: [UserNumber: Verbatim] = [:]
    try database.run(
      """
      SELECT u.id, p.key FROM user u JOIN personal_user p ON p.id = u.id
      WHERE u.system = '\(system.rawValue)'
      """
    ) { keys[$0.integer(0)] = $0.text(1) }
    return keys
  }

  private func employees() throws -> [UserNumber: LinkJudge.Employee] {
    let keys = try keys(of: .dingtalk)
    let jobNumbers = try jobNumbers()
    let left = try Membership.leavers(upTo: nil, in: database)
    return Dictionary(
      uniqueKeysWithValues: keys.map { number, key in
        (
          number,
          LinkJudge.Employee(
            key: key,
            jobNumber: jobNumbers[number],
            hasLeft: left.contains(number)
          )
        )
      }
    )
  }

  /// The last observed job number of each DingTalk user; empty ones are ignored.
  private func jobNumbers() throws -> [UserNumber: (value: Verbatim, entry: EntryID)] {
    let code = System.dingtalk.jobNumberField
    let field = try code.flatMap {
      try IDResolver.fields([$0], of: .dingtalk, in: database).first
    }
    guard let field else { return [:] }
    var numbers: [UserNumber: (value: Verbatim, entry: EntryID)] = [:]
    try database.run(
      """
      SELECT r.user, r.entry, v.form, v.value, v.label
      FROM projected_roster r JOIN personal_value v ON v.id = r.event
      WHERE r.field = ? AND r.item = 0
      """,
      [field]
    ) { row in
      guard let value = try row.content(from: 2).value, !value.isEmpty else { return }
      numbers[row.integer(0)] = (value: value, entry: row.integer(1))
    }
    return numbers
  }
}
