import Foundation
import GRDB
package import Roster

/// The log of one company's roster: one SQLite file, written by one process at a time, readable by
/// any number at any time.
package final class Ledger: Sendable {
  /// Where the ledger is.
  package let path: String
  let connection: DatabaseQueue
  /// The file, held open for its lock until the connection is let go.
  private let file: LedgerFile
  /// Keeps writers out where SQLite could not know that one writes.
  private let stillness: Stillness?
  let random: RandomBytes
  /// Who signs the heads of the log, where somebody does.
  package let signing: SigningConfiguration?
  /// Where erasures are listed outside of the ledger, if they are.
  let watch: ErasureListKeeper?
  /// What time it is, where that is known: a log may be recorded ahead of it.
  let timekeeper: (any Timekeeper)?
  let memory = ReadCache()

  private init(
    path: String,
    connection: DatabaseQueue,
    file: LedgerFile,
    stillness: Stillness?,
    random: RandomBytes,
    signing: SigningConfiguration?,
    watch: ErasureListKeeper?,
    timekeeper: (any Timekeeper)?
  ) {
    self.path = path
    self.connection = connection
    self.file = file
    self.stillness = stillness
    self.random = random
    self.signing = signing
    self.watch = watch
    self.timekeeper = timekeeper
  }

  /// Creates an empty ledger, readable and writable by its owner only.
  ///
  /// - Parameters:
  ///   - path: Where; a file that is already there is left alone.
  ///   - now: The time of its creation.
  ///   - random: Where its secrets come from.
  ///   - signing: Who signs its heads; without one, nobody does.
  ///   - watch: Where its erasures are listed outside of it.
  /// - Returns: The ledger, open for reading.
  /// - Throws: ``LedgerError``; nothing is left behind then.
  package static func create(
    at path: String,
    now: Instant,
    random: RandomBytes = .system,
    signing: SigningConfiguration? = nil,
    watch: ErasureListKeeper? = nil
  ) throws(LedgerError) -> Ledger {
    try NewFile.fill(path) {
      try lay($0, now: now, random: random)
      try open(at: $0).check()
    }
    return try open(at: path, random: random, signing: signing, watch: watch)
  }

  private static func lay(_ path: String, now: Instant, random: RandomBytes) throws {
    let queue = try Connection.writer(path)
    try Connection.migrator.migrate(queue)
    try queue.write { database in
      try database.execute(sql: "PRAGMA application_id = \(Connection.applicationID)")
      // Where the count of commits begins is chance, so that no two ledgers count alike.
      let count = random.make(4).reduce(0) { $0 << 8 | UInt32($1) }
      try database.execute(sql: "PRAGMA user_version = \(Int32(bitPattern: count))")
      let insert = try SQLStatement(
        database,
        "INSERT INTO ledger (id, identifier, lookup_key, created_at) VALUES (1, ?, ?, ?)"
      )
      insert.bind(1, random.make(16))
      insert.bind(2, random.make(32))
      insert.bind(3, now.milliseconds)
      try insert.run()
      let proof = try SQLStatement(database, "INSERT INTO proof_key (id, key) VALUES (1, ?)")
      proof.bind(1, random.make(32))
      try proof.run()
      // A log without entries has a head too, so that the projections are those that are derived.
      try GrowingTree().writeHead(to: database, schema: "main")
    }
    // Closing folds the log in as well, and says nothing where that fails.
    try queue.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
    try queue.close()
  }

  /// Opens a ledger for reading; ``begin(_:wait:timekeeper:)`` opens it for writing.
  ///
  /// - Parameters:
  ///   - path: Where it is.
  ///   - random: Where the salts of what will be written come from.
  ///   - signing: Who signs its heads; without one, nobody does.
  ///   - watch: Where its erasures are listed outside of it. A copy from before one of them forgets
  ///     again before this returns.
  ///   - timekeeper: The clock, which shows what was recorded ahead of it; without one, recorded
  ///     times are believed.
  /// - Returns: The ledger.
  /// - Throws: ``LedgerError`` if there is none, it is something else, or it cannot be read.
  package static func open(
    at path: String,
    random: RandomBytes = .system,
    signing: SigningConfiguration? = nil,
    watch: ErasureListKeeper? = nil,
    timekeeper: (any Timekeeper)? = nil
  ) throws(LedgerError) -> Ledger {
    let file = try LedgerFile.hold(path)
    let stillness = Connection.isStill(path) ? Stillness(file) : nil
    let (connection, isCurrent) = try translating(path) {
      let connection = try Connection.reader(path)
      // Who writes has looked; otherwise nobody begins to while this is looked at.
      if let still = stillness ?? Stillness(file) {
        try withExtendedLifetime(still) { try WriteAheadLog.check(of: path, connection) }
      }
      let isCurrent = try connection.read { database in
        guard try Connection.isLedger(database) else { throw LedgerError.notALedger(path: path) }
        if try Connection.migrator.hasBeenSuperseded(database) {
          throw LedgerError.newerLedger(path: path)
        }
        return try Connection.migrator.hasCompletedMigrations(database)
      }
      return (connection, isCurrent)
    }
    if !isCurrent {
      try translating(path) {
        try Connection.migrator.migrate(Connection.writer(path))
      }
    }
    if let watch {
      try translating(path) {
        try ErasureReapplication(watch: watch, random: random).run(path, reading: connection)
      }
    }
    return Ledger(
      path: path,
      connection: connection,
      file: file,
      stillness: stillness,
      random: random,
      signing: signing,
      watch: watch,
      timekeeper: timekeeper
    )
  }

  /// Reads from one unchanging state of the log.
  func read<T>(_ body: (Database) throws -> T) throws -> T {
    try connection.read(body)
  }
}
