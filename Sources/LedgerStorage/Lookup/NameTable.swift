package import GRDB
package import Roster

/// The names of users and fields, read once for each reading.
///
/// Fields have the names of the last catalog up to some entry; of the last one if it is nil.
package struct NameTable {
  /// What was read about fields; nothing about users.
  package struct OfFields: Sendable {
    package fileprivate(set) var sets = FieldSets()
    fileprivate var names: [FieldNumber: Verbatim?] = [:]
    fileprivate var shown = DenseMap<FieldTag, ShownField>()
    /// The number of fields, once all were read.
    fileprivate var count: Int?
    /// The scope that was asked for last, and whether it covers each field.
    fileprivate var scope: ScopeNumber?
    fileprivate var covered = DenseMap<FieldTag, Bool>()
  }

  /// The last entry whose catalog counts; nil for the end of the log.
  package let upTo: EntryID?
  private(set) var ofFields: OfFields
  private var userKeys: [UserNumber: Verbatim] = [:]
  private var erased: Set<UserNumber> = []
  let database: Database

  package var sets: FieldSets { ofFields.sets }

  /// Reads nothing yet.
  ///
  /// - Parameters:
  ///   - database: The database.
  ///   - entry: The last entry whose catalog counts; nil for the end of the log.
  ///   - known: What was read about fields before, in the same state of the log and up to the same
  ///     entry.
  package init(_ database: Database, upTo entry: EntryID? = nil, known: OfFields = OfFields()) {
    self.database = database
    upTo = entry
    ofFields = known
  }

  /// The rank of a field among all fields of the ledger, bytewise by code.
  package mutating func rank(ofField field: FieldNumber) throws -> Int { try shown(field).rank }

  /// How to show the values of a field.
  ///
  /// All fields are read at once, since a caller needs many.
  package mutating func shown(_ field: FieldNumber) throws -> ShownField {
    if let known = ofFields.shown[field] { return known }
    let count = if let known = ofFields.count { known } else { try readFields() }
    if let known = ofFields.shown[field] { return known }
    return ShownField(
      code: try code(ofField: field),
      name: try name(ofField: field),
      rank: count,
      isRelabelled: false
    )
  }

  private mutating func readFields() throws -> Int {
    var fields: [(id: FieldNumber, code: FieldCode)] = []
    try database.run("SELECT id, code FROM field") {
      fields.append(($0.integer(0), $0.text(1) ?? ""))
    }
    for (id, code) in fields {
      ofFields.sets.keep(code, of: id)
      ofFields.names[id] = .some(nil)
    }
    try database.run(
      "SELECT field, name FROM description WHERE entry <= ? ORDER BY id",
      [upTo ?? EntryID.max]
    ) { ofFields.names[$0.integer(0)] = .some($0.text(1)) }
    let relabelled = try OptionLabels.relabelled(in: database)
    for (rank, field) in fields.sorted(by: { $0.code < $1.code }).enumerated() {
      ofFields.shown[field.id] = ShownField(
        code: field.code,
        name: ofFields.names[field.id] ?? nil,
        rank: rank,
        isRelabelled: relabelled.contains(field.id)
      )
    }
    ofFields.count = fields.count
    return fields.count
  }

  package mutating func code(ofField field: FieldNumber) throws -> FieldCode {
    try ofFields.sets.code(field, in: database)
  }

  package mutating func fields(ofScope scope: ScopeNumber) throws -> Set<FieldNumber> {
    try ofFields.sets.fields(ofScope: scope, in: database)
  }

  /// Whether a field is one of a scope's.
  package mutating func doesScope(_ scope: ScopeNumber, cover field: FieldNumber) throws -> Bool {
    if ofFields.scope != scope {
      let fields = try fields(ofScope: scope)
      ofFields.covered = DenseMap()
      for field in fields { ofFields.covered[field] = true }
      ofFields.scope = scope
    }
    return ofFields.covered[field] ?? false
  }

  /// The name that the catalog gives a field.
  package mutating func name(ofField field: FieldNumber) throws -> Verbatim? {
    if let known = ofFields.names[field] { return known }
    let name =
      try database.first(
        """
        SELECT name FROM description WHERE field = ? AND entry <= ? ORDER BY id DESC LIMIT 1
        """,
        [field, upTo ?? EntryID.max]
      ) { $0.text(0) } ?? nil
    ofFields.names[field] = .some(name)
    return name
  }

  /// The key of a user; for an erased one, `erased#` and the user's number.
  package mutating func key(ofUser user: UserNumber) throws -> Verbatim {
    if let known = userKeys[user] { return known }
    let key = try database.first("SELECT key FROM personal_user WHERE id = ?", [user]) {
      $0.text(0) ?? ""
    }
    if key == nil, try isErased(user) { erased.insert(user) }
    let name = key ?? (erased.contains(user) ? ErasedUser.name(user) : "")
    userKeys[user] = name
    return name
  }

  /// The keys of users, without erased ones.
  ///
  /// - Parameter users: The numbers of the first and of the last user.
  /// - Returns: Their keys, by number.
  /// - Throws: Errors of SQLite.
  package func keys(ofUsers users: ClosedRange<UserNumber>) throws -> [UserNumber: Verbatim] {
    var keys: [UserNumber: Verbatim] = [:]
    try database.run(
      "SELECT id, key FROM personal_user WHERE id BETWEEN ? AND ?",
      [users.lowerBound, users.upperBound]
    ) { keys[$0.integer(0)] = $0.text(1) }
    return keys
  }

  /// Whether a user was erased.
  package mutating func isErased(_ user: UserNumber) throws -> Bool {
    if userKeys[user] != nil { return erased.contains(user) }
    return try ErasedUser.isErased(user, in: database)
  }
}

/// How to show the values of a field.
package struct ShownField: Sendable {
  package let code: FieldCode
  /// The name that the catalog gives it.
  package let name: Verbatim?
  /// Its rank among all fields of the ledger, bytewise by code.
  package let rank: Int
  /// Whether catalogs described its options more than once.
  package let isRelabelled: Bool
}
