import GRDB
import Roster

/// The names under which users and fields are shown, read once for each reading.
///
/// Fields have the names that the catalogue gave them up to some entry; the last ones where it is nil.
struct Names {
  private(set) var sets = FieldSets()
  private var fieldNames: [Int64: Verbatim?] = [:]
  private var userKeys: [Int64: Verbatim] = [:]
  private var ranks: [Int64: Int] = [:]
  private var erased: Set<Int64> = []
  private let database: Database
  private let upTo: Int64?

  init(_ database: Database, upTo: Int64? = nil) {
    self.database = database
    self.upTo = upTo
  }

  /// The place of a field among all fields of the ledger, bytewise by code.
  ///
  /// Who wants places wants them of many fields, and their names too; all are read at once.
  mutating func rank(ofField field: Int64) throws -> Int {
    if let known = ranks[field] { return known }
    let statement = try RawStatement(database, "SELECT id, code FROM field")
    var fields: [(id: Int64, code: FieldCode)] = []
    try statement.forEachRow { fields.append(($0.integer(0), $0.text(1) ?? "")) }
    for (rank, field) in fields.sorted(by: { $0.code < $1.code }).enumerated() {
      ranks[field.id] = rank
      sets.keep(field.code, of: field.id)
      fieldNames[field.id] = .some(nil)
    }
    let names = try RawStatement(
      database,
      "SELECT field, name FROM description WHERE entry <= ? ORDER BY id"
    )
    names.bind(1, upTo ?? Int64.max)
    try names.forEachRow { fieldNames[$0.integer(0)] = .some($0.text(1)) }
    return ranks[field] ?? fields.count
  }

  mutating func code(ofField field: Int64) throws -> FieldCode {
    try sets.code(field, in: database)
  }

  mutating func fields(ofScope scope: Int64) throws -> Set<Int64> {
    try sets.fields(ofScope: scope, in: database)
  }

  /// The name that the catalogue gives a field.
  mutating func name(ofField field: Int64) throws -> Verbatim? {
    if let known = fieldNames[field] { return known }
    let statement = try RawStatement(
      database,
      """
      SELECT name FROM description WHERE field = ? AND entry <= ? ORDER BY id DESC LIMIT 1
      """
    )
    statement.bind(1, field)
    statement.bind(2, upTo ?? Int64.max)
    let name = try statement.first { $0.text(0) } ?? nil
    fieldNames[field] = .some(name)
    return name
  }

  /// The key of a user; for one who was erased, `erased#` and the number of the user's row.
  mutating func key(ofUser user: Int64) throws -> Verbatim {
    if let known = userKeys[user] { return known }
    let statement = try RawStatement(database, "SELECT key FROM personal_user WHERE id = ?")
    statement.bind(1, user)
    let key = try statement.first { $0.text(0) ?? "" }
    if key == nil, try isErased(user) { erased.insert(user) }
    let name = key ?? (erased.contains(user) ? ErasedUser.name(user) : "")
    userKeys[user] = name
    return name
  }

  /// Whether a user was erased.
  mutating func isErased(_ user: Int64) throws -> Bool {
    if userKeys[user] != nil { return erased.contains(user) }
    return try ErasedUser.isErased(user, in: database)
  }
}

/// Which numbers a filter's users and fields have in the ledger.
enum Resolve {
  static func user(_ key: UserKey, in database: Database) throws -> Int64? {
    if let known = try UserLookup(database).number(of: key, in: database) { return known }
    return try ErasedUser.number(of: key, in: database)
  }

  static func fields(
    _ codes: Set<FieldCode>,
    of system: System,
    in database: Database
  ) throws -> Set<Int64> {
    var numbers: Set<Int64> = []
    for code in codes {
      let statement = try RawStatement(
        database,
        "SELECT id FROM field WHERE system = '\(system.rawValue)' AND code = CAST(? AS TEXT)"
      )
      statement.bind(1, code.text.utf8)
      try statement.forEachRow { numbers.insert($0.integer(0)) }
    }
    return numbers
  }
}
