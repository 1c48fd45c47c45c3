package import Ledger
package import LedgerStorage
import GRDB
package import Roster

extension Ledger {
  /// Whether a field of a system ever came back for any user.
  ///
  /// - Parameters:
  ///   - field: The field's code.
  ///   - system: The system.
  /// - Returns: Whether a response or an imported file had a value of it.
  /// - Throws: ``LedgerError``.
  package func hasSeen(_ field: FieldCode, of system: System) throws(LedgerError) -> Bool {
    try read { database in
      guard let number = try IDResolver.fields([field], of: system, in: database).first else {
        return false
      }
      return try database.first(
        "SELECT EXISTS (SELECT 1 FROM projected_roster WHERE field = ?)",
        [number]
      ) { $0.integer(0) } == 1
    }
  }

  /// Every field of a system that is in the ledger: with its current description, else with its
  /// last one, else with its code only.
  ///
  /// - Parameter system: The system.
  /// - Returns: First the fields of the current catalog in the system's order, then all others by
  ///   code.
  /// - Throws: ``LedgerError``.
  package func everyField(
    _ system: System
  ) throws(LedgerError) -> (described: [FieldDescription], others: [FieldDescription]) {
    let described = try fields(system)
    let others = try read { database in
      let held = try memory.catalog(of: system, upTo: nil, in: database)
      let codes = try String.fetchAll(
        database,
        sql: "SELECT code FROM field WHERE system = ? ORDER BY code",
        arguments: [system.rawValue]
      )
      return codes.map { FieldCode($0) }.filter { held[$0]?.isRemoved ?? true }.sorted()
        .map { held[$0]?.description ?? FieldDescription(undescribed: $0) }
    }
    return (described, others)
  }

  /// The fields that a system described, in its order.
  ///
  /// - Parameters:
  ///   - system: The system.
  ///   - position: The position to read at; nil for the end of the log.
  /// - Returns: Its fields; none before the first fetch.
  /// - Throws: ``LedgerError``.
  package func fields(
    _ system: System,
    at position: ReadPosition? = nil
  ) throws(LedgerError) -> [FieldDescription] {
    try read { database in
      try memory.catalog(of: system, upTo: position?.entry, in: database).values
        .filter { !$0.isRemoved }
        .sorted { ($0.position, $0.description.code) < ($1.position, $1.description.code) }
        .map(\.description)
    }
  }
}

extension FieldDescription {
  /// A field of which only the code is known.
  fileprivate init(undescribed code: FieldCode) {
    self.init(
      code: code,
      name: "",
      group: "",
      groupName: "",
      isDetail: false,
      type: nil,
      isDerived: false,
      options: nil
    )
  }
}
