package import LedgerStorage
import GRDB
package import Roster

extension LedgerWriter {
  /// Appends a system's catalog: one entry, and a row for each field whose description is new,
  /// changed or removed.
  ///
  /// - Parameters:
  ///   - catalog: All fields as described.
  ///   - now: The time now.
  /// - Returns: What it added.
  /// - Throws: ``LedgerError``.
  package func append(
    _ catalog: CatalogResponse,
    now: Instant
  ) throws(LedgerError) -> CatalogOutcome {
    try append(now: now) { try $0.cataloged(catalog, operation: operation) }
  }
}

extension AppendTransaction {
  fileprivate mutating func cataloged(
    _ catalog: CatalogResponse,
    operation: OperationNumber
  ) throws -> CatalogOutcome {
    let facts = Facts(
      operation: operation,
      entries: 1,
      askedAt: catalog.askedAt,
      receivedAt: catalog.receivedAt,
      requestID: catalog.requestID
    )
    try begin(facts)
    let entry = try entry(.cataloged)
    let known = try FieldCatalog.held(of: system, upTo: nil, in: database)
    var outcome = CatalogOutcome(fields: catalog.fields.count)
    for (position, field) in catalog.fields.enumerated() {
      let held = known[field.code]
      guard held?.description != field || held?.isRemoved == true else { continue }
      try describe(field, entry: entry, position: position, isRemoved: false)
      outcome.changed += 1
    }
    // A field with an unreadable description has not been removed; if the unreadable part names no
    // field, it may be any.
    let described = Set(catalog.fields.map(\.code) + catalog.setAside.compactMap(\.field))
    let isWhole = !catalog.setAside.contains { $0.field == nil }
    let vanished = known.values.filter { held in
      isWhole && !held.isRemoved && !described.contains(held.description.code)
        && !described.contains(held.description.writeCode)
    }
    for held in vanished.sorted(by: { $0.description.code < $1.description.code }) {
      try describe(held.description, entry: entry, position: held.position, isRemoved: true)
      outcome.changed += 1
    }
    try append(catalog.setAside, of: facts)
    return outcome
  }

  private mutating func describe(
    _ description: FieldDescription,
    entry: EntryID,
    position: Int,
    isRemoved: Bool
  ) throws {
    let field = try field(description.code)
    try database.run(
      """
      INSERT INTO description (entry, field, removed, position, write_code, name, group_code,
        group_name, is_detail, type, is_derived, has_options)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        entry, field, isRemoved, position, description.writeCode.text, description.name.text,
        description.group.text, description.groupName.text, description.isDetail,
        description.type?.text, description.isDerived, description.options != nil,
      ]
    )
    let number = database.lastInsertedRowID
    for (position, option) in (description.options ?? []).enumerated() {
      try database.run(
        "INSERT INTO option (description, position, value, label) VALUES (?, ?, ?, ?)",
        [number, position, option.value.text, option.label.text]
      )
    }
    try projector.described(field: field, description: number, isRemoved: isRemoved)
  }
}
