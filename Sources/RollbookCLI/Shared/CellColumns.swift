import LedgerHistory
import LedgerStorage
import Roster
import Tables

// The columns of a cell, of what it holds, and of where that comes from: each is described here
// once, and every command has them in the order of docs/cli.md.

extension Column where Row: CellRow & Sendable {
  /// The field's code.
  static var code: Column { Column("field", title: "code") { .text($0.field) } }

  /// The field's name, in tables.
  static var name: Column { .shown("field", isFlexible: true) { Datum($0.fieldName) } }

  /// The field's name, for programs.
  static var fieldName: Column { .data("fieldName") { Datum($0.fieldName) } }

  /// The item index.
  static var item: Column { Column("item", title: "item", .trailing) { Datum($0.item) } }

  /// The columns of a cell.
  ///
  /// - Parameter nameFirst: Whether a table has the field's name before its code.
  /// - Returns: The columns.
  static func cell(nameFirst: Bool = false) -> [Column] {
    (nameFirst ? [name, code] : [code, name]) + [fieldName, item]
  }
}

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

  /// The column of a content's presence, for programs.
  static func presence(
    _ key: String = "presence",
    _ content: @escaping @Sendable (Row) -> Content?
  ) -> Column {
    .data(key) { Datum(content($0)?.presence) }
  }

  /// The columns of presence and label before and after, for programs.
  static func labels(
    from: @escaping @Sendable (Row) -> Content?,
    to: @escaping @Sendable (Row) -> Content?
  ) -> [Column] {
    [
      .presence("fromPresence", from), .data("fromLabel") { Datum(from($0)?.label) },
      .presence("toPresence", to), .data("toLabel") { Datum(to($0)?.label) },
    ]
  }
}

extension Datum {
  /// Absent for nil.
  init(_ event: EventAddress?) { self = event.map { .text($0.description) } ?? .absent }
}

extension Column where Row: Recorded & Sendable {
  /// The entry's number.
  static var entry: Column { Column("entry", title: "entry", .trailing) { .integer($0.entry) } }

  /// The entry's kind.
  static var kind: Column { Column("kind", title: "kind") { .text($0.kind.rawValue) } }

  /// The number of the operation.
  static var operation: Column {
    Column("operation", title: "operation", .trailing) { .integer($0.operation) }
  }

  /// When the entry was recorded.
  static var recordedAt: Column { Column("recordedAt", title: "recorded") { .time($0.recordedAt) } }
}

extension Column where Row == ValueProvenance {
  /// The columns of the times between which a content came, and of who made it.
  static var change: [Column] {
    [
      .shown("not before") { Datum($0.possibleFrom) },
      .shown("not after") { Datum($0.certainFrom) },
      .data("certainFrom") { Datum($0.certainFrom) },
      .data("possibleFrom") { Datum($0.possibleFrom) },
      Column("by", title: "by") { .text($0.origin.words) },
    ]
  }
}
