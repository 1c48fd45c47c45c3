import GRDB
public import Roster

/// The descriptions of fields that hold now.
struct Descriptions {
  struct Held {
    let description: FieldDescription
    let position: Int
    let isRemoved: Bool
  }

  static func current(of system: System, in database: Database) throws -> [FieldCode: Held] {
    let rows = try Row.fetchAll(
      database,
      sql: """
        SELECT f.code, p.description, p.is_removed, d.position, d.name, d.group_code, d.group_name,
          d.is_detail, d.type, d.is_derived, d.has_options
        FROM projected_field p
        JOIN field f ON f.id = p.field
        JOIN description d ON d.id = p.description
        WHERE f.system = ?
        """,
      arguments: [system.rawValue]
    )
    var held: [FieldCode: Held] = [:]
    for row in rows {
      let options = row["has_options"] ? try options(of: row["description"], in: database) : nil
      let description = FieldDescription(
        code: Verbatim(row["code"]),
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
  /// The fields that a system describes now, in its order.
  ///
  /// - Parameter system: The system.
  /// - Returns: Its fields; none before the first fetch.
  /// - Throws: ``LedgerError``.
  public func fields(_ system: System) throws(LedgerError) -> [FieldDescription] {
    try translating(path) {
      try read { database in
        try Descriptions.current(of: system, in: database).values
          .filter { !$0.isRemoved }
          .sorted { ($0.position, $0.description.code) < ($1.position, $1.description.code) }
          .map(\.description)
      }
    }
  }
}
