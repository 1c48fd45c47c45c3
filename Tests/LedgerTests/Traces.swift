import Foundation
import GRDB
import Ledger
import RollbookTestSupport
import Roster

/// Searches a ledger's files, without SQLite, for what must not be in them.
enum Traces {
  /// Those of some texts that are anywhere in the ledger's file or beside it.
  static func found(_ texts: some Sequence<String>, in ledger: Ledger) throws -> [String] {
    let files = ["", "-wal", "-shm"].compactMap {
      FileManager.default.contents(atPath: ledger.path + $0)
    }
    return texts.filter { text in
      files.contains { $0.has(text) }
    }
  }

  /// The tables of the proof, made again from all that the log has, that differ from what is
  /// stored.
  static func differing(from ledger: Ledger, _ folder: TemporaryFolder) throws -> [String] {
    let path = folder.path("again")
    for suffix in ["", "-wal", "-shm"] {
      try? FileManager.default.removeItem(atPath: path + suffix)
    }
    let stored = try DatabaseQueue(path: ledger.path)
    try stored.writeWithoutTransaction { try $0.execute(sql: "VACUUM INTO '\(path)'") }
    try Tampering.change(path) { try Tampering.redoHashes($0) }
    let copy = try DatabaseQueue(path: path)
    return try tables.filter { try copy.rows(of: $0) != stored.rows(of: $0) }
  }

  private static let tables = ["tile", "projected_head", "projected_values"]
}
