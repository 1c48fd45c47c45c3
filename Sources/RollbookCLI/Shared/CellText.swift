import Tables
import Roster

/// The text of a content in a table.
enum CellText {
  /// The value, or in brackets why there is none.
  static func value(_ content: Content) -> Datum {
    switch content.presence {
    case .value: content.value.map { $0.isEmpty ? .text("\"\"") : .text($0) } ?? .absent
    case .null: .text("(null)")
    case .missing: .text("(missing)")
    case .emptyList: .text("(empty list)")
    case .gone: .text("(gone)")
    case .erased: .text("(erased)")
    }
  }

  /// The value with the label beside it; empty if nothing is known.
  static func whole(_ content: Content?) -> Datum {
    guard let content else { return .absent }
    guard let label = content.label, label != content.value, !label.isEmpty,
      case .text(let value) = value(content)
    else { return value(content) }
    return .text("\(value) (\(label))")
  }
}
