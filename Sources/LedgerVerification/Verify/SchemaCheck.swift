import LedgerStorage
import GRDB

/// Compares the schema of a ledger with the one that the program ships.
struct SchemaCheck {
  private struct Item: Hashable {
    let type: String
    let name: String
    let sql: String
  }

  let findings: FindingList

  /// The schema that the program ships, made once in memory.
  private static let shipped = Result {
    let queue = try DatabaseQueue()
    try Connection.migrator.migrate(queue)
    return try queue.read { try items($0) }
  }

  func run(_ database: Database) throws {
    let expected = try Self.shipped.get()
    let found = try Self.items(database)
    let byName = Dictionary(found.map { ($0.type + $0.name, $0) }, uniquingKeysWith: { $1 })
    for item in expected {
      let there = byName[item.type + item.name]
      guard there != item else { continue }
      let what = there == nil ? "is missing" : "is not the one that the program ships"
      findings.add(
        ProofFinding(
          Self.kind(item.type, isMissing: there == nil),
          object: item.name,
          "The \(item.type) \(item.name) \(what)."
        )
      )
    }
    let names = Set(expected.map { $0.type + $0.name })
    for item in found where !names.contains(item.type + item.name) {
      findings.add(
        ProofFinding(
          .schemaAdded,
          object: item.name,
          "There is a \(item.type) \(item.name) that the program does not ship."
        )
      )
    }
  }

  private static func kind(_ type: String, isMissing: Bool) -> ProofFinding.Kind {
    switch (type, isMissing) {
    case ("trigger", true): .triggerDropped
    case ("trigger", false): .triggerAltered
    case ("view", true): .viewDropped
    case ("view", false): .viewAltered
    default: .tableAltered
    }
  }

  /// The objects of a schema, and the sizes by which SQLite chooses its plans.
  private static func items(_ database: Database) throws -> [Item] {
    let objects = try Row.fetchAll(
      database,
      sql: """
        SELECT type, name, sql FROM main.sqlite_schema WHERE sql IS NOT NULL ORDER BY type, name
        """
    )
    let sizes =
      try database.tableExists("sqlite_stat1")
      ? Row.fetchAll(
        database,
        sql: "SELECT 'statistic', tbl || coalesce('.' || idx, ''), stat FROM main.sqlite_stat1"
      ) : []
    return (objects + sizes).map { Item(type: $0[0], name: $0[1], sql: $0[2]) }
  }
}
