package import Ledger
package import LedgerStorage
import GRDB
package import Roster

extension Ledger {
  /// The last finished fetch of all people and fields, and the catalog's fields that came back for
  /// no user in it or before.
  ///
  /// - Returns: The fetch's operation number, and a finding for each such field; nil if there was
  ///   no such fetch.
  /// - Throws: ``LedgerError``.
  package func lastWholeFetch() throws(LedgerError) -> (
    operation: OperationNumber, unheld: [Finding]
  )? {
    try read { database in
      guard let fetch = try WholeFetch(nil, in: database) else { return nil }
      return (fetch.operation, try fetch.unheld(in: database))
    }
  }

  static func heldByNobody(after operation: OperationNumber, in database: Database) throws
    -> [Finding]
  {
    try WholeFetch(operation, in: database)?.unheld(in: database) ?? []
  }
}

/// A finished fetch of all people and all fields that returned at least one user.
private struct WholeFetch {
  let operation: OperationNumber
  /// The entry that closed it.
  private let closing: EntryID
  private let people: Int
  /// The fields that the settings exclude: read codes, write codes or names.
  private let never: Set<Verbatim>

  /// Finds a fetch.
  ///
  /// - Parameters:
  ///   - operation: Its number; nil for the last one.
  ///   - database: The database.
  /// - Throws: Errors of SQLite.
  init?(_ operation: OperationNumber?, in database: Database) throws {
    let row = try Row.fetchOne(
      database,
      sql: """
        SELECT o.id, c.entry, CAST(p.content AS TEXT) AS parameters FROM operation o
        JOIN closing c ON c.operation = o.id
        JOIN personal_text p ON p.id = o.parameters
        WHERE o.kind = 'fetch' AND o.system = 'dingtalk' AND c.status = 'finished'
          AND json_valid(CAST(p.content AS TEXT))
          AND json_extract(CAST(p.content AS TEXT), '$.users') = 'all'
          AND json_extract(CAST(p.content AS TEXT), '$.fields') = 'all'
          AND (:operation IS NULL OR o.id = :operation)
        ORDER BY o.id DESC LIMIT 1
        """,
      arguments: ["operation": operation?.rawValue]
    )
    guard let row else { return nil }
    self.operation = OperationNumber(rawValue: row["id"])
    closing = EntryID(rawValue: row["entry"])
    let parameters: String = row["parameters"]
    let words = try String.fetchAll(
      database,
      sql: "SELECT value FROM json_each(?, '$.never')",
      arguments: [parameters]
    )
    never = Set(words.map { Verbatim($0) })
    people =
      try database.first(
        """
        SELECT count(DISTINCT n.user) FROM append a CROSS JOIN entry n
        ON n.id BETWEEN a.first_entry AND a.first_entry + a.entries - 1
        WHERE a.operation = ? AND n.kind = \(EntryKind.fetched.code)
        """,
        [self.operation]
      ) { Int($0.integer(0)) } ?? 0
    guard people > 0 else { return nil }
  }

  /// The fields of the catalog at that time that never came back for any user.
  ///
  /// Attachments are omitted: no response has them, as DingTalk documents for
  /// `v1.0/hrm/rosters/lists/query`.
  func unheld(in database: Database) throws -> [Finding] {
    let described = try FieldCatalog.held(of: .dingtalk, upTo: closing, in: database).values
      .filter { !$0.isRemoved }.map(\.description)
    let excepted = described.codes(named: never)
    let suspects = described.filter {
      !excepted.contains($0.code) && FieldPolicy.barrier(to: $0) != .attachment
    }
    var numbers: [FieldNumber: FieldCode] = [:]
    for field in suspects {
      let number = try IDResolver.fields([field.code], of: .dingtalk, in: database).first
      if let number { numbers[number] = field.code }
    }
    // The first people have most fields; only for the other fields all people are searched.
    for table in ["(SELECT field, entry FROM projected_roster LIMIT 10000)", "cell_events"]
    where !numbers.isEmpty {
      try database.run(
        """
        SELECT DISTINCT field FROM \(table)
        WHERE entry <= ? AND field IN (\(numbers.keys.map(\.description).joined(separator: ", ")))
        """,
        [closing]
      ) { numbers[$0.integer(0)] = nil }
    }
    return numbers.values.sorted().map {
      Finding(kind: .fieldHeldByNobody, operation: operation, field: $0, count: people)
    }
  }
}
