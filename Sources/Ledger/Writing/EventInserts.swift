import GRDB
import Roster

/// What inserts the rows of which a response has many.
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
