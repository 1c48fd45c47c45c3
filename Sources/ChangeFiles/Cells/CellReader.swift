import Roster

/// Cleans the texts of people's files, or gives the reason why one cannot be used; only this type
/// does.
///
/// Change files, imports, user lists and tables of labels are read through it, so that two commands
/// never read one text as two people. Nothing is normalised: visible characters are kept, except
/// where only ASCII can be meant (`code`).
enum CellReader {
  /// The text without surrounding blanks and without invisible marks.
  ///
  /// A direction mark beside a right-to-left script changes how it reads, and is refused; a joiner
  /// between emoji, or between letters of a script that joins, is part of them, and is kept. A tab
  /// or a line break inside may be intended; any other control character is refused.
  ///
  /// - Parameter text: The text in the file.
  /// - Returns: The text, which may be empty, or the reason why it is refused.
  static func clean(_ text: Verbatim) -> Result<CleanText, RowProblem.Reason> {
    if text.text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) {
      return .success(CleanText(text: text))
    }
    let scalars = Array(text.text.unicodeScalars)
    var clean = CleanText(text: text)
    var kept: [UnicodeScalar] = []
    let hasRightToLeft = scalars.contains(where: \.isRightToLeft)
    for (index, scalar) in scalars.enumerated() {
      guard scalar.isHiddenMark, !belongs(index, scalars) else {
        kept.append(scalar)
        continue
      }
      if scalar.isDirectionMark, hasRightToLeft, !isAtEdge(index, scalars) {
        return .failure(.cell(.directionMark(text.text, scalar)))
      }
      clean.note(.marksRemoved, scalar)
    }
    let start = kept.firstIndex { !$0.isBlank } ?? kept.endIndex
    let end = kept.lastIndex { !$0.isBlank }.map { $0 + 1 } ?? start
    for scalar in kept[..<start] + kept[end...] { clean.note(.blanksRemoved, scalar) }
    if let control = kept[start..<end].first(where: \.isForbiddenControl) {
      return .failure(.cell(.controlCharacter(text.text, control)))
    }
    if clean.steps.isEmpty { return .success(clean) }
    return .success(clean.with(kept[start..<end]))
  }

  /// A clean text for a code, a number, a date or a mail address.
  ///
  /// Wide characters become ASCII, and a number that a program converted to floating point gets its
  /// original form.
  ///
  /// - Parameter text: A text that was cleaned before.
  /// - Returns: The text, and the further changes.
  static func code(_ text: Verbatim) -> CleanText {
    var clean = CleanText(text: text)
    let scalars = text.text.unicodeScalars
    if scalars.contains(where: { $0.narrow != nil }) {
      clean = clean.with(scalars.map { $0.narrow ?? $0 })
      clean.steps = [.widthNarrowed]
    }
    switch NumberNotation(clean.text.text) {
    case .fraction(let written)?: return clean.with(written, .fractionRemoved)
    case .exponent(let written)?: return clean.with(written, .exponentWrittenOut)
    default: return clean
    }
  }

  /// A cell of a table: cleaned, and checked for damage by spreadsheets and converters.
  ///
  /// - Parameter text: The text in the file; not empty.
  /// - Returns: The text to use, which is not empty, or the reason why it is refused.
  static func cell(_ text: Verbatim) -> Result<CleanText, RowProblem.Reason> {
    clean(text).flatMap { clean in
      if clean.text.isEmpty { return .failure(.spreadsheet(.onlySpaces)) }
      // The mark for clearing must be written exactly.
      if clean.text == SpreadsheetTrap.clearMark, clean.text != text {
        return .failure(.spreadsheet(.almostClear(text.text)))
      }
      if ValueMask.isMask(clean.text) { return .failure(.cell(.mask(text.text))) }
      let narrow = code(clean.text)
      if let trap = SpreadsheetTrap(in: clean.text) ?? SpreadsheetTrap.number(narrow.text) {
        return .failure(.spreadsheet(trap))
      }
      return .success(longNumber(clean))
    }
  }

  /// A text that must be a user key or a job number.
  ///
  /// - Parameter text: The text in the file; not empty.
  /// - Returns: The key, or the reason why it is refused.
  static func key(_ text: Verbatim) -> Result<CleanText, RowProblem.Reason> {
    cell(text).map { cell in
      let narrow = code(cell.text)
      return CleanText(
        text: narrow.text,
        steps: cell.steps + narrow.steps.filter { !cell.steps.contains($0) },
        removed: cell.removed
      )
    }
  }

  /// A text that names a user: a key, a job number, or a name, which keeps its wide characters.
  ///
  /// - Parameters:
  ///   - text: The text in the file.
  ///   - naming: What the file names its users by.
  /// - Returns: The text to look up, or the reason why it is refused.
  static func user(_ text: Verbatim, _ naming: UserNaming) -> Result<CleanText, RowProblem.Reason> {
    let said = KeptText.text(Verbatim(word(text))) ?? text
    if word(said).isEmpty { return .failure(.table(.noUser)) }
    let isName = naming == .name || naming == .anything && said.hasHan
    let found = said == text ? (isName ? cell(said) : key(said)) : clean(said)
    return found.flatMap { user in
      TotalRow.isNamed(by: user.text)
        ? .failure(.table(.totalRow(user.text.text))) : .success(user)
    }
  }

  /// A header, or another keyword: cleaned as far as possible.
  static func word(_ text: Verbatim) -> String {
    guard case .success(let clean) = clean(text) else { return text.text.trimmed }
    return clean.text.text
  }

  /// With this many digits before a fraction of zeros, a text can only be a number.
  private static let digitsOfLongNumber = 8

  /// Removes the fraction of a long number in any field; a short one (`1.0`) may be a version.
  private static func longNumber(_ clean: CleanText) -> CleanText {
    switch NumberNotation(clean.text.text) {
    case .exponent(let written)?: clean.with(written, .exponentWrittenOut)
    case .fraction(let written)? where written.utf8.count >= digitsOfLongNumber:
      clean.with(written, .fractionRemoved)
    default: clean
    }
  }

  /// Whether a hidden mark belongs to the character beside it.
  private static func belongs(_ index: Int, _ scalars: [UnicodeScalar]) -> Bool {
    guard index > 0 else { return false }
    let (scalar, before) = (scalars[index], scalars[index - 1])
    if scalar.isJoiner {
      return index + 1 < scalars.count && before.mayBeJoined && scalars[index + 1].mayBeJoined
    }
    return scalar.isTag && (before.value == 0x1F3F4 || before.isTag)
  }

  /// Whether there are only blanks and hidden marks before, or after, an index.
  private static func isAtEdge(_ index: Int, _ scalars: [UnicodeScalar]) -> Bool {
    let isNothing: (UnicodeScalar) -> Bool = { $0.isBlank || $0.isHiddenMark }
    return scalars[..<index].allSatisfy(isNothing) || scalars[index...].allSatisfy(isNothing)
  }
}

/// A cleaned text, and how it was cleaned.
struct CleanText: Equatable {
  /// The text.
  let text: Verbatim
  /// The changes, each once.
  var steps: [CellCleaning.Step] = []
  /// The characters that were removed, each once.
  var removed: [UnicodeScalar] = []
}

extension CleanText {
  fileprivate mutating func note(_ step: CellCleaning.Step, _ scalar: UnicodeScalar) {
    if !steps.contains(step) { steps.append(step) }
    if !removed.contains(scalar) { removed.append(scalar) }
  }

  fileprivate func with(_ scalars: some Sequence<UnicodeScalar>) -> CleanText {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return CleanText(text: Verbatim(String(view)), steps: steps, removed: removed)
  }

  fileprivate func with(_ text: String, _ step: CellCleaning.Step) -> CleanText {
    CleanText(text: Verbatim(text), steps: steps + [step], removed: removed)
  }
}
