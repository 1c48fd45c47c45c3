import GRDB
package import Roster

extension LedgerWriter {
  /// Appends that a user is under a legal hold: nothing of theirs may be erased.
  ///
  /// - Parameters:
  ///   - user: The user's key, in the system of the operation.
  ///   - now: The time now.
  /// - Returns: The entry.
  /// - Throws: ``LedgerError``, `erasure` where the ledger does not know the user.
  @discardableResult
  package func hold(_ user: Verbatim, now: Instant) throws(LedgerError) -> Int64 {
    try append(now: now) { appending in
      let number = try appending.known(user)
      return try appending.remark(.held, on: number, operation: operation)
    }
  }

  /// Appends that the hold on a user is lifted.
  ///
  /// - Parameters:
  ///   - user: The user's key, in the system of the operation.
  ///   - now: The time now.
  /// - Returns: The entry.
  /// - Throws: ``LedgerError``, `erasure` where there is no hold.
  @discardableResult
  package func release(_ user: Verbatim, now: Instant) throws(LedgerError) -> Int64 {
    try append(now: now) { appending in
      let number = try appending.known(user)
      guard try Holds(appending.database).hold(on: number) != nil else {
        throw LedgerError.erasure(.notUnderHold(UserKey(system, user)))
      }
      return try appending.remark(.released, on: number, operation: operation)
    }
  }

  /// Erases a user, or some fields of theirs: an entry that commits to what goes, and the deletion, in
  /// one transaction.
  ///
  /// The file has to be written anew after it; see ``scrub()``.
  /// Where a hold forbids it, that is appended instead.
  ///
  /// - Parameters:
  ///   - user: The user's key, in the system of the operation.
  ///   - fields: The fields whose values go; nil for the user with all there is.
  ///   - now: The time now.
  /// - Returns: The entry.
  /// - Throws: ``LedgerError``, `erasure` where nothing was erased, and why.
  package func erase(
    _ user: Verbatim,
    fields: Set<FieldCode>?,
    now: Instant
  ) throws(LedgerError) -> Int64 {
    let key = UserKey(system, user)
    let hold: Int64? = try append(now: now) { appending in
      let number = try appending.known(user)
      let hold = try Holds(appending.database).holdOnPerson(number)
      if hold != nil {
        _ = try appending.remark(.erasureRefused, on: number, operation: operation)
      }
      return hold
    }
    if let hold { throw .erasure(.underHold(key, hold: hold)) }
    try translating(path) { try VacuumRun.setAsideInMemory(connection) }
    return try append(now: now) { appending in
      let number = try appending.known(user)
      let codes = try fields.map {
        try IDResolver.fields($0, of: system, in: appending.database)
      }
      let found = try PersonalDataSearch.run(
        appending.database,
        user: number,
        key: key,
        fields: codes
      )
      if fields != nil, found.values.isEmpty { throw LedgerError.erasure(.nothingToErase) }
      let erasure = AppendTransaction.Erasure(
        user: number,
        lookup: appending.lookup.hash(key),
        scope: try fields.map { try appending.scope($0) },
        identifier: appending.random.make(16)
      )
      // Known outside before it is done: an older copy of the ledger must not bring back what was
      // to be forgotten, whatever happens between here and the commit.
      try list?.add(
        ErasureList.Line(erasure, system: system, fields: fields),
        in: appending.database
      )
      return try appending.erase(erasure, found, operation: operation)
    }
  }

  /// Appends that a user who was erased may be recorded again, as somebody new.
  ///
  /// - Parameters:
  ///   - user: The user's key, in the system of the operation.
  ///   - now: The time now.
  /// - Returns: The erased entries that are lifted.
  /// - Throws: ``LedgerError``, `erasure` where there is nobody to readmit.
  @discardableResult
  package func readmit(_ user: Verbatim, now: Instant) throws(LedgerError) -> [Int64] {
    try append(now: now) { appending in
      let key = UserKey(system, user)
      let lifted = try appending.readmit(appending.lookup.hash(key), operation: operation)
      guard !lifted.isEmpty else { throw LedgerError.erasure(.notErased(key)) }
      try list?.addMissing(in: appending.database)
      return lifted
    }
  }

  /// Writes the file anew after an erasure, so that nothing of what was erased is left in free pages,
  /// in gaps of pages or in the write-ahead log.
  ///
  /// Every deletion moves what stands beside it, and SQLite does not overwrite where that stood; so
  /// the deletion alone, even with `secure_delete`, may leave copies that a later erasure misses.
  ///
  /// - Throws: ``LedgerError``, `erasure` where that could not be done: a reader was in the way for
  ///   too long, or the disk is full. What is recorded stays, and the next writer tries again.
  package func scrub() throws(LedgerError) {
    try translating(path) { try VacuumRun.run(connection, path: path) }
  }
}

extension AppendTransaction {
  /// The number of a user of the operation's system whom the ledger knows and who was not erased.
  fileprivate func known(_ user: Verbatim) throws -> Int64 {
    let key = UserKey(system, user)
    if let number = try lookup.number(of: key, in: database) { return number }
    if let entry = state.suppressed.erasure(of: key, lookup) {
      throw LedgerError.erasure(.erased(key, entry: entry))
    }
    throw LedgerError.erasure(.unknownUser(key))
  }
}

extension Ledger {
  /// Writes the file anew, where an erasure could not; see ``LedgerWriter/scrub()``.
  ///
  /// - Parameters:
  ///   - wait: How long to wait for another writer to end.
  ///   - timekeeper: The clock, and the means of waiting.
  /// - Throws: ``LedgerError``, `erasure` where it could not be done.
  package func scrub(wait: Duration, timekeeper: any Timekeeper) async throws(LedgerError) {
    let lock = try await locked(wait: wait, timekeeper: timekeeper)
    try withExtendedLifetime(lock) { () throws(LedgerError) in
      try translating(path) { try VacuumRun.run(try Connection.writer(path), path: path) }
    }
  }

  /// Whether traces of an erasure may be left in the file, because it could not be written anew.
  ///
  /// - Returns: Whether that is to be done.
  /// - Throws: ``LedgerError``.
  package func isScrubDue() throws(LedgerError) -> Bool {
    try translating(path) { try read { try VacuumRun.isDue($0) } }
  }
}
