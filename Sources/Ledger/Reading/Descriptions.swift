import GRDB
public import Roster

/// The descriptions of fields that hold now, or held at an earlier entry.
struct Descriptions {
  struct Held {
    let description: FieldDescription
    let position: Int
    let isRemoved: Bool
  }

  static func current(of system: System, in database: Database) throws -> [FieldCode: Held] {
    try held(of: system, upTo: nil, in: database)
  }

  /// The descriptions that held.
  ///
  /// - Parameters:
  ///   - system: Whose fields.
  ///   - entry: The last entry that counts; nil for now.
  ///   - database: The database.
  /// - Returns: The last description of each field.
  /// - Throws: What SQLite says.
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
  /// The fields that a system described, in its order.
  ///
  /// - Parameters:
  ///   - system: The system.
  ///   - standing: Where in the book; now unless given.
  /// - Returns: Its fields; none before the first fetch.
  /// - Throws: ``LedgerError``.
  public func fields(
    _ system: System,
    at standing: Standing? = nil
  ) throws(LedgerError) -> [FieldDescription] {
    try translating(path) {
      try read { database in
        try Descriptions.held(of: system, upTo: standing?.entry, in: database).values
          .filter { !$0.isRemoved }
          .sorted { ($0.position, $0.description.code) < ($1.position, $1.description.code) }
          .map(\.description)
      }
    }
  }
}
