import Foundation
import GRDB
import Roster

/// The size of a ledger.
package struct LedgerStatistics: Hashable, Sendable {
  /// How many entries the log has.
  package let entries: Int
  /// How many events, unchanged ones included.
  package let events: Int
  /// How many of them have a row of their own.
  package let storedEvents: Int
  /// How many users are in the ledger.
  package let users: Int
  /// How many cells are known, gone ones included.
  package let cells: Int
  /// The size of the file and of its write-ahead log, in bytes.
  package let bytes: Int

  /// Bytes for each event, unchanged ones included; 0 without events.
  package var bytesPerEvent: Double { events == 0 ? 0 : Double(bytes) / Double(events) }
}
