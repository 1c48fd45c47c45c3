import Ledger
import Roster

/// Finds the fields that a person means by a code or a name.
struct FieldLookup {
  private let described: [FieldDescription]
  /// Fields that are described no more, and those that nobody ever described.
  private let others: [FieldDescription]

  /// Looks among the fields of a system that the ledger knows, described or not.
  ///
  /// - Parameters:
  ///   - ledger: The log.
  ///   - system: The system.
  /// - Throws: `LedgerError`.
  init(_ ledger: Ledger, _ system: Roster.System) throws(LedgerError) {
    (described, others) = try ledger.everyField(system)
  }

  /// Looks among fields.
  init(fields: [FieldDescription]) {
    described = fields
    others = []
  }

  /// The field that a text means.
  ///
  /// - Parameter text: A read code, a write code or a name.
  /// - Returns: The field's read code.
  /// - Throws: `CommandError` where it is none's, or several fields'.
  func code(_ text: String) throws(CommandError) -> FieldCode {
    for fields in [described, others] {
      let meant = fields.meant(by: Verbatim(text))
      guard meant.count < 2 else { throw .fieldAmbiguous(text, meant) }
      if let field = meant.first { return field.code }
    }
    throw .fieldUnknown(text, near: near(text))
  }

  /// The fields that a text may have been meant for, the likeliest first.
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

  /// How far apart two texts are; nil where one would not be taken for the other.
  private static func distance(_ wanted: [Character], _ candidate: [Character]) -> Int? {
    guard !wanted.isEmpty, !candidate.isEmpty else { return nil }
    if String(candidate).contains(String(wanted)) { return 1 }
    let edits = edits(wanted, candidate)
    return edits <= max(1, min(wanted.count, candidate.count) / 3) ? edits + 1 : nil
  }

  /// How many insertions, removals and replacements make one text of the other (Levenshtein).
  private static func edits(_ left: [Character], _ right: [Character]) -> Int {
    var previous = Array(0...right.count)
    for (row, character) in left.enumerated() {
      var current = [row + 1]
      for (column, other) in right.enumerated() {
        let replaced = previous[column] + (character == other ? 0 : 1)
        current.append(min(replaced, previous[column + 1] + 1, current[column] + 1))
      }
      previous = current
    }
    return previous[right.count]
  }
}
