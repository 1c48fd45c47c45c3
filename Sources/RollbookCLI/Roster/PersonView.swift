import Ledger
import LedgerHistory
import Tables
import Roster
import VerbatimJSON

/// One person's record, in the order and the groups of the system's own catalog.
struct PersonView {
  let person: Person
  let rows: [RosterCell]
  let fields: [FieldDescription]
  let columns: [Column<RosterCell>]
  /// The system's record of their leaving, a JSON object; nil if there is none.
  var leaving: Verbatim?

  /// The rows in the catalog's order; those of removed fields come last.
  var inOrder: [RosterCell] {
    let places = Dictionary(
      fields.enumerated().map { ($1.code, $0) },
      uniquingKeysWith: { first, _ in first }
    )
    let placed = rows.enumerated().map { number, row in
      (place: places[row.field] ?? fields.count, address: row.address, number: number, row: row)
    }
    return
      placed
      .sorted { ($0.place, $0.address, $0.number) < ($1.place, $1.address, $1.number) }
      .map(\.row)
  }

  /// The sheet as people read it.
  func text(_ times: Times, width: Int?, emptyNote: String) -> String {
    let title = person.name.map { "\($0) (\(facts))" } ?? facts
    let left = person.hasLeft ? ", has left: what was last known" : ""
    var result = Printable.oneLine(title + left) + "\n"
    if let leaving { result += Printable.oneLine(Self.sentence(leaving)) + "\n" }
    if rows.isEmpty { return result + "\n\(emptyNote)\n" }
    let shown = columns.filter { $0.heading != nil }
    let lines = inOrder.map { row in (row, shown.map { $0.datum(row).shown(times) }) }
    let table = TextTable(shown.compactMap(\.heading), sizedFor: lines.map(\.1), width: width)
    result += "\n\(table.head)\n"
    var group: Verbatim?
    for (row, cells) in lines {
      let heading = self.heading(of: row)
      if heading != group { result += "\n\(Printable.oneLine(heading.text))\n" }
      group = heading
      result += table.line(cells) + "\n"
    }
    return result
      + "\n\(rows.count.counted("cell")), times in \(times.zone)\n"
  }

  /// When and why they left, as far as the record has it.
  private static func sentence(_ record: Verbatim) -> String {
    let json = try? JSON(parsing: record.bytes)
    // Midnight in China, in milliseconds: the system's form of a day.
    let milliseconds = json?["lastWorkDay"]?.integer.flatMap {
      0...9_999_999_999_999 ~= $0 ? $0 : nil
    }
    let day = milliseconds.map {
      CivilDate.epoch.adding(days: Int(($0 + 28_800_000) / 86_400_000)).description
    }
    let reasons =
      ["voluntaryReason", "passiveReason"].flatMap { json?[$0]?.elements ?? [] }
      .compactMap(\.text) + [json?["reasonMemo"]?.text].compactMap { $0 }
    let why = reasons.filter { !$0.isEmpty }.joined(separator: ", ")
    let first = "Left the company" + (day.map { ", last day at work \($0)" } ?? "")
    return first + (why.isEmpty ? "." : ": \(why).")
  }

  private var facts: String {
    let number = person.jobNumber.map { ", job number \($0)" } ?? ""
    return "userid \(person.key.id)\(number)"
  }

  private func heading(of row: RosterCell) -> Verbatim {
    guard let field = fields.first(where: { $0.code == row.field }) else {
      return "Fields that the system does not describe"
    }
    return Verbatim("\(field.groupName) (\(field.group))")
  }
}
