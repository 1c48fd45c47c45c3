import GRDB
import Roster
import TransparencyLog

/// An entry whose leaf is not made yet, because its facts are still being written.
struct PendingLeaf {
  let line: LeafMaker.Line
  /// The number that its first event has, if it has any.
  let firstEvent: Int64
  var unions: [Int64] = []
}

extension Appending {
  /// The last entry of a user, of those that are there now; 0 where there is none.
  func lastEntry(of user: Int64?) throws -> Int64 {
    guard let user else { return 0 }
    let statement = try hot.get(.lastEntry, "SELECT max(id) FROM entry WHERE user = ?")
    statement.bind(1, user)
    return try statement.first { $0.integer(0) } ?? 0
  }

  /// Makes the leaf of the last entry, whose facts are complete now.
  mutating func seal() throws {
    guard let pending else { return }
    self.pending = nil
    do {
      let stated = try stated(by: pending)
      state.tree.append(try state.maker.hash(of: pending.line, stated, in: database))
    } catch let gap as ProofGap {
      throw DatabaseError(
        resultCode: .SQLITE_CORRUPT,
        message: "entry \(pending.line.entry) cannot be proven: \(gap)"
      )
    }
  }

  /// Makes what leaves are missing and writes the tree; nothing may be appended after that.
  mutating func finish() throws {
    try seal()
    try state.tree.flush(to: database)
    state.maker.forgetAppends()
  }

  private mutating func stated(by pending: PendingLeaf) throws -> LeafMaker.Stated {
    var stated = LeafMaker.Stated(unions: pending.unions)
    guard let user = pending.line.user else { return stated }
    switch EntryKind(code: pending.line.kind) {
    case .fetched, .imported:
      guard let scope = try state.maker.append(pending.line.append, in: database).scope else {
        return stated
      }
      stated.events = try LeafMaker.events(
        from: pending.firstEvent,
        to: state.lastEvent,
        in: database
      )
      stated.values = try LiveValues(database).root(
        of: pending.line.entry,
        user: user,
        scope: scope,
        hasEvents: !stated.events.isEmpty,
        maker: &state.maker
      )
    case .intended:
      stated = try state.maker.intended(
        from: pending.firstEvent,
        to: state.lastEvent,
        in: database
      )
    default: break
    }
    return stated
  }
}

extension LeafMaker {
  /// The stored events of a range of numbers.
  static func events(
    from first: Int64,
    to last: Int64,
    in database: Database
  ) throws -> [StoredEvent] {
    guard first <= last else { return [] }
    let statement = try RawStatement(
      database,
      "SELECT id, ordinal, changed FROM event WHERE id BETWEEN ? AND ? ORDER BY id"
    )
    statement.bind(1, first)
    statement.bind(2, last)
    var events: [StoredEvent] = []
    try statement.forEachRow { row in
      events.append(
        StoredEvent(
          number: row.integer(0),
          ordinal: row.integer(1),
          isChanged: row.integer(2) == 1
        )
      )
    }
    return events
  }

  /// What an intended entry states: each of its events.
  mutating func intended(
    from first: Int64,
    to last: Int64,
    in database: Database
  ) throws -> Stated {
    let cells = try stated(from: first, to: last, in: database)
    return Stated(
      values: ValuesTree.root(of: cells.map(\.commitment)),
      events: try Self.events(from: first, to: last, in: database)
    )
  }

  /// The leaves of the values tree of an intended entry.
  mutating func stated(
    from first: Int64,
    to last: Int64,
    in database: Database
  ) throws -> [StatedCommitment] {
    let statement = try RawStatement(
      database,
      """
      SELECT e.id, e.item, f.code, v.salt, v.form, v.value, v.label
      FROM event e
      LEFT JOIN field f ON f.id = e.field
      LEFT JOIN personal_value v ON v.id = e.id
      WHERE e.id BETWEEN ? AND ? ORDER BY e.id
      """
    )
    statement.bind(1, first)
    statement.bind(2, last)
    var cells: [StatedCommitment] = []
    try statement.forEachRow { row in
      let commitment = try commitments.value(
        row,
        from: 3,
        ofEvent: row.integer(0),
        code: 2,
        item: row.integer(1),
        in: database
      )
      cells.append(StatedCommitment(event: row.integer(0), commitment: commitment))
    }
    return cells
  }
}
