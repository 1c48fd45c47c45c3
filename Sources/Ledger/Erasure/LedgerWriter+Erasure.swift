package import LedgerStorage
import GRDB
package import Roster

extension LedgerWriter {
  /// Appends that a user is under a legal hold: no value of the user may be erased.
  ///
  /// - Parameters:
  ///   - user: The user's key, in the system of the operation.
  ///   - now: The time now.
  /// - Returns: The number of the entry.
  /// - Throws: ``LedgerError``, `erasure` if the ledger does not know the user.
  @discardableResult
  package func hold(_ user: Verbatim, now: Instant) throws(LedgerError) -> EntryID {
    try append(now: now) { appending in
      let number = try appending.known(user)
      return try appending.remark(.held, on: number, operation: operation)
    }
  }

  /// Appends that the hold on a user is lifted.
  ///
  /// - Parameters:
  ///   - user: The user's key, in the system of the operation.
  ///   - decision: The decision to apply the proposal of it, which is appended before; nil if it was
  ///     not proposed.
  ///   - now: The time now.
  /// - Returns: The number of the entry.
  /// - Throws: ``LedgerError``, `erasure` if there is no hold, `approval` if the decision is refused.
  @discardableResult
  package func release(
    _ user: Verbatim,
    applying decision: NewDecision? = nil,
    now: Instant
  ) throws(LedgerError) -> EntryID {
    try append(now: now) { appending in
      let number = try appending.held(user)
      if let decision { _ = try appending.decide(decision, operation: operation) }
      return try appending.remark(.released, on: number, operation: operation)
    }
  }

  /// Erases a user, or some fields of a user.
  ///
  /// One transaction appends an entry with commitments to the erased content and deletes the
  /// content.
  ///
  /// Rewrite the file afterwards with ``scrub()``. If a hold forbids the erasure, the refusal is
  /// appended instead.
  ///
  /// - Parameters:
  ///   - user: The user's key, in the system of the operation.
  ///   - fields: The fields whose values are erased; nil for the whole user.
  ///   - now: The time now.
  /// - Returns: The number of the entry.
  /// - Throws: ``LedgerError``, `erasure` with the reason if nothing was erased.
  package func erase(
    _ user: Verbatim,
    fields: Set<FieldCode>?,
    now: Instant
  ) throws(LedgerError) -> EntryID {
    try erase([user], fields: fields, now: now)[0]
  }

  /// Erases users, or some fields of users, as ``erase(_:fields:now:)`` erases one: all in one
  /// transaction, or none.
  ///
  /// - Parameters:
  ///   - users: Their keys, in the system of the operation.
  ///   - fields: The fields whose values are erased; nil for the whole users.
  ///   - decision: The decision to apply the proposal of the erasure, which is appended before; nil if
  ///     it was not proposed.
  ///   - now: The time now.
  /// - Returns: The numbers of the erased entries, in the order of the users.
  /// - Throws: ``LedgerError``, `erasure` with the reason if nothing was erased, `approval` if the
  ///   decision is refused.
  package func erase(
    _ users: [Verbatim],
    fields: Set<FieldCode>?,
    applying decision: NewDecision? = nil,
    now: Instant
  ) throws(LedgerError) -> [EntryID] {
    try refuseUnderHold(users, now: now)
    try withLog { try VacuumRun.setAsideInMemory($0.connection) }
    return try append(now: now) { appending in
      if let decision { _ = try appending.decide(decision, operation: operation) }
      var entries: [EntryID] = []
      for user in users {
        let (number, found) = try appending.personalData(of: user, fields)
        if fields != nil, found.values.isEmpty {
          // What was proposed may be gone already.
          guard decision != nil else { throw LedgerError.erasure(.nothingToErase) }
          continue
        }
        let erasure = AppendTransaction.Erasure(
          user: number,
          lookup: appending.lookup.hash(UserKey(system, user)),
          scope: try fields.map { try appending.scope($0) },
          identifier: appending.random.make(16)
        )
        // List it outside before it is done: an older copy of the ledger must erase it again, even if
        // this process ends before the commit.
        try list?.add(
          ErasureList.Line(erasure, system: system, fields: fields),
          in: appending.database
        )
        entries.append(try appending.erase(erasure, found, operation: operation))
      }
      return entries
    }
  }

  /// Refuses to erase users if one of them is under a hold, and appends the refusal.
  ///
  /// - Throws: ``LedgerError``, `erasure` if one is.
  func refuseUnderHold(_ users: [Verbatim], now: Instant) throws(LedgerError) {
    let held: (user: UserKey, hold: EntryID)? = try append(now: now) { appending in
      for user in users {
        let number = try appending.known(user)
        guard let hold = try Holds(appending.database).holdOnPerson(number) else { continue }
        _ = try appending.remark(.erasureRefused, on: number, operation: operation)
        return (UserKey(system, user), hold)
      }
      return nil
    }
    if let held { throw .erasure(.underHold(held.user, hold: held.hold)) }
  }

  /// Appends that an erased user may be recorded again, as a new user.
  ///
  /// - Parameters:
  ///   - user: The user's key, in the system of the operation.
  ///   - now: The time now.
  /// - Returns: The numbers of the erased entries that are lifted.
  /// - Throws: ``LedgerError``, `erasure` if no such user was erased.
  @discardableResult
  package func readmit(_ user: Verbatim, now: Instant) throws(LedgerError) -> [EntryID] {
    try append(now: now) { appending in
      let key = UserKey(system, user)
      let lifted = try appending.readmit(appending.lookup.hash(key), operation: operation)
      guard !lifted.isEmpty else { throw LedgerError.erasure(.notErased(key)) }
      try list?.addMissing(in: appending.database)
      return lifted
    }
  }

  /// Rewrites the file after an erasure, so that free pages, gaps in pages and the write-ahead log
  /// contain nothing of what was erased.
  ///
  /// A deletion moves the rows beside it, and SQLite does not overwrite their old place. So a
  /// deletion alone, even with `secure_delete`, may leave copies that a later erasure does not
  /// find.
  ///
  /// - Throws: ``LedgerError``, `erasure` if the file could not be rewritten: a reader blocked it
  ///   for too long, or the disk is full. The erasure remains recorded, and the next writer tries
  ///   again.
  package func scrub() throws(LedgerError) {
    try withLog { try VacuumRun.run($0.connection, path: path) }
  }
}

extension AppendTransaction {
  /// The number of a user of the operation's system who is known to the ledger and not erased.
  fileprivate func known(_ user: Verbatim) throws -> UserNumber {
    let key = UserKey(system, user)
    if let number = try lookup.number(of: key, in: database) { return number }
    if let entry = state.suppressed.erasure(of: key, lookup) {
      throw LedgerError.erasure(.erased(key, entry: entry))
    }
    throw LedgerError.erasure(.unknownUser(key))
  }

  /// The number of a user who is under a hold of their own.
  func held(_ user: Verbatim) throws -> UserNumber {
    let number = try known(user)
    guard try Holds(database).hold(on: number) != nil else {
      throw LedgerError.erasure(.notUnderHold(UserKey(system, user)))
    }
    return number
  }

  /// What an erasure of a user deletes now.
  fileprivate func personalData(
    of user: Verbatim,
    _ fields: Set<FieldCode>?
  ) throws -> (number: UserNumber, found: PersonalData) {
    let number = try known(user)
    let codes = try fields.map { try IDResolver.fields($0, of: system, in: database) }
    let found = try PersonalDataSearch.run(
      database,
      user: number,
      key: UserKey(system, user),
      fields: codes
    )
    return (number, found)
  }
}

extension Ledger {
  /// Rewrites the file if an erasure could not; see ``LedgerWriter/scrub()``.
  ///
  /// - Parameters:
  ///   - wait: How long to wait for another writer to end.
  ///   - timekeeper: The clock, and the means of waiting.
  /// - Throws: ``LedgerError``, `erasure` if it could not be done.
  package func scrub(wait: Duration, timekeeper: any Timekeeper) async throws(LedgerError) {
    do {
      try await write(alone: true, wait: wait, timekeeper: timekeeper) {
        try VacuumRun.run($0, path: path)
      }
    } catch { throw LedgerError(error, path: path) }
  }

  /// Whether the file may contain traces of an erasure, because it could not be rewritten.
  ///
  /// - Returns: Whether ``scrub(wait:timekeeper:)`` is due.
  /// - Throws: ``LedgerError``.
  package func isScrubDue() throws(LedgerError) -> Bool {
    try read { try VacuumRun.isDue($0) }
  }
}
