import Roster
import Tables

extension Column {
  /// The columns of a value and its label; a table omits a label that equals the value.
  static func content(
    _ content: @escaping @Sendable (Row) -> Content,
    label: @escaping @Sendable (Row) -> Verbatim?
  ) -> [Column] {
    [
      .data("value") { Datum(content($0).value) },
      .data("label") { Datum(label($0)) },
      .shown("value", isFlexible: true) { CellText.value(content($0)) },
      .shown("label", isFlexible: true) { row in
        label(row) == content(row).value ? .absent : Datum(label(row))
      },
    ]
  }
}
