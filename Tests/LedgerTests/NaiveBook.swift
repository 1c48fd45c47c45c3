import Ledger
import Roster

/// A book with writes, remembered the long way: what each entry told, in order, and the roster of any
/// moment by going through them up to there.
struct NaiveBook {
  /// What an entry told that a roster is made of.
  enum Fact {
    /// Nothing.
    case other
    /// A user's values, fetched or imported.
    case told(UserKey, scope: Set<FieldCode>, [CellAddress: Content])
    /// A user is on the list of users, or has left it.
    case member(UserKey, hasLeft: Bool)
    /// A call carried rows, by their intended entries.
    case sent([Int64])
    /// A row is in the system: accepted, or settled as applied.
    case applied(Int64)
    /// The names of DingTalk's fields.
    case named([FieldCode: Verbatim])
  }

  /// A cell of the roster.
  struct Line: Hashable {
    let user: Verbatim
    let address: CellAddress
    let content: Content
    let ground: Ground
    let name: Verbatim?
    let lastSeen: Instant?
  }

  private(set) var facts: [Fact] = []
  private(set) var times: [Instant] = []
  /// What rows were to write, by their intended entries.
  var rows: [Int64: (user: UserKey, cells: [Cell])] = [:]

  mutating func add(_ fact: Fact, at time: Instant) {
    facts.append(fact)
    times.append(time)
  }

  /// What was known at an entry.
  func roster(
    of system: System,
    upTo entry: Int64,
    lens: Lens,
    includesLeft: Bool
  ) -> Set<Line> {
    let past = Array(facts.prefix(Int(entry)))
    var names: [FieldCode: Verbatim] = [:]
    var users: Set<UserKey> = []
    var left: Set<UserKey> = []
    for fact in past {
      switch fact {
      case .named(let told): names.merge(told) { $1 }
      case .member(let user, let hasLeft):
        if hasLeft { left.insert(user) } else { left.remove(user) }
      case .told(let user, _, _): users.insert(user)
      case .applied(let row): if let user = rows[row]?.user { users.insert(user) }
      case .other, .sent: break
      }
    }
    var lines: Set<Line> = []
    for user in users where user.system == system && (includesLeft || !left.contains(user)) {
      lines.formUnion(
        cells(of: user, past, lens, system == .dingtalk ? names : [:])
      )
    }
    return lines
  }

  private func cells(
    of user: UserKey,
    _ past: [Fact],
    _ lens: Lens,
    _ names: [FieldCode: Verbatim]
  ) -> Set<Line> {
    var seen: [CellAddress: Content] = [:]
    var answered: [FieldCode: Int] = [:]
    var sent: [Int64: Int] = [:]
    var written: [CellAddress: (content: Content, sent: Int)] = [:]
    for (index, fact) in past.enumerated() {
      switch fact {
      case .told(let told, let scope, let cells) where told == user:
        for address in seen.keys where scope.contains(address.field) { seen[address] = .gone }
        seen.merge(cells) { $1 }
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
    for address in Set(seen.keys).union(written.keys) {
      let lastAnswer = answered[address.field]
      let believed = written[address].flatMap { write in
        lens == .believed && write.sent > lastAnswer ?? -1 ? write.content : nil
      }
      guard let content = believed ?? seen[address], content != .gone else { continue }
      lines.insert(
        Line(
          user: user.id,
          address: address,
          content: content,
          ground: believed == nil ? .seen : .written,
          name: names[address.field],
          lastSeen: lastAnswer.map { times[$0] }
        )
      )
    }
    return lines
  }
}
