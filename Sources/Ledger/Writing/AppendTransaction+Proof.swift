import GRDB
import Roster
import TransparencyLog

extension AppendTransaction {
  /// The last entry of a user so far; 0 if there is none.
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

  /// Makes the missing leaves and writes the tree; nothing may be appended afterwards.
  mutating func finish() throws {
    try seal()
    for (digest, user, scope) in remember {
      try state.memory?.keep(digest, of: user, scope: scope, in: database)
    }
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
      if pending.isFirstAnswer {
        try state.maker.emit(from: pending.firstEvent, to: state.lastEvent, &stated, in: database)
        if let root = stated.values { try LiveValues(database).keep(root, user, scope) }
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
      try state.maker.emit(from: pending.firstEvent, to: state.lastEvent, &stated, in: database)
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
    let statement = try SQLStatement(
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

  /// Adds the stated cells of an entry whose stated set is exactly its events.
  mutating func emit(
    from first: Int64,
    to last: Int64,
    _ stated: inout Stated,
    in database: Database
  ) throws {
    let reported = try reported(from: first, to: last, in: database)
    stated.events = reported.events
    stated.values = ValuesTree.root(of: reported.leaves.map(\.commitment))
  }

  /// The stored events of a range of numbers, each with its leaf in the values tree over them.
  mutating func reported(
    from first: Int64,
    to last: Int64,
    in database: Database
  ) throws -> (events: [StoredEvent], leaves: [StatedCommitment]) {
    let statement = try SQLStatement(
      database,
      """
      SELECT e.id, e.ordinal, e.changed, e.field, e.item, v.salt, v.form, v.value, v.label
      FROM event e LEFT JOIN personal_value v ON v.id = e.id
      WHERE e.id BETWEEN ? AND ? ORDER BY e.id
      """
    )
    statement.bind(1, first)
    statement.bind(2, last)
    var events: [StoredEvent] = []
    var leaves: [StatedCommitment] = []
    try statement.forEachRow { row in
      let event = StoredEvent(
        number: row.integer(0),
        ordinal: row.integer(1),
        isChanged: row.integer(2) == 1
      )
      let commitment = try commitments.value(
        row,
        from: 5,
        ofEvent: event.number,
        field: row.integer(3),
        item: row.integer(4),
        in: database
      )
      events.append(event)
      leaves.append(StatedCommitment(event: event.number, commitment: commitment))
    }
    return (events, leaves)
  }
}
