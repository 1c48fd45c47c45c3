import LedgerProof
import LedgerStorage
import GRDB
import LeafFormat
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
    let fields = try numbers(ofFieldsOf: events)
    try rows.events.insert(events.count) { row, index in
      row.bind(1, first + index)
      row.bind(2, entry)
      row.bind(3, Int64(events[index].ordinal))
      row.bind(4, fields[index])
      row.bind(5, Int64(events[index].cell.address.item))
      row.bind(6, events[index].isChange ? 1 : 0)
    }
    try append(contentsOf: events, from: first, fields)
    return (first, fields)
  }

  /// The number of each event's field.
  ///
  /// Users have nearly the same fields in the same order: comparing with those of the user before
  /// is cheaper than a search.
  private mutating func numbers(ofFieldsOf events: [Comparison.NewEvent]) throws -> [FieldNumber] {
    // Index, do not iterate: iterating retains and releases every string.
    var fields: [FieldNumber] = []
    fields.reserveCapacity(events.count)
    for index in events.indices {
      if index < lastFields.count, lastFields[index].code == events[index].cell.address.field {
        fields.append(lastFields[index].number)
        continue
      }
      let code = events[index].cell.address.field
      let number = try field(code)
      fields.append(number)
      if index < lastFields.count {
        lastFields[index] = (code, number)
      } else if index == lastFields.count {
        lastFields.append((code, number))
      }
    }
    return fields
  }

  /// Appends the contents of events, and commits to them for the leaf of their entry.
  ///
  /// Each content is bound to its row and hashed in one step, from the same bytes, so that what is
  /// signed is what is stored.
  private mutating func append(
    contentsOf events: [Comparison.NewEvent],
    from first: EventID,
    _ fields: [FieldNumber]
  ) throws {
    let salts = random.make(16 * events.count)
    pending?.events.reserveCapacity(events.count)
    pending?.commitments.reserveCapacity(events.count)
    try rows.values.insert(events.count) { row, index in
      let form = ContentForm(events[index].cell.content)
      row.bind(1, first + index)
      row.bind(3, form.form)
      let commitment = try salts.withUnsafeBytes { salts in
        let salt = UnsafeRawBufferPointer(rebasing: salts[(16 * index)..<(16 * index + 16)])
        row.bind(2, salt)
        return try form.withBytes { value, label in
          row.bind(4, blob: value)
          row.bind(5, blob: label)
          return try state.maker.commitments.value(
            salt: salt,
            field: fields[index],
            item: Int64(events[index].cell.address.item),
            form: form.form,
            value: value,
            label: label,
            in: database
          )
        }
      }
      pending?.commitments.append(commitment)
      pending?.events.append(
        PersonRecord.StoredEvent(
          number: first + index,
          ordinal: Int64(events[index].ordinal),
          isChanged: events[index].isChange
        )
      )
    }
  }
}

extension ContentForm {
  /// Passes the bytes of value and label to `body`, nil for one that is not stored; they are valid
  /// during the call only.
  fileprivate func withBytes<T>(
    _ body: (UnsafeRawBufferPointer?, UnsafeRawBufferPointer?) throws -> T
  ) rethrows -> T {
    try Self.withBytes(value) { value in
      try Self.withBytes(label) { label in try body(value, label) }
    }
  }

  private static func withBytes<T>(
    _ text: Verbatim?,
    _ body: (UnsafeRawBufferPointer?) throws -> T
  ) rethrows -> T {
    guard var text = text?.text else { return try body(nil) }
    return try text.withUTF8 { try body(UnsafeRawBufferPointer($0)) }
  }
}
