package import Roster

/// A problem or a warning about a row, and where in it.
package struct EmployeeRowProblem: UserFacingError, Hashable {
  /// The path in the row (`residences[0].placeCode`).
  package let path: String
  /// What is wrong and what to do, phrased to follow the path.
  package let phrase: String
  /// Whether the row may be sent nevertheless.
  package let isWarning: Bool

  package init(_ path: String, _ phrase: String, isWarning: Bool = false) {
    self.path = path
    self.phrase = phrase
    self.isWarning = isWarning
  }

  package var errorCode: ErrorCode {
    isWarning ? ErrorCode("maycurRowWarning", .badData) : ErrorCode("maycurRowProblem", .badData)
  }

  package var message: String { "\(path) \(phrase)." }
}

/// A row that cannot be sent or read, with all its problems.
package struct RowRefused: UserFacingError, Hashable {
  /// The problems, at least one, without warnings.
  package let problems: [EmployeeRowProblem]

  package init(_ problems: [EmployeeRowProblem]) { self.problems = problems }

  package var errorCode: ErrorCode { ErrorCode("maycurRowRefused", .badData) }

  package var message: String { problems.map(\.message).joined(separator: " ") }
}

extension EmployeeRowProblem {
  /// The faults that a text can have.
  enum TextProblem {
    case noDay
    case noGender
    case noIdentityType

    func phrase(of text: Verbatim) -> String {
      let shown = "is \"\(text.excerpt)\", which "
      return switch self {
      case .noDay: shown + "is not a day of the calendar; write a real day as yyyy-MM-dd"
      case .noGender: shown + "Maycur does not know; write MAN or WOMAN"
      case .noIdentityType:
        shown + "Maycur does not know; write one of "
          + IdentityType.allCases.map(\.rawValue).joined(separator: ", ")
      }
    }
  }

  static let unclearNull =
    "is null, and Maycur does not say what null does here; leave the key out to keep what is "
    + "there, or write the field's empty value to clear it"

  static let englishNameStays =
    "cannot be cleared, since Maycur has no way to empty a name in Latin letters; keep it, or "
    + "write another name"
}

extension Verbatim {
  /// The beginning of the text, for a message.
  var excerpt: String { String(text.excerpt(40)) }
}

extension String {
  /// The beginning, with an ellipsis if it was cut, and without line breaks.
  func excerpt(_ limit: Int) -> String {
    let line = String(map { $0.isNewline ? " " : $0 })
    return line.count <= limit ? line : line.prefix(limit) + "…"
  }
}
