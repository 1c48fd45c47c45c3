import LedgerStorage
import Ledger
import LedgerHistory
import Tables
import Roster
import VerbatimJSON

/// A line of `diff`: a cell that differs, or a renamed option.
enum DiffLine: Sendable {
  case cell(CellDifference)
  case option(OptionChange)

  fileprivate var cell: CellDifference? { if case .cell(let row) = self { row } else { nil } }
  fileprivate var option: OptionChange? { if case .option(let row) = self { row } else { nil } }
  fileprivate var field: FieldCode { cell?.field ?? option?.field ?? "" }
  fileprivate var name: Verbatim? { cell?.fieldName ?? option?.fieldName }
}

extension Column where Row == DiffLine {
  /// The columns of `diff`, in the order of docs/cli.md.
  static func diff(byItem: Bool) -> [Column] {
    let rows: [Column] = [
      Column("itemID", title: "item id", .trailing) { Datum($0.cell?.row) },
      Column("ambiguous", title: "ambiguous") { Datum($0.cell?.isAmbiguous) },
    ]
    return [
      Column("user", title: "user") { Datum($0.cell?.user) },
      Column("field", title: "code") { .text($0.field) },
      .shown("field", isFlexible: true) { Datum($0.name) },
      Column("item", title: "item", .trailing) { Datum($0.cell?.item) },
      .data("from") { Datum($0.option?.from ?? $0.cell?.from?.value) },
      .data("to") { Datum($0.option?.to ?? $0.cell?.to?.value) },
      .shown("from", isFlexible: true) { line in
        line.option.map { .text("\($0.value) (\($0.from))") } ?? CellText.whole(line.cell?.from)
      },
      .shown("to", isFlexible: true) { line in
        line.option.map { .text("\($0.value) (\($0.to))") } ?? CellText.whole(line.cell?.to)
      },
      Column("event", title: "event") { line in
        line.cell?.address.map { .text($0.description) } ?? .absent
      },
      Column("operation", title: "operation", .trailing) { line in
        (line.cell?.operation ?? line.option?.operation).map { .integer($0) } ?? .absent
      },
      Column("by", title: "by") { .text($0.cell?.origin.words ?? Origin.catalog.words) },
      .data("fieldName") { Datum($0.name) },
      .data("fromPresence") { .presence($0.cell?.from) },
      .data("fromLabel") { Datum($0.cell?.from?.label) },
      .data("toPresence") { .presence($0.cell?.to) },
      .data("toLabel") { Datum($0.cell?.to?.label) },
      .data("option") { Datum($0.option?.value) },
    ] + (byItem ? rows : [])
  }
}

extension Datum {
  fileprivate static func presence(_ content: Content?) -> Datum {
    content.map { .text($0.presence.rawValue) } ?? .absent
  }
}

/// A line of `diff --wide`: a person with all their differing cells.
struct WideDifference: Sendable {
  private let user: Verbatim
  private let cells: [String: CellDifference]

  /// One line for each person of a difference.
  static func rows(of difference: Difference) -> [WideDifference] {
    var rows: [WideDifference] = []
    var cells: [String: CellDifference] = [:]
    for (index, row) in difference.rows.enumerated() {
      cells[key(of: row)] = row
      let isLast =
        index + 1 == difference.rows.count || difference.rows[index + 1].user != row.user
      guard isLast else { continue }
      rows.append(WideDifference(user: row.user, cells: cells))
      cells = [:]
    }
    return rows
  }

  /// The cell in a column's heading: `sys03-highestEdu[1]`, or the field alone if it has one item.
  private static func key(of row: CellDifference) -> String {
    if let number = row.row { return "\(row.field)#\(number)" }
    return row.item == 0 ? row.field.text : "\(row.field)[\(row.item)]"
  }

  /// The columns for all cells that differ for any person.
  static func columns(of difference: Difference, byItem: Bool) -> [Column<WideDifference>] {
    var seen: Set<String> = []
    var columns: [Column<WideDifference>] = [
      Column("user", title: "user") { .text($0.user) },
      Column("cells", title: "cells", .trailing) { Datum($0.cells.count) },
    ]
    let rows = difference.rows.sorted {
      ($0.field, $0.row ?? 0, $0.item) < ($1.field, $1.row ?? 0, $1.item)
    }
    for row in rows where seen.insert(key(of: row)).inserted {
      let key = key(of: row)
      let suffix = key.dropFirst(row.field.text.count)
      columns.append(
        Column(key, title: (row.fieldName ?? row.field).text + suffix, isFlexible: true) { wide in
          wide.cells[key].map { .change($0) } ?? .absent
        }
      )
    }
    return columns
  }
}

extension Datum {
  /// The content before and after.
  fileprivate static func change(_ row: CellDifference) -> Datum {
    func words(_ content: Content?) -> String { CellText.whole(content).plain }
    let (old, new) = (words(row.from), words(row.to))
    return .parts(
      [
        "from": .optional(row.from?.value?.text), "to": .optional(row.to?.value?.text),
        "event": .optional(row.address?.description), "by": .string(row.origin.words),
      ],
      inWords: Printable.oneLine(
        "\(old.isEmpty ? "-" : old) → \(new.isEmpty ? "-" : new)"
      )
    )
  }
}

extension Difference {
  /// The number of differences, in a sentence.
  var counts: String {
    let people = Set(rows.map(\.user)).count
    let new = rows.count { $0.from == nil }
    let gone = rows.count { $0.to == nil }
    let ours = rows.count { if case .batch = $0.origin { true } else { false } }
    func many(_ count: Int, _ one: String, _ more: String) -> String {
      "\(count) \(count == 1 ? one : more)"
    }
    return many(rows.count, "cell", "cells") + " of " + many(people, "person", "people")
      + ": \(rows.count - new - gone) changed, \(new) new, \(gone) gone; \(ours) by batches. "
      + many(catalog.count, "option", "options") + " renamed, \(joined.count) joined, "
      + "\(left.count) left."
  }
}
