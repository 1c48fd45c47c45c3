import LedgerStorage
import GRDB
package import Roster

extension AppendTransaction {
  /// Appends events with their contents, all of one entry.
  ///
  /// - Returns: The number of the first event, which the others follow, and the number of each
  ///   event's field.
  package mutating func append(
    _ events: [Comparison.NewEvent],
    of entry: EntryID
  ) throws -> (first: EventID, fields: [FieldNumber]) {
    let first = state.lastEvent + 1
    state.lastEvent += events.count
    // Index, do not iterate: iterating retains and releases every string.
    var fields: [FieldNumber] = []
    fields.reserveCapacity(events.count)
    for index in events.indices { fields.append(try field(events[index].cell.address.field)) }
    try rows.events.insert(events.count) { row, index in
      row.bind(1, first + index)
      row.bind(2, entry)
      row.bind(3, Int64(events[index].ordinal))
      row.bind(4, fields[index])
      row.bind(5, Int64(events[index].cell.address.item))
      row.bind(6, events[index].isChange ? 1 : 0)
    }
    let salts = random.make(16 * events.count)
    try rows.values.insert(events.count) { row, index in
      let form = ContentForm(events[index].cell.content)
      row.bind(1, first + index)
      row.bind(2, salts[(16 * index)..<(16 * index + 16)])
      row.bind(3, form.form)
      row.bind(4, blob: form.value)
      row.bind(5, blob: form.label)
    }
    return (first, fields)
  }
}
