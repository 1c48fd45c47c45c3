import LedgerStorage
import Foundation
import GRDB
package import Roster
import TransparencyLog

/// Applies the list of erasures to an older copy of the ledger.
struct ErasureReapplication {
  /// How often the lock is tried, and the microseconds between: ten seconds together, like SQLite's
  /// busy timeout.
  private static let attempts = 500
  private static let pause: UInt32 = 20_000

  let watch: ErasureListKeeper
  let random: RandomBytes

  private var list: ErasureList { ErasureList(path: watch.list) }

  /// Erases again what is due; nothing of the ledger may be shown before.
  ///
  /// An erasure is on the list before it is committed. A reader beside the erasing process may
  /// therefore find one that is not in the ledger yet, and waits for it.
  func run(_ path: String, reading connection: DatabaseQueue) throws {
    for attempt in 1... {
      let unknown = try connection.read { try list.unknown(in: $0) }
      guard !unknown.isEmpty else { return }
      do {
        if let lock = try WriterLock.attempt(path, now: watch.timekeeper.now()) {
          try WriteAheadLog.check(of: path, connection)
          return try withExtendedLifetime(lock) {
            try forget(in: try Connection.writer(path), path)
          }
        }
      } catch let error {
        switch LedgerError(error, path: path) {
        case .readOnly, .cannotOpen:
          throw ErasureError.cannotForget(path: watch.list, erasures: unknown.count)
        case let error: throw error
        }
      }
      guard attempt < Self.attempts else {
        let holder = WriterLock.holder(of: path)
        throw LedgerError.busy(path: path, process: holder?.process ?? 0, since: holder?.since)
      }
      usleep(Self.pause)
    }
  }

  private func forget(in connection: DatabaseQueue, _ path: String) throws {
    try VacuumRun.setAsideInMemory(connection)
    try connection.record { database in
      let lines = try list.lines(in: database)
      let lifted = Set(lines.compactMap(\.readmitted))
      let unknown = try list.unknown(in: database)
      for system in System.allCases {
        let own = unknown.filter { $0.system == system.rawValue }
        guard !own.isEmpty else { continue }
        var appending = try AppendTransaction(
          database,
          system: system,
          now: watch.timekeeper.now(),
          random: random,
          state: try LogState(database)
        )
        try appending.closeAbandoned()
        let operation = try appending.open(request(system))
        for line in own { try appending.forget(line, lifted: lifted, operation: operation) }
        try appending.close(operation, .finished)
        try appending.finish()
      }
    }
    try VacuumRun.run(connection, path: path)
  }

  private func request(_ system: System) -> OperationRequest {
    OperationRequest(
      kind: .erase,
      system: system,
      actor: watch.actor,
      reason: "This copy of the ledger is from before an erasure; forgotten again.",
      parameters: #"{"restored":true}"#,
      program: watch.program
    )
  }
}

/// The external list of erasures, and the identity under which they are applied again to a restored
/// copy.
package struct ErasureListKeeper: Sendable {
  /// The file of the list, on another disk than the ledger.
  package let list: String
  /// The account that opens the ledger, from the machine.
  package let actor: Verbatim
  /// The version of the program.
  package let program: String
  /// The clock.
  package let timekeeper: any Timekeeper

  package init(list: String, actor: Verbatim, program: String, timekeeper: any Timekeeper) {
    self.list = list
    self.actor = actor
    self.program = program
    self.timekeeper = timekeeper
  }
}

extension AppendTransaction {
  /// Erases again what a line of the list names.
  fileprivate mutating func forget(
    _ line: ErasureList.Line,
    lifted: Set<String>,
    operation: OperationNumber
  ) throws {
    guard let identifier = line.erased.flatMap({ Hexadecimal.decode($0.utf8) }),
      let hash = line.lookup.flatMap({ Hexadecimal.decode($0.utf8) })
    else { return }
    let user = try lookup.number(hash: hash, in: database)
    let codes = line.fields.map { Set($0.map { FieldCode($0) }) }
    var found = PersonalData()
    if let user {
      var names = NameTable(database)
      found = try PersonalDataSearch.run(
        database,
        user: user,
        key: UserKey(system, try names.key(ofUser: user)),
        fields: try codes.map { try IDResolver.fields($0, of: system, in: database) }
      )
    }
    let erasure = Erasure(
      user: user,
      lookup: hash,
      scope: try codes.map { try scope($0) },
      identifier: identifier
    )
    _ = try erase(erasure, found, operation: operation)
    if codes == nil, lifted.contains(Hexadecimal.text(identifier)) {
      _ = try readmit(hash, operation: operation)
    }
  }
}
