package import Roster

/// Checks that a configured text can match the text of a table.
package enum TextCheck {
  /// Why no cleaned cell can equal this text: surrounding blanks, or invisible marks in it.
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

  /// A user key that a person typed, cleaned like a file's.
  ///
  /// - Parameter text: The typed text.
  /// - Returns: The key.
  /// - Throws: `UserListError` if it cannot be a user key.
  package static func key(_ text: Verbatim) throws(UserListError) -> Verbatim {
    switch CellReader.user(text, .key) {
    case .success(let clean): return clean.text
    case .failure(let refusal): throw .badRows([refusal.sentence])
    }
  }
}
