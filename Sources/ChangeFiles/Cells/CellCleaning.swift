package import Roster

/// How a cell of a file was cleaned before it was used.
package struct CellCleaning: Hashable, Sendable {
  /// One kind of change.
  package enum Step: String, CaseIterable, Hashable, Sendable {
    /// Blanks before or after the value were removed.
    case blanksRemoved
    /// Invisible marks were removed.
    case marksRemoved
    /// Wide digits, letters and signs became those of ASCII.
    case widthNarrowed
    /// A fraction of zeros only was removed.
    case fractionRemoved
    /// A number in scientific notation was written out.
    case exponentWrittenOut
  }

  /// The position of the cell.
  package let position: FilePosition
  /// The text in the file.
  package let was: Verbatim
  /// The text that is used.
  package let text: Verbatim
  /// The changes, in this order, each once.
  package let steps: [Step]
  /// The characters that were removed, each once.
  let removed: [UnicodeScalar]

  init?(_ clean: CleanText, was: Verbatim, at position: FilePosition) {
    guard !clean.steps.isEmpty else { return nil }
    self.init(
      position: position,
      was: was,
      text: clean.text,
      steps: clean.steps,
      removed: clean.removed
    )
  }

  private init(
    position: FilePosition,
    was: Verbatim,
    text: Verbatim,
    steps: [Step],
    removed: [UnicodeScalar]
  ) {
    self.position = position
    self.was = was
    self.text = text
    self.steps = steps
    self.removed = removed
  }

  /// Joins two cleanings of one text.
  ///
  /// - Parameters:
  ///   - earlier: The first cleaning; nil for none.
  ///   - later: The second one; nil for none.
  /// - Returns: Both as one; nil if there was none.
  static func joined(_ earlier: CellCleaning?, _ later: CellCleaning?) -> CellCleaning? {
    guard let earlier, let later else { return earlier ?? later }
    return CellCleaning(
      position: earlier.position,
      was: earlier.was,
      text: later.text,
      steps: earlier.steps + later.steps.filter { !earlier.steps.contains($0) },
      removed: earlier.removed + later.removed.filter { !earlier.removed.contains($0) }
    )
  }

  /// The changes, in a sentence that shows both texts.
  package var sentence: String {
    var done: [String] = []
    let marks = removed.map(\.phrase)
    if !marks.isEmpty {
      let list = Array(marks.prefix(4)).joined(separator: ", ")
      done.append("\(list) \(marks.count == 1 ? "was" : "were") removed")
    }
    if steps.contains(.widthNarrowed) { done.append("wide characters became narrow ones") }
    if steps.contains(.fractionRemoved) { done.append("the zeros after its point were removed") }
    if steps.contains(.exponentWrittenOut) { done.append("the number was written out") }
    let what = done.joined(separator: ", and ")
    return "\(Self.visible(was)) is read as \(text.text.quoted): \(what)."
  }

  /// The position, and the changes.
  package var message: String { "At \(position): \(sentence)" }

  /// A text with its invisible characters replaced by their names.
  private static func visible(_ text: Verbatim) -> String {
    let named = text.text.unicodeScalars.prefix(40).map { scalar in
      let isPlain = scalar == " " || !(scalar.isBlank || scalar.isHiddenMark)
      return isPlain && !scalar.isForbiddenControl ? String(scalar) : "<\(scalar.codePoint)>"
    }
    return "\"\(named.joined())\(text.text.unicodeScalars.count > 40 ? "…" : "")\""
  }
}
