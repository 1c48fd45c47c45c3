import GRDB
public import Roster

/// A cell that was seen to change, and what it held at the end of a span of entries.
public struct ObservedCell: Hashable, Sendable {
  /// Whose cell.
  public let user: Verbatim
  /// Which.
  public let address: CellAddress
  /// What it held.
  public let content: Content
  /// The entry that says so.
  public let entry: Int64
  /// When that entry was recorded.
  public let recordedAt: Instant
  /// When the cell held it: of an imported value, when its file was captured; of any other, when it
  /// was recorded.
  public let heldAt: Instant

  /// States a cell; it held the content when that was recorded, unless another time is said.
  public init(
    user: Verbatim,
    address: CellAddress,
    content: Content,
    entry: Int64,
    recordedAt: Instant,
    heldAt: Instant? = nil
  ) {
    self.user = user
    self.address = address
    self.content = content
    self.entry = entry
    self.recordedAt = recordedAt
    self.heldAt = heldAt ?? recordedAt
  }
}

/// Entries after one and up to another.
public struct EntrySpan: Hashable, Sendable {
  /// The last entry before the span.
  public let after: Int64
  /// The last entry of the span.
  public let through: Int64

  /// Names a span; an empty one where `through` is not after `after`.
  public init(after: Int64, through: Int64) {
    self.after = after
    self.through = through
  }
}

extension Ledger {
  /// The last entry that was recorded at a time or before it; 0 where there is none.
  ///
  /// - Parameter time: The time.
  /// - Returns: The entry's number.
  /// - Throws: ``LedgerError``.
  public func lastEntry(at time: Instant) throws(LedgerError) -> Int64 {
    let now = timekeeper?.now()
    return try translating(path) { try read { try Self.lastEntry(at: time, now: now, in: $0) } }
  }

  /// The cells that were seen to change in a span, each with the last content of it there.
  ///
  /// A cell whose field had never been seen before did not change: nothing is known of what was
  /// there. People who were erased are left out.
  ///
  /// - Parameters:
  ///   - system: Whose.
  ///   - span: Where in the book.
  /// - Returns: The cells, by user and address.
  /// - Throws: ``LedgerError``.
  public func changedCells(
    of system: System,
    in span: EntrySpan
  ) throws(LedgerError) -> [ObservedCell] {
    try translating(path) {
      try read { database in
        let statement = try RawStatement(
          database,
          """
          SELECT h.user, h.field, h.item, h.entry,
            \(ContentForm.columns("v", ofEvent: "h.event")), i.captured_at
          FROM cell_events h
          JOIN entry n ON n.id = h.entry
          JOIN append a ON a.id = n.append
          LEFT JOIN import i ON i.operation = a.operation
          JOIN event e ON e.id = h.event
          JOIN user u ON u.id = h.user AND u.system = '\(system.rawValue)'
          JOIN personal_user p ON p.id = h.user
          LEFT JOIN personal_value v ON v.id = h.event
          WHERE h.entry > ?1 AND h.entry <= ?2 AND e.changed = 1 AND h.seen_before IS NOT NULL
          ORDER BY h.entry
          """
        )
        statement.bind(1, span.after)
        statement.bind(2, span.through)
        var names = Names(database)
        var times = RecordedTimes(database)
        var last: [Verbatim: [CellAddress: ObservedCell]] = [:]
        try statement.forEachRow { row in
          let user = try names.key(ofUser: row.integer(0))
          let address = CellAddress(
            try names.code(ofField: row.integer(1)),
            Int(row.integer(2))
          )
          last[user, default: [:]][address] = ObservedCell(
            user: user,
            address: address,
            content: try row.content(from: 4),
            entry: row.integer(3),
            recordedAt: try times.of(entry: row.integer(3)),
            heldAt: row.optionalInteger(7).map { Instant(milliseconds: $0) }
          )
        }
        return last.values.flatMap(\.values).sorted {
          $0.user == $1.user ? $0.address < $1.address : $0.user < $1.user
        }
      }
    }
  }
}
