package import LedgerProof
package import LedgerStorage
import Foundation
package import GRDB
package import Roster
import Synchronization

/// The ledger of one company: one SQLite file with the log and its projections.
///
/// One process writes at a time; any number may read at any time.
///
/// Example: `let ledger = try Ledger.open(at: path)` opens it for reading, and
/// `ledger.begin(request, wait: .zero, timekeeper: clock)` gives the ``LedgerWriter`` of a new
/// operation.
package final class Ledger: Sendable {
  /// The path of the ledger's file.
  package let path: String
  private let readers: ReaderPool
  /// The connection that sees the one state of ``inOneState(_:)``; nil if each reading has its own.
  private let state: OneState?
  /// The file, kept open for its lock until the connection is closed.
  private let file: LedgerFile
  /// Blocks writers where SQLite cannot detect them.
  private let stillness: Stillness?
  let random: RandomBytes
  /// The key that signs the heads of the log; nil if they are not signed.
  package let signing: SigningConfiguration?
  /// The list of erasures outside the ledger; nil if there is none.
  package let watch: ErasureListKeeper?
  /// The clock; nil if recorded times are trusted even if they are in the future.
  package let timekeeper: (any Timekeeper)?
  package let memory: ReadCache
  /// The writer that this process's operations share.
  let writing: Mutex<OpenLog>

  private init(
    path: String,
    readers: ReaderPool,
    file: LedgerFile,
    stillness: Stillness?,
    random: RandomBytes,
    signing: SigningConfiguration?,
    watch: ErasureListKeeper?,
    timekeeper: (any Timekeeper)?
  ) {
    self.path = path
    self.readers = readers
    state = nil
    memory = ReadCache()
    writing = Mutex(OpenLog())
    self.file = file
    self.stillness = stillness
    self.random = random
    self.signing = signing
    self.watch = watch
    self.timekeeper = timekeeper
  }

  /// The same ledger, read through one connection.
  private init(_ ledger: Ledger, in state: OneState, memory: ReadCache) {
    path = ledger.path
    readers = ledger.readers
    self.state = state
    self.memory = memory
    writing = Mutex(OpenLog())
    file = ledger.file
    stillness = ledger.stillness
    random = ledger.random
    signing = ledger.signing
    watch = ledger.watch
    timekeeper = ledger.timekeeper
  }

  /// Creates an empty ledger, which only its owner can read and write.
  ///
  /// - Parameters:
  ///   - path: The path; an existing file is not changed.
  ///   - now: The time of its creation.
  ///   - random: The source of its secrets.
  ///   - signing: The key that signs its heads; nil if they are not signed.
  ///   - watch: The list of erasures outside the ledger.
  /// - Returns: The ledger, open for reading.
  /// - Throws: ``LedgerError``; the file is removed then.
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
      try mark(database, random: random)
      try database.run(
        "INSERT INTO ledger (id, identifier, lookup_key, created_at) VALUES (1, ?, ?, ?)",
        [random.make(16), random.make(32), now.milliseconds]
      )
      try database.run("INSERT INTO proof_key (id, key) VALUES (1, ?)", [random.make(32)])
      // An empty log has a head too, so that the projections equal the derived ones.
      try GrowingTree().writeHead(to: database, schema: "main")
    }
    // Closing would do this as well, but would not report a failure.
    try queue.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
    try queue.close()
  }

  /// Marks a file as a ledger.
  static func mark(_ database: Database, random: RandomBytes) throws {
    try database.execute(sql: "PRAGMA application_id = \(Connection.applicationID)")
    // Begin the count of commits at random, so that two ledgers do not have the same counts.
    let count = random.make(4).reduce(0) { $0 << 8 | UInt32($1) }
    try database.execute(sql: "PRAGMA user_version = \(Int32(bitPattern: count))")
  }

  /// Opens a ledger for reading; ``begin(_:wait:timekeeper:)`` opens it for writing.
  ///
  /// - Parameters:
  ///   - path: The path.
  ///   - random: The source of the salts of what will be written.
  ///   - signing: The key that signs its heads; nil if they are not signed.
  ///   - watch: The list of erasures outside the ledger. It is applied to an older copy before this
  ///     returns.
  ///   - timekeeper: The clock, which detects entries from the future; nil if recorded times are
  ///     trusted.
  /// - Returns: The ledger.
  /// - Throws: ``LedgerError`` if there is none, it is another kind of file, or it cannot be read.
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
      // A writer has checked already; otherwise block writers during the check.
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
      readers: ReaderPool(path, first: connection),
      file: file,
      stillness: stillness,
      random: random,
      signing: signing,
      watch: watch,
      timekeeper: timekeeper
    )
  }

  /// Reads one unchanging state of the log, and translates every error.
  package func read<T>(_ body: (Database) throws -> T) throws(LedgerError) -> T {
    try translating(path) { try unguarded(body) }
  }

  /// Reads one unchanging state of the log, and translates errors of the storage only: `body` calls
  /// functions of the caller, whose errors must arrive unchanged.
  package func reading<T>(_ body: (Database) throws -> T) throws -> T {
    do { return try unguarded(body) } catch let error as DatabaseError {
      throw LedgerError(error, path: path)
    }
  }

  private func unguarded<T>(_ body: (Database) throws -> T) throws -> T {
    if let state { return try body(state.database) }
    return try readers.read(body)
  }

  /// Lets several readings see the same state of the log, whatever a writer appends meanwhile.
  ///
  /// Queries and verifications have connections of their own, and states of their own.
  ///
  /// - Parameter body: Reads, with the ledger that it gets, which must not be used after it returns.
  /// - Returns: What `body` returns.
  /// - Throws: ``LedgerError``, or what `body` throws.
  package func inOneState<T>(_ body: (Ledger) throws -> T) throws -> T {
    try reading { try body(Ledger(self, in: OneState(database: $0), memory: memory)) }
  }

  /// Lets readings see the log as it was at an entry.
  ///
  /// They read temporary views instead of the tables (``PositionSources``), on a connection of
  /// their own. A reading that takes a position itself is faster. What was erased is unknown at every
  /// entry.
  ///
  /// - Parameters:
  ///   - position: The last entry that counts.
  ///   - body: Reads, with the ledger that it gets, which must not be used after it returns.
  /// - Returns: What `body` returns.
  /// - Throws: ``LedgerError``, or what `body` throws.
  package func asOf<T>(_ position: ReadPosition, _ body: (Ledger) throws -> T) throws -> T {
    if try isCurrent(position) { return try body(self) }
    do {
      let connection = try Connection.reader(path)
      try connection.inDatabase { database in
        try database.execute(sql: "PRAGMA temp_store = MEMORY")
        let views = try Row.fetchAll(
          database,
          sql: "SELECT name, sql FROM sqlite_schema WHERE type = 'view' AND name <> 'read_position'"
        ).map { (name: $0[0] as String, sql: $0[1] as String) }
        for sql in try PositionSources.statements(upTo: position.entry, views: views) {
          try database.execute(sql: sql)
        }
      }
      return try connection.read {
        try body(Ledger(self, in: OneState(database: $0), memory: ReadCache()))
      }
    } catch let error as DatabaseError {
      throw LedgerError(error, path: path)
    }
  }

  /// Whether what the log knew at a position is what it knows at its end: only accesses follow.
  package func isCurrent(_ position: ReadPosition) throws(LedgerError) -> Bool {
    try read { try memory.isCurrent(position.entry, $0) }
  }

  /// Gives a connection on which nothing is being read.
  func withReader<T>(_ body: (DatabaseQueue) throws -> T) throws -> T {
    precondition(state == nil, "the connection of one state is in use")
    return try readers.use(body)
  }

  /// Writes what is no operation, with the connection of the operations that are open or one of its
  /// own.
  ///
  /// - Parameters:
  ///   - alone: Whether no operation may be open.
  ///   - wait: How long to wait for another process, or for operations.
  ///   - timekeeper: The clock, and the means of waiting.
  ///   - body: Writes.
  /// - Returns: What `body` returns.
  /// - Throws: What `body` throws; ``LedgerError``, `busy` if the wait is over.
  package func write<T>(
    alone: Bool = false,
    wait: Duration,
    timekeeper: any Timekeeper,
    _ body: (DatabaseQueue) throws -> T
  ) async throws -> T {
    let writer = try await WriterLock.waiting(path, wait: wait, timekeeper: timekeeper) {
      () throws(LedgerError) -> (held: any Sendable, connection: DatabaseQueue)? in
      try translating(path) {
        try writing.withLock { writing in
          if let log = writing.log {
            return alone ? log.reserve().map { ($0, log.connection) } : (log, log.connection)
          }
          guard let lock = try WriterLock.attempt(path, now: timekeeper.now()) else { return nil }
          try checkWriteAheadLog()
          return (lock, try Connection.writer(path))
        }
      }
    }
    return try withExtendedLifetime(writer.held) { try body(writer.connection) }
  }

  /// Refuses a write-ahead log that is not the file's own; there must be no writer.
  func checkWriteAheadLog() throws(LedgerError) {
    try translating(path) { try withReader { try WriteAheadLog.check(of: path, $0) } }
  }
}

/// A connection within a transaction that reads; used on the thread of that transaction only, which
/// GRDB checks.
private final class OneState: Sendable {
  nonisolated(unsafe) let database: Database

  init(database: Database) { self.database = database }
}
