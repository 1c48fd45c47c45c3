package import LedgerStorage
import GRDB
import Roster

/// The bulk inserts for the rows of a response.
package struct EventInserts {
  package let events: BulkInsert
  package let values: BulkInsert

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
