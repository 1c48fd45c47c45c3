package import Roster

/// Looks whether a text that must match what stands in tables is one that can.
package enum TextCheck {
  /// Why no cleaned cell is ever this text: blanks around it, or marks in it that nobody sees.
  ///
  /// - Parameter text: A header, a label or a value of a table of names.
  /// - Returns: The reason, as the end of a sentence; nil if there is none.
  package static func problem(in text: Verbatim) -> String? {
    switch CellReader.clean(text) {
    case .success(let clean) where clean.steps.isEmpty: nil
    case .success(let clean):
      "\(text.text.quoted) holds \(clean.removed.map(\.phrase).shortList), which no cell keeps"
    case .failure: "\(text.text.quoted) holds a character that no cell may have"
    }
  }

  /// The key that a person wrote, cleaned as that of a file is.
  ///
  /// - Parameter text: What was written.
  /// - Returns: The key.
  /// - Throws: `UserListError` where it can be no person's.
  package static func key(_ text: Verbatim) throws(UserListError) -> Verbatim {
    switch CellReader.user(text, .key) {
    case .success(let clean): return clean.text
    case .failure(let refusal): throw .badRows([refusal.sentence])
    }
  }
}
