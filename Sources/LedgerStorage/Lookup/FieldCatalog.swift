package import GRDB
package import Roster

/// The current descriptions of fields, or those at an earlier entry.
package struct FieldCatalog {
  package struct Held {
    package let description: FieldDescription
    package let position: Int
    package let isRemoved: Bool
  }

  /// The last description of each field.
  package typealias All = [FieldCode: Held]

  /// The descriptions at an entry.
  ///
  /// - Parameters:
  ///   - system: The system.
  ///   - entry: The last entry that counts; nil for the end of the log.
  ///   - database: The database.
  /// - Returns: The last description of each field.
  /// - Throws: Errors of SQLite.
  package static func held(
    of system: System,
    upTo entry: EntryID?,
    in database: Database
  ) throws -> All {
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
      arguments: [(entry ?? .max).rawValue, system.rawValue]
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
