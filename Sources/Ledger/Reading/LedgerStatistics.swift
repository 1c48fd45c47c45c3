import Foundation
import GRDB
import Roster

/// How large a ledger is.
public struct LedgerStatistics: Hashable, Sendable {
  /// How many entries the log has.
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
