import GRDB
package import Roster

/// The current descriptions of fields, or those at an earlier entry.
struct FieldCatalog {
  struct Held {
    let description: FieldDescription
    let position: Int
    let isRemoved: Bool
  }

  static func current(of system: System, in database: Database) throws -> [FieldCode: Held] {
    try held(of: system, upTo: nil, in: database)
  }

  /// The descriptions at an entry.
  ///
  /// - Parameters:
  ///   - system: The system.
  ///   - entry: The last entry that counts; nil for the end of the log.
  ///   - database: The database.
  /// - Returns: The last description of each field.
  /// - Throws: Errors of SQLite.
  static func held(
    of system: System,
    upTo entry: Int64?,
    in database: Database
  ) throws -> [FieldCode: Held] {
    let rows = try Row.fetchAll(
      database,
      sql: """
        SELECT f.code, d.id AS description, d.removed AS is_removed, d.position,
          d.write_code, d.name, d.group_code, d.group_name, d.is_detail, d.type, d.is_derived, d.has_options
        FROM (SELECT max(id) AS id FROM description WHERE entry <= ? GROUP BY field) last
        JOIN description d ON d.id = last.id
        JOIN field f ON f.id = d.field
        WHERE f.system = ?
        """,
      arguments: [entry ?? Int64.max, system.rawValue]
    )
    var held: [FieldCode: Held] = [:]
    for row in rows {
      let options = row["has_options"] ? try options(of: row["description"], in: database) : nil
      let description = FieldDescription(
        code: Verbatim(row["code"]),
        writeCode: Verbatim(row["write_code"]),
        name: Verbatim(row["name"]),
        group: Verbatim(row["group_code"]),
        groupName: Verbatim(row["group_name"]),
        isDetail: row["is_detail"],
        type: (row["type"] as String?).map { Verbatim($0) },
        isDerived: row["is_derived"],
        options: options
      )
      held[description.code] = Held(
        description: description,
        position: row["position"],
        isRemoved: row["is_removed"]
      )
    }
    return held
  }

  private static func options(
    of description: Int64,
    in database: Database
  ) throws -> [FieldOption] {
    try Row.fetchAll(
      database,
      sql: "SELECT value, label FROM option WHERE description = ? ORDER BY position",
      arguments: [description]
    ).map { FieldOption(value: Verbatim($0["value"]), label: Verbatim($0["label"])) }
  }
}

extension Ledger {
  /// Whether a field of a system ever came back for any user.
  ///
  /// - Parameters:
  ///   - field: The field's code.
  ///   - system: The system.
  /// - Returns: Whether a response or an imported file had a value of it.
  /// - Throws: ``LedgerError``.
  package func hasSeen(_ field: FieldCode, of system: System) throws(LedgerError) -> Bool {
    try translating(path) {
      try read { database in
        guard let number = try IDResolver.fields([field], of: system, in: database).first else {
          return false
        }
        let statement = try SQLStatement(
          database,
          "SELECT EXISTS (SELECT 1 FROM projected_roster WHERE field = ?)"
        )
        statement.bind(1, number)
        return try statement.first { $0.integer(0) } == 1
      }
    }
  }

  /// Every field of a system that is in the ledger: with its current description, else with its
  /// last one, else with its code only.
  ///
  /// - Parameter system: The system.
  /// - Returns: First the fields of the current catalog in the system's order, then all others by
  ///   code.
  /// - Throws: ``LedgerError``.
  package func everyField(
    _ system: System
  ) throws(LedgerError) -> (described: [FieldDescription], others: [FieldDescription]) {
    let described = try fields(system)
    let others = try translating(path) {
      try read { database in
        let held = try FieldCatalog.current(of: system, in: database)
        let codes = try String.fetchAll(
          database,
          sql: "SELECT code FROM field WHERE system = ? ORDER BY code",
          arguments: [system.rawValue]
        )
        return codes.map { FieldCode($0) }.filter { held[$0]?.isRemoved ?? true }.sorted()
          .map { held[$0]?.description ?? FieldDescription(undescribed: $0) }
      }
    }
    return (described, others)
  }

  /// The fields that a system described, in its order.
  ///
  /// - Parameters:
  ///   - system: The system.
  ///   - position: The position to read at; nil for the end of the log.
  /// - Returns: Its fields; none before the first fetch.
  /// - Throws: ``LedgerError``.
  package func fields(
    _ system: System,
    at position: ReadPosition? = nil
  ) throws(LedgerError) -> [FieldDescription] {
    try translating(path) {
      try read { database in
        try FieldCatalog.held(of: system, upTo: position?.entry, in: database).values
          .filter { !$0.isRemoved }
          .sorted { ($0.position, $0.description.code) < ($1.position, $1.description.code) }
          .map(\.description)
      }
    }
  }
}

extension FieldDescription {
  /// A field of which only the code is known.
  fileprivate init(undescribed code: FieldCode) {
    self.init(
      code: code,
      name: "",
      group: "",
      groupName: "",
      isDetail: false,
      type: nil,
      isDerived: false,
      options: nil
    )
  }
}
