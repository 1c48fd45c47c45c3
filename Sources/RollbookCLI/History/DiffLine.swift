import LedgerStorage
import Ledger
import LedgerHistory
import Tables
import Roster
import VerbatimJSON

/// A line of `diff`: a cell that differs, or a renamed option.
enum DiffLine: CellRow, Sendable {
  case difference(CellDifference)
  case option(OptionChange)

  var cell: CellRef {
    switch self {
    case .difference(let row): row.cell
    case .option(let row): row.cell
    }
  }

  func mapTexts(_ change: (Verbatim) -> Verbatim) -> DiffLine {
    switch self {
    case .difference(let row): .difference(row.mapTexts(change))
    case .option: self
    }
  }

  fileprivate var difference: CellDifference? {
    if case .difference(let row) = self { row } else { nil }
  }

  fileprivate var change: CellChange? { difference?.change }
  fileprivate var option: OptionChange? { if case .option(let row) = self { row } else { nil } }

  fileprivate var provenance: ValueProvenance? {
    switch self {
    case .difference(let row): row.provenance
    case .option(let row): row.provenance
    }
  }
}

extension Column where Row == DiffLine {
  /// The columns of `diff`, in the order of docs/cli.md.
  static func diff(byItem: Bool) -> [Column] {
    let rows: [Column] = [
      Column("itemID", title: "item id", .trailing) { Datum($0.difference?.row) },
      Column("ambiguous", title: "ambiguous") { Datum($0.difference?.isAmbiguous) },
    ]
    return [
      Column("user", title: "user") { Datum($0.difference?.user) },
      .code, .name,
      Column("item", title: "item", .trailing) { Datum($0.difference?.item) },
      .data("from") { Datum($0.option?.from ?? $0.change?.from?.value) },
      .data("to") { Datum($0.option?.to ?? $0.change?.to?.value) },
      .shown("from", isFlexible: true) { line in
        line.option.map { .text("\($0.value) (\($0.from))") } ?? CellText.whole(line.change?.from)
      },
      .shown("to", isFlexible: true) { line in
        line.option.map { .text("\($0.value) (\($0.to))") } ?? CellText.whole(line.change?.to)
      },
      Column("event", title: "event") { Datum($0.change?.event) },
      Column("operation", title: "operation", .trailing) { Datum($0.provenance?.operation) },
      Column("by", title: "by") { .text(($0.provenance?.origin ?? .outside).words) },
      .fieldName,
    ] + labels(from: { $0.change?.from }, to: { $0.change?.to }) + [
      .data("option") { Datum($0.option?.value) }
    ] + (byItem ? rows : [])
  }
}

/// A line of `diff --wide`: a person with all their differing cells.
struct WideDifference: Sendable {
  private let user: Verbatim
  private var cells: [String: CellDifference]
  private var masked: Set<String> = []

  private init(user: Verbatim, cells: [String: CellDifference]) {
    self.user = user
    self.cells = cells
  }

  /// The line as a reader sees it.
  func seen(by sight: Sight) -> WideDifference {
    var line = self
    for (key, cell) in cells {
      let seen = sight.row(cell)
      line.cells[key] = seen.row
      if seen.isMasked { line.masked.insert(key) }
    }
    return line
  }

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
          wide.cells[key].map { .change($0, isMasked: wide.masked.contains(key)) } ?? .absent
        }
      )
    }
    return columns
  }
}

extension Datum {
  /// The content before and after.
  fileprivate static func change(_ row: CellDifference, isMasked: Bool) -> Datum {
    func words(_ content: Content?) -> String { CellText.whole(content).plain }
    let (from, to) = (row.change.from, row.change.to)
    let (old, new) = (words(from), words(to))
    let json: JSON = [
      "from": .optional(from?.value?.text), "to": .optional(to?.value?.text),
      "event": .optional(row.change.event?.description), "by": .string(row.origin.words),
    ]
    return .parts(
      json.marked(isMasked),
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
    let new = rows.count { $0.change.from == nil }
    let gone = rows.count { $0.change.to == nil }
    let ours = rows.count { if case .batch = $0.origin { true } else { false } }
    return rows.count.counted("cell") + " of " + people.counted("person", "people")
      + ": \(rows.count - new - gone) changed, \(new) new, \(gone) gone; \(ours) by batches. "
      + catalog.count.counted("option") + " renamed, \(joined.count) joined, \(left.count) left."
  }
}
