import LedgerHistory
import Ledger
import LedgerStorage
import Roster

/// Finds the fields that a person means by a code or a name.
struct FieldLookup {
  private let described: [FieldDescription]
  /// Fields that are not in the current catalog, or never were.
  private let others: [FieldDescription]

  /// Finds fields of a system in the ledger, whether they are described or not.
  ///
  /// - Parameters:
  ///   - ledger: The ledger.
  ///   - system: The system.
  /// - Throws: `LedgerError`.
  init(_ ledger: Ledger, _ system: Roster.System) throws(LedgerError) {
    (described, others) = try ledger.everyField(system)
  }

  /// Finds fields among some.
  init(fields: [FieldDescription]) {
    described = fields
    others = []
  }

  /// The field that a text names.
  ///
  /// - Parameter text: A read code, a write code or a name.
  /// - Returns: The field's read code.
  /// - Throws: `CommandError` if no field or several have it.
  func code(_ text: String) throws(CommandError) -> FieldCode {
    for fields in [described, others] {
      let meant = fields.meant(by: Verbatim(text))
      guard meant.count < 2 else { throw .fieldAmbiguous(text, meant) }
      if let field = meant.first { return field.code }
    }
    throw .fieldUnknown(text, near: near(text))
  }

  /// The fields with similar names, the most similar first.
  func near(_ text: String) -> [FieldDescription] {
    let wanted = Array(text.lowercased())
    let ranked = (described + others).compactMap { field -> (Int, FieldDescription)? in
      let distances = [field.code.text, field.name.text].compactMap { candidate in
        Self.distance(wanted, Array(candidate.lowercased()))
      }
      return distances.min().map { ($0, field) }
    }
    return ranked.sorted { ($0.0, $0.1.code) < ($1.0, $1.1.code) }.prefix(5).map(\.1)
  }

  /// The distance of two texts; nil if they are not similar.
  private static func distance(_ wanted: [Character], _ candidate: [Character]) -> Int? {
    guard !wanted.isEmpty, !candidate.isEmpty else { return nil }
    if String(candidate).contains(String(wanted)) { return 1 }
    let edits = EditDistance.between(wanted, candidate)
    return edits <= max(1, min(wanted.count, candidate.count) / 3) ? edits + 1 : nil
  }
}
