import Foundation
import GRDB
import Roster

/// How large a ledger is.
public struct LedgerStatistics: Hashable, Sendable {
  /// How many entries the book has.
  public let entries: Int
  /// How many events, unchanged ones included.
  public let events: Int
  /// How many of them have a row of their own.
  public let storedEvents: Int
  /// How many users the ledger has met.
  public let users: Int
  /// How many cells it knows, gone ones included.
  public let cells: Int
  /// The size of the file and of its write-ahead log, in bytes.
  public let bytes: Int

  /// Bytes for each event, unchanged ones included; 0 without events.
  public var bytesPerEvent: Double { events == 0 ? 0 : Double(bytes) / Double(events) }
}

extension Ledger {
  /// How large the ledger is.
  ///
  /// - Returns: Its figures.
  /// - Throws: ``LedgerError``.
  public func statistics() throws(LedgerError) -> LedgerStatistics {
    try translating(path) {
      try read { database in
        func count(_ sql: String) throws -> Int { try Int.fetchOne(database, sql: sql) ?? 0 }
        return LedgerStatistics(
          entries: try count("SELECT max(id) FROM entry"),
          events: try count("SELECT sum(returned + gone) FROM append")
            + count("SELECT sum(events) FROM intended"),
          storedEvents: try count("SELECT max(id) FROM event"),
          users: try count("SELECT count(*) FROM user"),
          cells: try count("SELECT count(*) FROM projected_roster"),
          bytes: Self.size(of: path) + Self.size(of: path + "-wal")
        )
      }
    }
  }

  private static func size(of path: String) -> Int {
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    return (attributes?[.size] as? NSNumber)?.intValue ?? 0
  }
}
