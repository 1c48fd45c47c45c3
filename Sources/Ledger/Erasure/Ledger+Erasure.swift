import GRDB
public import Roster

/// What an erasure would take, and what would stay.
public struct ErasurePlan: Hashable, Sendable {
  /// Whose.
  public let user: UserKey
  /// How many values go, with their labels and salts.
  public let values: Int
  /// How many other texts go as a whole: messages, reasons, parameters that name the user.
  public let texts: Int
  /// How many `unionid`s go.
  public let unions: Int
  /// How many entries are about the user; they stay, as entries about somebody.
  public let entries: Int
  /// The batches of which rows lose what they wrote.
  public let batches: [Int64]
  /// How many different values stay in the file all the same, because others hold the same bytes.
  public let shared: Int
  /// How many operations name the user as the one who ran them; that stays.
  public let operationsRun: Int
  /// The entry of the hold that forbids it; nil where none does.
  public let hold: Int64?
  /// The users of the other system who are linked to this one, and are not erased with them.
  public let linked: [UserKey]
}

/// An erasure that the book has.
public struct ErasureRow: Hashable, Sendable {
  /// The erased entry.
  public let entry: Int64
  /// What the user is called now; nil where this ledger had never met them.
  public let user: Verbatim?
  /// Whether the user went, and not only the values of some fields.
  public let isWhole: Bool
  /// When it was recorded.
  public let recordedAt: Instant
  /// The entry that lets the user be recorded again; nil where none does.
  public let readmitted: Int64?
}

extension Ledger {
  /// Finds out what an erasure would take; changes nothing.
  ///
  /// - Parameters:
  ///   - user: Whose.
  ///   - fields: The fields whose values would go; nil for the user.
  /// - Returns: What it would take.
  /// - Throws: ``LedgerError``, `erasure` where the user is unknown, or erased already.
  public func erasurePlan(
    of user: UserKey,
    fields: Set<FieldCode>?
  ) throws(LedgerError) -> ErasurePlan {
    try translating(path) {
      try read { database in
        let (number, found) = try Self.search(user, fields, in: database)
        var names = Names(database)
        var linked: [UserKey] = []
        let other: System = user.system == .dingtalk ? .maycur : .dingtalk
        let links = try RawStatement(
          database,
          """
          SELECT maycur FROM projected_link WHERE dingtalk = ?1
          UNION SELECT dingtalk FROM projected_link WHERE maycur = ?1
          """
        )
        links.bind(1, number)
        try links.forEachRow { row in
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
  }

  /// Refuses texts that would name whoever is to be forgotten.
  ///
  /// - Parameters:
  ///   - texts: The reason and the ticket of an erasure.
  ///   - user: Who is to be erased.
  ///   - fields: The fields whose values would go; nil for the user.
  /// - Throws: ``LedgerError``, `erasure` where one of the texts has the key in it, or a value of at
  ///   least six bytes that nobody else has.
  public func checkSilent(
    _ texts: [Verbatim],
    about user: UserKey,
    fields: Set<FieldCode>?
  ) throws(LedgerError) {
    try translating(path) {
      try read { database in
        let (_, found) = try Self.search(user, fields, in: database)
        let betrays = texts.contains { found.needles.occur(in: $0.bytes) }
        if betrays { throw LedgerError.erasure(.namesPerson) }
      }
    }
  }

  private static func search(
    _ user: UserKey,
    _ fields: Set<FieldCode>?,
    in database: Database
  ) throws -> (Int64, ErasureFindings) {
    let lookup = try UserLookup(database)
    guard let number = try lookup.number(of: user, in: database) else {
      if let entry = try Suppressed(database).erasure(of: user, lookup) {
        throw LedgerError.erasure(.erased(user, entry: entry))
      }
      throw LedgerError.erasure(.unknownUser(user))
    }
    let numbers = try fields.map { try Resolve.fields($0, of: user.system, in: database) }
    return (
      number,
      try ErasureSearch.run(database, user: number, key: user, fields: numbers)
    )
  }

  /// Every erasure that the book has, in its order.
  ///
  /// - Returns: The erasures.
  /// - Throws: ``LedgerError``.
  public func erasures() throws(LedgerError) -> [ErasureRow] {
    try translating(path) {
      try read { database in
        var names = Names(database)
        var times = RecordedTimes(database)
        let statement = try RawStatement(
          database,
          """
          SELECT e.entry, n.user, e.scope, r.entry FROM erasure e
          JOIN entry n ON n.id = e.entry
          LEFT JOIN readmission r ON r.erasure = e.entry ORDER BY e.entry
          """
        )
        var rows: [ErasureRow] = []
        try statement.forEachRow { row in
          rows.append(
            ErasureRow(
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
}
