import GRDB
import Roster

/// The bulk inserts for the rows of a response.
struct EventInserts {
  let events: BulkInsert
  let values: BulkInsert

  init(_ database: Database) {
    events = BulkInsert(
      database,
      into: "event",
      ["id", "entry", "ordinal", "field", "item", "changed"]
    )
    values = BulkInsert(
      database,
      into: "personal_value",
      ["id", "salt", "form", "value", "label"]
    )
  }
}
