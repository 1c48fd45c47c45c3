import Ledger
import LedgerHistory
import Tables
import Roster
import VerbatimJSON

/// One person's record, in the order and the groups of the system's own catalog.
struct PersonView {
  let person: Person
  let rows: [HindsightCell]
  let fields: [FieldDescription]
  /// The system's record of their leaving, a JSON object; nil if there is none.
  var leaving: Verbatim?
  /// Whether it prints the certainty of each row.
  let isHindsight: Bool

  /// The rows in the catalog's order; those of removed fields come last.
  var inOrder: [HindsightCell] {
    let places = Dictionary(
      fields.enumerated().map { ($1.code, $0) },
      uniquingKeysWith: { first, _ in first }
    )
    let placed = rows.enumerated().map { number, row in
      (
        place: places[row.row.field] ?? fields.count,
        address: CellAddress(row.row.field, row.row.item), number: number, row: row
      )
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
    let titles = ["field", "code", "item", "value", "label", "since", "last observed"]
    let headings = (titles + (isHindsight ? ["certainty"] : [])).map {
      TextTable.Heading(
        $0,
        $0 == "item" ? .trailing : .leading,
        isFlexible: ["field", "value", "label"].contains($0)
      )
    }
    let lines = inOrder.map { ($0, cells($0, times)) }
    let table = TextTable(headings, sizedFor: lines.map(\.1), width: width)
    result += "\n\(table.head)\n"
    var group: Verbatim?
    for (row, cells) in lines {
      let heading = self.heading(of: row.row)
      if heading != group { result += "\n\(Printable.oneLine(heading.text))\n" }
      group = heading
      result += table.line(cells) + "\n"
    }
    return result
      + "\n\(rows.count == 1 ? "1 cell" : "\(rows.count) cells"), times in \(times.zone)\n"
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

  private func cells(_ reported: HindsightCell, _ times: Times) -> [String] {
    let row = reported.row
    let data: [Datum] = [
      Datum(row.fieldName), .text(row.field), Datum(row.item), CellText.value(row.content),
      row.label == row.content.value ? .absent : Datum(row.label), .time(row.since),
      Datum(row.lastObserved),
    ]
    return (data + (isHindsight ? [.text(reported.certainty.rawValue)] : [])).map {
      $0.shown(times)
    }
  }
}
