import LedgerStorage
import GRDB
package import Roster

/// An option of a select field that the catalog renamed: one change, however many people have it.
package struct OptionChange: CellRow, Hashable, Sendable {
  /// The field; the item index is 0 and has no meaning.
  package let cell: CellRef
  /// The option's value.
  package let value: Verbatim
  /// The label before.
  package let from: Verbatim
  /// The label after.
  package let to: Verbatim
  /// The catalog with the new label, and when the last one with the old label was recorded.
  package let provenance: ValueProvenance

  /// The names of options are of no person, and stay.
  package func mapTexts(_ change: (Verbatim) -> Verbatim) -> OptionChange { self }
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
    fields: Set<FieldNumber>?,
    in span: EntrySpan,
    names: inout NameTable
  ) throws -> [OptionChange] {
    let described: [FieldNumber] = try database.rows(
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
            OptionChange(
              cell: try names.cell(CellNumber(field: field, item: 0)),
              value: value,
              from: from,
              to: to,
              provenance: try provenance(ofCatalog: new.entry)
            )
          )
        }
      }
    }
    return changes.sorted {
      ($0.provenance.entry, $0.field, $0.value) < ($1.provenance.entry, $1.field, $1.value)
    }
  }

  private func provenance(ofCatalog entry: EntryID) throws -> ValueProvenance {
    let facts: (OperationNumber, Int64, Int64) =
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
    let recordedAt = Instant(milliseconds: facts.1)
    return ValueProvenance(
      recorded: LogReference(
        entry: entry,
        kind: .cataloged,
        operation: facts.0,
        recordedAt: recordedAt
      ),
      lastObservedBefore: Instant(milliseconds: facts.2),
      certainFrom: recordedAt,
      origin: .catalog
    )
  }
}
