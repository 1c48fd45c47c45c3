import LedgerStorage
import GRDB
package import Roster

extension AppendTransaction {
  mutating func intend(_ rows: [IntendedRow], operation: OperationNumber) throws -> [EntryID] {
    for row in rows where row.cells.contains(where: { $0.cell.content == .erased }) {
      throw LedgerError.erasure(.cannotBeWritten)
    }
    let users = try rows.map { try user($0.user) }
    for (row, user) in zip(rows, users) { try checkBases(of: row, user) }
    try begin(Facts(operation: operation, entries: rows.count))
    var entries: [EntryID] = []
    for (row, user) in zip(rows, users) {
      let entry = try entry(.intended, user: user)
      try database.run(
        "INSERT INTO intended (entry, first_event, events) VALUES (?, ?, ?)",
        [entry, state.lastEvent + 1, row.cells.count]
      )
      let events = row.cells.enumerated().map { index, cell in
        Comparison.NewEvent(ordinal: index + 1, cell: cell.cell, isChange: false)
      }
      let (first, _) = try append(events, of: entry)
      for (event, cell) in zip(first..., row.cells) {
        try database.run(
          """
          INSERT INTO write (event, base, action, is_implied, reversibility)
          VALUES (?, ?, ?, ?, ?)
          """,
          [event, cell.base, cell.action.code, cell.isImplied, cell.reversibility.code]
        )
      }
      try projector.intended(entry, operation: operation)
      entries.append(entry)
    }
    return entries
  }

  /// Refuses a row if the last event of one of its cells is not the one that it was planned against.
  private mutating func checkBases(of row: IntendedRow, _ user: UserNumber) throws {
    for cell in row.cells {
      let address = cell.cell.address
      let last = try hot.get(.lastEvent, Self.lastEvent)
      last.bind(1, user)
      last.bind(2, try field(address.field))
      last.bind(3, Int64(address.item))
      let (written, observed, form): (EventID?, EventID?, Int64?) =
        try last.first {
          ($0.optionalInteger(0), $0.optionalInteger(1), $0.optionalInteger(2))
        } ?? (nil, nil, nil)
      // A new item may be written into an empty list, and in the place of one that is gone.
      let isNew =
        cell.base == nil && written == nil && form ?? ContentForm.gone >= ContentForm.emptyList
      guard isNew || cell.base == written ?? observed else {
        throw LedgerError.baseMoved(UserKey(system, row.user), address)
      }
    }
  }

  /// The event of a cell's accepted write that nothing was observed after, the event that was last
  /// observed, and the form of its content.
  private static let lastEvent = """
    SELECT
      (SELECT event FROM expected_writes WHERE user = ?1 AND field = ?2 AND item = ?3),
      (SELECT event FROM projected_roster WHERE user = ?1 AND field = ?2 AND item = ?3),
      (SELECT v.form FROM projected_roster r JOIN personal_value v ON v.id = r.event
        WHERE r.user = ?1 AND r.field = ?2 AND r.item = ?3)
    """

  /// Appends a step of a batch.
  ///
  /// - Returns: The number of the sent entry, if it is a call.
  mutating func take(_ step: BatchStep, operation: OperationNumber) throws -> EntryID? {
    switch step {
    case .send(let intended): return try send(intended, operation: operation)
    case .record(let verdicts, let sent, let call):
      if !verdicts.isEmpty {
        try record(verdicts, of: sent, call: call, operation: operation)
      }
    case .skip(let intended, let reason):
      try skip(intended, reason: reason, operation: operation)
    }
    return nil
  }

  mutating func send(_ intended: [EntryID], operation: OperationNumber) throws -> EntryID {
    try begin(Facts(operation: operation, entries: 1))
    let sent = try entry(.sent)
    for row in intended {
      try database.run("INSERT INTO sending (entry, intended) VALUES (?, ?)", [sent, row])
      try projector.sent(row, by: sent)
    }
    return sent
  }

  package mutating func record(
    _ verdicts: [(intended: EntryID, verdict: RowVerdict)],
    of sent: EntryID,
    call: CallFacts,
    operation: OperationNumber
  ) throws {
    try begin(
      Facts(
        operation: operation,
        entries: verdicts.count,
        askedAt: call.askedAt,
        receivedAt: call.receivedAt,
        requestID: call.requestID
      )
    )
    for (intended, verdict) in verdicts {
      let (kind, code, message) = verdict.facts
      let entry = try entry(kind, user: try userOf(intended))
      try database.run(
        "INSERT INTO outcome (entry, intended, sent, code, message) VALUES (?, ?, ?, ?, ?)",
        [entry, intended, sent, code, try text(message)]
      )
      try projector.outcome(kind, of: intended, entry: entry)
    }
  }

  mutating func skip(_ intended: EntryID, reason: Verbatim, operation: OperationNumber) throws {
    try begin(Facts(operation: operation, entries: 1))
    let entry = try entry(.skipped, user: try userOf(intended))
    try database.run(
      "INSERT INTO skipping (entry, intended, reason) VALUES (?, ?, ?)",
      [entry, intended, try text(reason)]
    )
    try projector.outcome(.skipped, of: intended, entry: entry)
  }

  mutating func settle(
    _ intended: EntryID,
    as verdict: Settlement,
    how: Verbatim,
    operation: OperationNumber
  ) throws {
    try begin(Facts(operation: operation, entries: 1))
    let entry = try entry(.settled, user: try userOf(intended))
    try database.run(
      "INSERT INTO settlement (entry, intended, verdict, how) VALUES (?, ?, ?, ?)",
      [entry, intended, verdict.rawValue, try text(how)]
    )
    try projector.settled(intended, as: verdict, entry: entry)
  }

  private func userOf(_ intended: EntryID) throws -> UserNumber? {
    try database.first("SELECT user FROM entry WHERE id = ?", [intended]) { $0.optionalInteger(0) }
      ?? nil
  }
}

extension RowVerdict {
  fileprivate var facts: (EntryKind, String?, Verbatim?) {
    switch self {
    case .accepted: (.accepted, nil, nil)
    case .rejected(let code, let message): (.rejected, code, message)
    case .uncertain(let code, let message): (.uncertain, code, message)
    }
  }
}
