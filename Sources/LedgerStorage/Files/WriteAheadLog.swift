import Foundation
package import GRDB
import GRDBSQLite
import SQLiteSettings

/// SQLite's write-ahead log beside a ledger, and whether it belongs to that ledger.
///
/// SQLite applies any well-formed log that is beside a file of its name. If a backup was copied
/// over a ledger whose log remained, it would mix pages of two states. So every commit adds one to
/// a number in the first page (`PRAGMA user_version`; see ``GRDB/DatabaseQueue/record(_:)``), and
/// the file's number must be the one at the beginning of the log, or within it.
package struct WriteAheadLog {
  /// The number in the file's first page before the first commit in the log; nil if the log does
  /// not have it.
  private var before: UInt32?
  /// The number in the last first page of the log.
  private var last: UInt32 = 0

  /// Refuses a file with the write-ahead log of another state.
  ///
  /// - Parameters:
  ///   - path: The ledger's path, for the error.
  ///   - connection: A connection to it on which nothing was read yet; there must be no writer.
  /// - Throws: ``LedgerError``, `foreignLog`.
  package static func check(of path: String, _ connection: DatabaseQueue) throws(LedgerError) {
    try translating(path) {
      try connection.inDatabase { database in
        guard let handle = database.sqliteConnection,
          let name = sqlite3_db_filename(handle, "main").map({ String(cString: $0) }),
          let log = WriteAheadLog(name + "-wal"), let before = log.before
        else { return }
        var bytes = [UInt8](repeating: 0, count: 4)
        // The database of such a short file is wholly in its log.
        guard sqlite_settings_read_file(handle, &bytes, 4, 60) == SQLITE_OK else { return }
        let found = number(bytes)
        guard found &- before <= log.last &- before else {
          throw LedgerError.foreignLog(path: path)
        }
      }
    }
  }

  /// Reads the first pages of a log; nil if there is none, or SQLite would not read it.
  private init?(_ path: String) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    guard let header = Self.read(descriptor, 32, at: 0),
      Self.number(header[0..<4]) & ~1 == 0x377F_0682
    else { return nil }
    let size = Int(Self.number(header[8..<12]))
    guard size >= 512 else { return nil }
    let salts = header[16..<24]
    var pending: [UInt32] = []
    var place = 32
    // A frame: its page, the size of the file if it ends a commit, the salts, a checksum.
    while let frame = Self.read(descriptor, 24, at: place), frame[8..<16] == salts {
      if Self.number(frame[0..<4]) == 1 {
        guard let bytes = Self.read(descriptor, 4, at: place + 24 + 60) else { break }
        pending.append(Self.number(bytes[...]))
      }
      if Self.number(frame[4..<8]) != 0 {
        if before == nil { before = pending.first.map { $0 &- 1 } }
        last = pending.last ?? last
        pending = []
      }
      place += 24 + size
    }
  }

  private static func read(_ descriptor: Int32, _ count: Int, at place: Int) -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: count)
    return pread(descriptor, &bytes, count, off_t(place)) == count ? bytes : nil
  }

  private static func number(_ bytes: some Sequence<UInt8>) -> UInt32 {
    bytes.reduce(0) { $0 << 8 | UInt32($1) }
  }
}

extension DatabaseQueue {
  /// Writes in a transaction that is counted in the file, so that a write-ahead log of another
  /// state is detected.
  package func record<T>(_ body: (Database) throws -> T) throws -> T {
    try write { database in
      let result = try body(database)
      try database.countCommit()
      return result
    }
  }
}

extension Database {
  /// Adds one to the count of commits in the first page, wrapping around.
  package func countCommit() throws {
    let count = try first("PRAGMA user_version") { Int32(truncatingIfNeeded: $0.integer(0)) } ?? 0
    try execute(sql: "PRAGMA user_version = \(count &+ 1)")
  }
}
