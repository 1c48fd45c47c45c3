package import LedgerStorage
import GRDB
package import Roster

extension Ledger {
  /// Computes what an erasure would delete; changes nothing.
  ///
  /// - Parameters:
  ///   - user: The user to erase.
  ///   - fields: The fields whose values would be deleted; nil for the whole user.
  /// - Returns: What it would delete.
  /// - Throws: ``LedgerError``, `erasure` if the user is unknown, or erased already.
  package func erasurePlan(
    of user: UserKey,
    fields: Set<FieldCode>?
  ) throws(LedgerError) -> ErasurePlan {
    try read { database in
      let (number, found) = try Self.search(user, fields, in: database)
      var names = NameTable(database)
      var linked: [UserKey] = []
      let other: System = user.system == .dingtalk ? .maycur : .dingtalk
      try database.run(
        """
        SELECT maycur FROM projected_link WHERE dingtalk = ?1
        UNION SELECT dingtalk FROM projected_link WHERE maycur = ?1
        """,
        [number]
      ) { row in
        linked.append(UserKey(other, try names.key(ofUser: row.integer(0))))
      }
      return ErasurePlan(
        user: user,
        values: found.values.count,
        texts: found.texts.count,
        unions: found.unions.count,
        entries: found.entries,
        batches: found.batches.sorted(),
        shared: found.shared,
        operationsRun: found.operationsRun,
        hold: try Holds(database).holdOnPerson(number),
        linked: linked.sorted { $0.id < $1.id }
      )
    }
  }

  /// Refuses texts that would name the person to be erased.
  ///
  /// - Parameters:
  ///   - texts: The reason and the ticket of an erasure.
  ///   - user: The user to erase.
  ///   - fields: The fields whose values would be deleted; nil for the whole user.
  /// - Throws: ``LedgerError``, `erasure` if one of the texts contains the key, or a value of at
  ///   least six bytes that no other person has.
  package func checkSilent(
    _ texts: [Verbatim],
    about user: UserKey,
    fields: Set<FieldCode>?
  ) throws(LedgerError) {
    try read { database in
      let (_, found) = try Self.search(user, fields, in: database)
      let betrays = texts.contains { found.needles.occur(in: $0.bytes) }
      if betrays { throw LedgerError.erasure(.namesPerson) }
    }
  }

  private static func search(
    _ user: UserKey,
    _ fields: Set<FieldCode>?,
    in database: Database
  ) throws -> (UserNumber, PersonalData) {
    let lookup = try UserLookup(database)
    guard let number = try lookup.number(of: user, in: database) else {
      if let entry = try ErasedUserFilter(database).erasure(of: user, lookup) {
        throw LedgerError.erasure(.erased(user, entry: entry))
      }
      throw LedgerError.erasure(.unknownUser(user))
    }
    let numbers = try fields.map { try IDResolver.fields($0, of: user.system, in: database) }
    return (
      number,
      try PersonalDataSearch.run(database, user: number, key: user, fields: numbers)
    )
  }

  /// Every erasure of the log, in its order.
  ///
  /// - Returns: The erasures.
  /// - Throws: ``LedgerError``.
  package func erasures() throws(LedgerError) -> [ErasureSummary] {
    try read { database in
      var names = NameTable(database)
      var times = RecordedTimes(database)
      var rows: [ErasureSummary] = []
      try database.run(
        """
        SELECT e.entry, n.user, e.scope, r.entry FROM erasure e
        JOIN entry n ON n.id = e.entry
        LEFT JOIN readmission r ON r.erasure = e.entry ORDER BY e.entry
        """
      ) { row in
        rows.append(
          ErasureSummary(
            entry: row.integer(0),
            user: try row.optionalInteger(1).map { try names.key(ofUser: $0) },
            isWhole: row.optionalInteger(2) == nil,
            recordedAt: try times.of(entry: row.integer(0)),
            readmitted: row.optionalInteger(3)
          )
        )
      }
      return rows
    }
  }
}
