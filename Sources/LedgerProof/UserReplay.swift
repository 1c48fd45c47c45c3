package import LedgerStorage
package import GRDB
import LeafFormat
package import Roster
package import TransparencyLog

/// Recomputes the leaves of one user's entries, from the first to the last.
///
/// It works user by user, so that memory grows with one person's entries, and not with the log.
package struct UserReplay {
  private struct CellKey: Hashable {
    let field: FieldNumber
    let item: Int64
  }

  private struct CellEvent {
    let entry: EntryID
    let stored: PersonRecord.StoredEvent
    let key: CellKey
    let isGone: Bool
    let commitment: Result<MerkleHash, ProofGap>
  }

  private let database: Database
  /// The schema with the projections that find a user's events: `main` or `temp`.
  private let schema: String
  package private(set) var maker: LeafMaker
  /// The rows of `personal_union`, erased ones too, by the entry that added them.
  private let unions: [EntryID: [Int64]]
  /// The values roots after the last entry, by scope.
  package private(set) var roots: [ScopeNumber: MerkleHash] = [:]
  private var events: [CellEvent] = []
  private var next = 0
  private var cells: [CellKey: Int] = [:]

  package init(_ database: Database, schema: String = "main", key: ProofKey) throws {
    self.database = database
    self.schema = schema
    maker = LeafMaker(key)
    var unions: [EntryID: [Int64]] = [:]
    try database.run(
      """
      SELECT entry, id FROM personal_union UNION ALL SELECT entry, id FROM erased_union ORDER BY id
      """
    ) { unions[$0.integer(0), default: []].append($0.integer(1)) }
    self.unions = unions
  }

  /// Recomputes the leaves of a user's entries after `mark`, or of entries without a user; a leaf
  /// that cannot be made is a gap.
  package mutating func leaves(
    of user: UserNumber?,
    after mark: EntryID = 0,
    each: (LeafMaker.Line, Result<MerkleHash, ProofGap>) throws -> Void
  ) throws {
    try load(user)
    try forEachLine(of: user, after: mark) { replay, line in
      if line.entry <= mark { try replay.pass(line) } else { try each(line, replay.make(line)) }
    }
  }

  /// Streams what entries are proven with.
  ///
  /// - Parameters:
  ///   - user: The user's number; nil for entries without a user.
  ///   - range: The first and the last entry that is needed.
  ///   - entries: Which of them are needed; nil for all.
  ///   - withCells: Whether the leaves of values trees are included.
  ///   - each: Receives one entry; they come in their order.
  /// - Throws: ``ProofGap`` if a leaf cannot be made; errors of reading the ledger.
  package mutating func proven(
    of user: UserNumber?,
    in range: ClosedRange<EntryID>,
    only entries: Set<EntryID>? = nil,
    withCells: Bool = true,
    each: (ProvenLine) throws -> Void
  ) throws {
    try load(user)
    let before = user == nil ? range.lowerBound - 1 : 0
    try forEachLine(of: user, after: before, through: range.upperBound) { replay, line in
      guard range.contains(line.entry), entries?.contains(line.entry) != false else {
        return try replay.pass(line)
      }
      let stated = try replay.stated(by: line)
      let parts = try replay.maker.parts(of: line, stated, in: replay.database)
      let hasCells = withCells && stated.values != nil
      let cells = hasCells ? try replay.cells(of: line, stated) : []
      try each(ProvenLine(line: line, leaf: parts.leaf, person: parts.person, cells: cells))
    }
  }

  private mutating func forEachLine(
    of user: UserNumber?,
    after mark: EntryID,
    through last: EntryID = .max,
    _ body: (inout UserReplay, LeafMaker.Line) throws -> Void
  ) throws {
    var previous: EntryID = 0
    try database.run(
      """
      SELECT id, append, kind, returned FROM entry
      WHERE \(user == nil ? "user IS NULL AND id > ?2" : "user = ?2") AND id <= ?1 ORDER BY id
      """,
      [last, user.map { $0 as any SQLBindable } ?? mark]
    ) { row in
      let line = LeafMaker.Line(
        entry: row.integer(0),
        append: row.integer(1),
        kind: row.integer(2),
        user: user,
        returned: row.integer(3),
        previous: user == nil ? 0 : previous
      )
      previous = line.entry
      try body(&self, line)
    }
  }

  private mutating func make(_ line: LeafMaker.Line) throws -> Result<MerkleHash, ProofGap> {
    do {
      let stated = try stated(by: line)
      return .success(try maker.hash(of: line, stated, in: database))
    } catch let gap as ProofGap {
      return .failure(gap)
    }
  }

  /// Applies an entry without making its leaf.
  private mutating func pass(_ line: LeafMaker.Line) throws {
    guard next < events.count, events[next].entry <= line.entry else { return }
    _ = apply(line.entry)
  }

  private mutating func stated(by line: LeafMaker.Line) throws -> LeafMaker.Stated {
    var stated = LeafMaker.Stated(unions: unions[line.entry] ?? [])
    switch EntryKind(code: line.kind) {
    case .fetched, .imported:
      stated.events = apply(line.entry)
      guard let scope = try maker.append(line.append, in: database).scope else { return stated }
      stated.values = try root(of: line.entry, scope: scope)
    case .intended:
      let (first, count) = try LeafMaker.writes(of: line.entry, in: database)
      try maker.emit(from: first, to: first + Int(count) - 1, &stated, in: database)
    case .erased:
      if try ErasedUser.isErased(by: line.entry, in: database) {
        roots.removeAll(keepingCapacity: true)
      }
    default: break
    }
    return stated
  }

  /// Makes the events of an entry the latest ones of their cells.
  private mutating func apply(_ entry: EntryID) -> [PersonRecord.StoredEvent] {
    var own: [PersonRecord.StoredEvent] = []
    while next < events.count, events[next].entry <= entry {
      cells[events[next].key] = next
      if events[next].entry == entry { own.append(events[next].stored) }
      roots.removeAll(keepingCapacity: true)
      next += 1
    }
    return own
  }

  private mutating func root(of entry: EntryID, scope: ScopeNumber) throws -> MerkleHash {
    if let known = roots[scope] { return known }
    let stated = try statedCells(at: entry, scope: scope)
    let root = stated.root
    if !stated.hasGone { roots[scope] = root }
    return root
  }

  private mutating func cells(
    of line: LeafMaker.Line,
    _ stated: LeafMaker.Stated
  ) throws -> [StatedCommitment] {
    if EntryKind(code: line.kind) == .intended {
      guard let first = stated.events.first, let last = stated.events.last else { return [] }
      return try maker.reported(from: first.number, to: last.number, in: database).leaves
    }
    guard let scope = try maker.append(line.append, in: database).scope else { return [] }
    return try statedCells(at: line.entry, scope: scope).inOrder
  }

  private mutating func statedCells(at entry: EntryID, scope: ScopeNumber) throws -> StatedCells {
    let rank = try maker.scope(scope, in: database).rank
    var stated = StatedCells()
    for (key, index) in cells {
      let event = events[index]
      guard let rank = rank[key.field], !event.isGone || event.entry == entry else { continue }
      stated.add(
        try event.commitment.get(),
        ofEvent: event.stored.number,
        rank: rank,
        item: key.item,
        isGone: event.isGone
      )
    }
    return stated
  }

  private mutating func load(_ user: UserNumber?) throws {
    events.removeAll(keepingCapacity: true)
    cells.removeAll(keepingCapacity: true)
    roots.removeAll(keepingCapacity: true)
    next = 0
    guard let user else { return }
    for table in ["projected_roster", "projected_history"] {
      try database.run(
        """
        SELECT e.entry, e.id, e.ordinal, e.changed, e.field, e.item,
          v.salt, v.form, v.value, v.label
        FROM \(schema).\(table) h
        JOIN main.event e ON e.id = h.event
        LEFT JOIN main.personal_value v ON v.id = e.id
        WHERE h.user = ?
        """,
        [user]
      ) { events.append(try event($0)) }
    }
    events.sort { ($0.entry, $0.stored.number) < ($1.entry, $1.stored.number) }
  }

  private mutating func event(_ row: SQLRow) throws -> CellEvent {
    let number: EventID = row.integer(1)
    let commitment: Result<MerkleHash, ProofGap>
    do {
      commitment = .success(
        try maker.commitments.value(
          row,
          from: 6,
          ofEvent: number,
          field: row.integer(4),
          item: row.integer(5),
          in: database
        )
      )
    } catch let gap as ProofGap {
      commitment = .failure(gap)
    }
    return CellEvent(
      entry: row.integer(0),
      stored: PersonRecord.StoredEvent(
        number: number,
        ordinal: row.integer(2),
        isChanged: row.integer(3) == 1
      ),
      key: CellKey(field: row.integer(4), item: row.integer(5)),
      isGone: row.integer(7) == ContentForm.gone,
      commitment: commitment
    )
  }
}

/// What one entry is proven with.
package struct ProvenLine {
  package let line: LeafMaker.Line
  package let leaf: [UInt8]
  package let person: [UInt8]?
  /// The leaves of its values tree.
  package let cells: [StatedCommitment]
}
