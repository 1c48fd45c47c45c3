package import GRDB
package import Roster

/// Finds the numbers of a filter's users and fields in the ledger.
package enum IDResolver {
  package static func user(_ key: UserKey, in database: Database) throws -> UserNumber? {
    try user(key, try UserLookup(database), in: database)
  }

  package static func user(
    _ key: UserKey,
    _ lookup: UserLookup,
    in database: Database
  ) throws -> UserNumber? {
    if let known = try lookup.number(of: key, in: database) { return known }
    return try ErasedUser.number(of: key, in: database)
  }

  package static func fields(
    _ codes: Set<FieldCode>,
    of system: System,
    in database: Database
  ) throws -> Set<FieldNumber> {
    var numbers: Set<FieldNumber> = []
    for code in codes {
      try database.run(
        "SELECT id FROM field WHERE system = '\(system.rawValue)' AND code = CAST(? AS TEXT)",
        [code.text.utf8]
      ) { numbers.insert($0.integer(0)) }
    }
    return numbers
  }
}
