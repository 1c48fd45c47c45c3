import LedgerStorage
import GRDB
package import Roster

/// An option of a select field that the catalog renamed: one change, however many people have it.
package struct OptionChange: Hashable, Sendable {
  /// The field's code.
  package let field: FieldCode
  /// The field's name in the catalog at the position.
  package let fieldName: Verbatim?
  /// The option's value.
  package let value: Verbatim
  /// The label before.
  package let from: Verbatim
  /// The label after.
  package let to: Verbatim
  /// The entry of the catalog with the new label.
  package let entry: Int64
  /// The operation that recorded it.
  package let operation: Int64
  /// When it was recorded.
  package let recordedAt: Instant
  /// When the last catalog with the old label was recorded.
  package let lastObservedBefore: Instant
}

extension OptionLabels {
  /// The options that were renamed in a span of entries, in the order of the log.
  ///
  /// - Parameters:
  ///   - system: The system.
  ///   - fields: Only options of these field numbers; nil for all.
  ///   - span: The entries.
  ///   - names: Names of fields.
  /// - Returns: The renamed options.
  /// - Throws: Errors of SQLite.
  mutating func renamed(
    of system: System,
    fields: Set<Int64>?,
    in span: EntrySpan,
    names: inout NameTable
  ) throws -> [OptionChange] {
    let described = try database.rows(
      """
      SELECT DISTINCT d.field FROM description d CROSS JOIN field f ON f.id = d.field
      WHERE d.has_options = 1 AND d.entry > ? AND d.entry <= ? AND f.system = '\(system.rawValue)'
      """,
      [span.after, span.through]
    ) { $0.integer(0) }
    var changes: [OptionChange] = []
    for field in described where fields?.contains(field) ?? true {
      let versions = try versions(ofField: field).filter { $0.entry <= span.through }
      for (old, new) in zip(versions, versions.dropFirst()) where new.entry > span.after {
        for (value, from) in old.labels.sorted(by: { $0.key < $1.key }) {
          guard let to = new.labels[value], to != from else { continue }
          changes.append(
            try change(OptionName(field, value, from, to), by: new.entry, &names)
          )
        }
      }
    }
    return changes.sorted { ($0.entry, $0.field, $0.value) < ($1.entry, $1.field, $1.value) }
  }

  private struct OptionName {
    let field: Int64
    let value: Verbatim
    let from: Verbatim
    let to: Verbatim

    init(_ field: Int64, _ value: Verbatim, _ from: Verbatim, _ to: Verbatim) {
      self.field = field
      self.value = value
      self.from = from
      self.to = to
    }
  }

  private func change(
    _ name: OptionName,
    by entry: Int64,
    _ names: inout NameTable
  ) throws -> OptionChange {
    let facts =
      try database.first(
        """
        SELECT a.operation, a.recorded_at, coalesce((
          SELECT b.recorded_at FROM entry m CROSS JOIN append b ON b.id = m.append
          WHERE m.id < n.id AND m.kind = \(EntryKind.cataloged.code)
          ORDER BY m.id DESC LIMIT 1), a.recorded_at)
        FROM entry n CROSS JOIN append a ON a.id = n.append WHERE n.id = ?
        """,
        [entry]
      ) { ($0.integer(0), $0.integer(1), $0.integer(2)) } ?? (0, 0, 0)
    return OptionChange(
      field: try names.code(ofField: name.field),
      fieldName: try names.name(ofField: name.field),
      value: name.value,
      from: name.from,
      to: name.to,
      entry: entry,
      operation: facts.0,
      recordedAt: Instant(milliseconds: facts.1),
      lastObservedBefore: Instant(milliseconds: facts.2)
    )
  }
}
