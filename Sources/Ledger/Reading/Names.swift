import GRDB
import Roster

/// The names under which users and fields are shown, read once for each reading.
struct Names {
  private(set) var sets = FieldSets()
  private var fieldNames: [Int64: Verbatim?] = [:]
  private var userKeys: [Int64: Verbatim] = [:]
  private let database: Database

  init(_ database: Database) { self.database = database }

  mutating func code(ofField field: Int64) throws -> FieldCode {
    try sets.code(field, in: database)
  }

  mutating func fields(ofScope scope: Int64) throws -> Set<Int64> {
    try sets.fields(ofScope: scope, in: database)
  }

  /// The name that the current catalogue gives a field.
  mutating func name(ofField field: Int64) throws -> Verbatim? {
    if let known = fieldNames[field] { return known }
    let statement = try RawStatement(
      database,
      """
      SELECT d.name FROM projected_field p JOIN description d ON d.id = p.description
      WHERE p.field = ?
      """
    )
    statement.bind(1, field)
    let name = try statement.first { $0.text(0) } ?? nil
    fieldNames[field] = .some(name)
    return name
  }

  /// The key of a user.
  mutating func key(ofUser user: Int64) throws -> Verbatim {
    if let known = userKeys[user] { return known }
    let statement = try RawStatement(database, "SELECT key FROM personal_user WHERE id = ?")
    statement.bind(1, user)
    let key = try statement.first { $0.text(0) ?? "" } ?? ""
    userKeys[user] = key
    return key
  }
}

/// Which numbers a filter's users and fields have in the ledger.
enum Resolve {
  static func user(_ key: UserKey, in database: Database) throws -> Int64? {
    try UserLookup(database).number(of: key, in: database)
  }

  static func fields(
    _ codes: Set<FieldCode>,
    of system: System,
    in database: Database
  ) throws -> Set<Int64> {
    var numbers: Set<Int64> = []
    for code in codes {
      let number = try Int64.fetchOne(
        database,
        sql: "SELECT id FROM field WHERE system = ? AND code = ?",
        arguments: [system.rawValue, code.text]
      )
      if let number { numbers.insert(number) }
    }
    return numbers
  }
}
