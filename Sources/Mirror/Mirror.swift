package import Ledger
import LedgerStorage
package import PostgreSQL
import Roster
import TransparencyLog

/// A PostgreSQL database that has the logs of ledgers, and views of them.
///
/// Example: `try Mirror(connection).prepare(for: ledger)`, then rounds of ``MirrorFollower``.
package struct Mirror {
  /// The connection, which one thread uses at a time.
  let connection: PostgresConnection

  /// Uses a connection.
  package init(_ connection: PostgresConnection) { self.connection = connection }

  /// Makes what is missing of tables and views, and gives a ledger its number.
  ///
  /// - Parameter ledger: The ledger.
  /// - Returns: Its standing: entry 0, if it is new there.
  /// - Throws: ``MirrorError``, `PostgresError`, `LedgerError`.
  @discardableResult
  package func prepare(for ledger: Ledger) throws -> MirrorStanding {
    let tables = try LogTable.all()
    let identifier = try Self.identifier(of: ledger)
    try connection.transaction {
      try connection.execute(MirrorSchema.text(of: tables))
      try connection.run(
        """
        INSERT INTO rollbook_log.ledger
          (log, id, identifier, lookup_key, created_at, epoch, entry, append, root, amendments, version)
        SELECT coalesce((SELECT max(log) FROM rollbook_log.ledger), 0) + 1, 1, $1, $2, $3, 0, 0, 0, $4,
          0, $5
        WHERE NOT EXISTS (SELECT 1 FROM rollbook_log.ledger WHERE identifier = $1)
        """,
        try Self.firstValues(of: ledger, tables) + [
          .bytes(MerkleHash.emptyRoot.bytes), .text(LogTable.version),
        ]
      )
    }
    return try standing(of: identifier)
  }

  /// The id, the lookup key and the time of creation, in milliseconds, of a ledger.
  private static func firstValues(
    of ledger: Ledger,
    _ tables: [LogTable]
  ) throws -> [PostgresValue] {
    var values: [PostgresValue] = []
    for table in tables where table.name == "ledger" {
      try ledger.rows(of: table, after: 0) { row in
        values = [.bytes(row.array(1)), .bytes(row.array(2)), .integer(row.integer(3))]
      }
    }
    return values
  }

  static func identifier(of ledger: Ledger) throws -> [UInt8] {
    Hexadecimal.decode(Array(try ledger.identifier().utf8)) ?? []
  }

  /// The standings of all logs, by their numbers.
  ///
  /// - Throws: ``MirrorError``, `notPrepared` if the database is no mirror; `PostgresError`.
  package func standings() throws -> [MirrorStanding] {
    guard
      try connection.rows("SELECT to_regclass('rollbook_log.ledger') IS NOT NULL").first
        == [.truth(true)]
    else { throw MirrorError.notPrepared }
    return try connection.rows(
      "SELECT \(MirrorStanding.columns) FROM rollbook_log.ledger ORDER BY log"
    ).compactMap { MirrorStanding($0) }
  }

  func standing(of identifier: [UInt8]) throws -> MirrorStanding {
    let standing = try standings().first { $0.identifier == identifier }
    guard let standing else { throw MirrorError.notPrepared }
    guard standing.version == LogTable.version else {
      throw MirrorError.otherVersion(there: standing.version, here: LogTable.version)
    }
    return standing
  }

  /// The standing of the log that a person means.
  ///
  /// - Parameters:
  ///   - log: Its number; nil for that of the ledger, or the only one.
  ///   - ledger: The ledger of this machine; nil if it has none.
  /// - Returns: The standing.
  /// - Throws: ``MirrorError``, `PostgresError`, `LedgerError`.
  package func standing(log: Int64?, or ledger: Ledger?) throws -> MirrorStanding {
    let standings = try standings()
    if let log {
      guard let named = standings.first(where: { $0.log == log }) else {
        throw MirrorError.logUnknown(log)
      }
      return named
    }
    let identifier = try ledger.map { try Self.identifier(of: $0) }
    if let own = standings.first(where: { $0.identifier == identifier }) { return own }
    guard let only = standings.first else { throw MirrorError.notPrepared }
    guard standings.count == 1 else { throw MirrorError.logUnnamed(standings.map(\.log)) }
    return only
  }

  /// Rewrites the tables that held values and texts, so that what was deleted is in no heap file.
  ///
  /// Each table is locked while it is rewritten.
  ///
  /// - Returns: The tables, with their schemas.
  /// - Throws: `PostgresError`.
  package func scrub() throws -> [String] {
    _ = try standings()
    let tables =
      LogTable.erasable.keys.sorted().map { "rollbook_log.\($0)" } + ["rollbook.cell_version"]
    for table in tables { try connection.execute("VACUUM (FULL, ANALYZE) \(table)") }
    return tables
  }
}
