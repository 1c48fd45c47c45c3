import Ledger
import LedgerHistory
import Roster

/// A naive model of a log with writes: what each entry stated, in order; a roster at a position is
/// computed by reading them up to there.
struct NaiveLog {
  /// A statement of an entry that a roster is made from.
  enum Fact {
    /// Nothing.
    case other
    /// A user's values, fetched or imported.
    case reported(UserKey, scope: Set<FieldCode>, [CellAddress: Content])
    /// A user is on the list of users, or has left it.
    case member(UserKey, hasLeft: Bool)
    /// A call carried rows, by their intended entries.
    case sent([EntryID])
    /// A row is in the system: accepted, or settled as applied.
    case applied(EntryID)
    /// The names of DingTalk's fields.
    case named([FieldCode: Verbatim])
  }

  /// A cell of the roster.
  struct Line: Hashable {
    let user: Verbatim
    let address: CellAddress
    let content: Content
    let source: ValueSource
    let name: Verbatim?
    let lastObserved: Instant?
  }

  private(set) var facts: [Fact] = []
  private(set) var times: [Instant] = []
  /// What rows were to write, by their intended entries.
  var rows: [EntryID: (user: UserKey, cells: [Cell])] = [:]

  mutating func add(_ fact: Fact, at time: Instant) {
    facts.append(fact)
    times.append(time)
  }

  /// What was known at an entry.
  func roster(
    of system: System,
    upTo entry: EntryID,
    readMode: ReadMode,
    includesLeft: Bool
  ) -> Set<Line> {
    let past = Array(facts.prefix(Int(entry.rawValue)))
    var names: [FieldCode: Verbatim] = [:]
    var users: Set<UserKey> = []
    var left: Set<UserKey> = []
    for fact in past {
      switch fact {
      case .named(let reported): names.merge(reported) { $1 }
      case .member(let user, let hasLeft):
        if hasLeft { left.insert(user) } else { left.remove(user) }
      case .reported(let user, _, _): users.insert(user)
      case .applied(let row): if let user = rows[row]?.user { users.insert(user) }
      case .other, .sent: break
      }
    }
    var lines: Set<Line> = []
    for user in users where user.system == system && (includesLeft || !left.contains(user)) {
      lines.formUnion(
        cells(of: user, past, readMode, system == .dingtalk ? names : [:])
      )
    }
    return lines
  }

  private func cells(
    of user: UserKey,
    _ past: [Fact],
    _ readMode: ReadMode,
    _ names: [FieldCode: Verbatim]
  ) -> Set<Line> {
    var observed: [CellAddress: Content] = [:]
    var answered: [FieldCode: Int] = [:]
    var sent: [EntryID: Int] = [:]
    var written: [CellAddress: (content: Content, sent: Int)] = [:]
    for (index, fact) in past.enumerated() {
      switch fact {
      case .reported(let reported, let scope, let cells) where reported == user:
        for address in observed.keys where scope.contains(address.field) {
          observed[address] = .gone
        }
        observed.merge(cells) { $1 }
        for field in scope { answered[field] = index }
      case .sent(let rows): for row in rows { sent[row] = index }
      case .applied(let row):
        guard let wrote = rows[row], wrote.user == user else { continue }
        for cell in wrote.cells {
          written[cell.address] = (cell.content, sent[row] ?? index)
        }
      default: break
      }
    }
    var lines: Set<Line> = []
    for address in Set(observed.keys).union(written.keys) {
      let lastAnswer = answered[address.field]
      let expected = written[address].flatMap { write in
        readMode == .expected && write.sent > lastAnswer ?? -1 ? write.content : nil
      }
      guard let content = expected ?? observed[address], content != .gone else { continue }
      lines.insert(
        Line(
          user: user.id,
          address: address,
          content: content,
          source: expected == nil ? .observed : .written,
          name: names[address.field],
          lastObserved: lastAnswer.map { times[$0] }
        )
      )
    }
    return lines
  }
}
