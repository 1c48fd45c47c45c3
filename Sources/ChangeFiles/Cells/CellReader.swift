import Roster

/// Cleans what people's files hold, or says why it cannot be used: the one place that does.
///
/// A change file, an import, a list of users and a table of labels are read through it, so that one
/// person is never two to two commands. Nothing is normalised: what can be seen stays as it is,
/// except where only ASCII can be meant (`code`).
enum CellReader {
  /// The text without the blanks around it and without marks that are invisible.
  ///
  /// A mark of direction beside a right-to-left script changes how it reads, and is refused; a
  /// joiner between emoji, or letters of a script that joins, is part of them, and stays. A tab or a
  /// line break inside may be meant; any other control character is refused.
  ///
  /// - Parameter text: What stands in the file.
  /// - Returns: The text, which may be empty, or why there is none.
  static func clean(_ text: Verbatim) -> Result<CleanText, CellRefusal> {
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
        return .failure(CellRefusal(problem: .directionMark(text.text, scalar)))
      }
      clean.note(.marksRemoved, scalar)
    }
    let start = kept.firstIndex { !$0.isBlank } ?? kept.endIndex
    let end = kept.lastIndex { !$0.isBlank }.map { $0 + 1 } ?? start
    for scalar in kept[..<start] + kept[end...] { clean.note(.blanksRemoved, scalar) }
    if let control = kept[start..<end].first(where: \.isForbiddenControl) {
      return .failure(CellRefusal(problem: .controlCharacter(text.text, control)))
    }
    if clean.steps.isEmpty { return .success(clean) }
    return .success(clean.with(kept[start..<end]))
  }

  /// A clean text where a code, a number, a date or a mail address must stand.
  ///
  /// Wide forms become those of ASCII, and a number that went through a program as a floating-point
  /// one is written as it was.
  ///
  /// - Parameter text: The text, cleaned already.
  /// - Returns: The text, and what was done to it beyond that.
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

  /// A cell of a table: cleaned, and checked for what spreadsheets and converters do to it.
  ///
  /// - Parameter text: What stands in the file; not empty.
  /// - Returns: The text to use, which is not empty, or why there is none.
  static func cell(_ text: Verbatim) -> Result<CleanText, CellRefusal> {
    clean(text).flatMap { clean in
      if clean.text.isEmpty { return .failure(CellRefusal(.onlySpaces)) }
      // To empty a cell is said exactly, or not at all.
      if clean.text == SpreadsheetTrap.clearMark, clean.text != text {
        return .failure(CellRefusal(.almostClear(text.text)))
      }
      let narrow = code(clean.text)
      if let trap = SpreadsheetTrap(in: clean.text) ?? SpreadsheetTrap.number(narrow.text) {
        return .failure(CellRefusal(trap))
      }
      return .success(longNumber(clean))
    }
  }

  /// A text that must be somebody's key or job number.
  ///
  /// - Parameter text: What stands in the file; not empty.
  /// - Returns: The key, or why there is none.
  static func key(_ text: Verbatim) -> Result<CleanText, CellRefusal> {
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
  ///   - text: What stands in the file.
  ///   - naming: By what the file names its users.
  /// - Returns: The text to look up, or why there is none.
  static func user(_ text: Verbatim, _ naming: UserNaming) -> Result<CleanText, CellRefusal> {
    let said = KeptText.text(Verbatim(word(text))) ?? text
    if word(said).isEmpty { return .failure(CellRefusal(.noUser)) }
    let isName = naming == .name || naming == .anything && said.hasHan
    let found = said == text ? (isName ? cell(said) : key(said)) : clean(said)
    return found.flatMap { user in
      TotalRow.isNamed(by: user.text)
        ? .failure(CellRefusal(.totalRow(user.text.text))) : .success(user)
    }
  }

  /// A header, or another word that only chooses something: cleaned as far as it can be.
  static func word(_ text: Verbatim) -> String {
    guard case .success(let clean) = clean(text) else { return text.text.trimmed }
    return clean.text.text
  }

  /// So many digits no text but a number has before a fraction of zeros.
  private static let digitsOfLongNumber = 8

  /// A long number is a number whatever the field is; a short one (`1.0`) may be a version.
  private static func longNumber(_ clean: CleanText) -> CleanText {
    switch NumberNotation(clean.text.text) {
    case .exponent(let written)?: clean.with(written, .exponentWrittenOut)
    case .fraction(let written)? where written.utf8.count >= digitsOfLongNumber:
      clean.with(written, .fractionRemoved)
    default: clean
    }
  }

  /// Whether a hidden mark is part of what stands beside it.
  private static func belongs(_ index: Int, _ scalars: [UnicodeScalar]) -> Bool {
    guard index > 0 else { return false }
    let (scalar, before) = (scalars[index], scalars[index - 1])
    if scalar.isJoiner {
      return index + 1 < scalars.count && before.mayBeJoined && scalars[index + 1].mayBeJoined
    }
    return scalar.isTag && (before.value == 0x1F3F4 || before.isTag)
  }

  /// Whether nothing but blanks and hidden marks stands before, or after, a place.
  private static func isAtEdge(_ index: Int, _ scalars: [UnicodeScalar]) -> Bool {
    let isNothing: (UnicodeScalar) -> Bool = { $0.isBlank || $0.isHiddenMark }
    return scalars[..<index].allSatisfy(isNothing) || scalars[index...].allSatisfy(isNothing)
  }
}

/// A text as it is used, and what was done to it.
struct CleanText: Equatable {
  /// The text.
  let text: Verbatim
  /// What was done, each once.
  var steps: [CellCleaning.Step] = []
  /// The characters that were removed, each once.
  var removed: [UnicodeScalar] = []
}

/// Why a cell cannot be used.
struct CellRefusal: Error, Hashable {
  /// What is wrong.
  let reason: RowProblem.Reason

  init(_ trap: SpreadsheetTrap) { reason = .spreadsheet(trap) }

  init(_ problem: TableProblem) { reason = .table(problem) }

  init(problem: CellProblem) { reason = .cell(problem) }

  /// What is wrong, and what to do.
  var sentence: String { reason.sentence }
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
