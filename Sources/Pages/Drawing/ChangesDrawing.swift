import Access
import VerbatimJSON
import WebServer

/// Draws changes by the operation that observed them, with its kind, actor and reason.
struct ChangesDrawing: Sendable {
  let request: PageRequest
  let cells: CellDrawing

  private var say: Wording { request.say }

  /// The largest number of operations of which a page says more than the number.
  private static let mostExplained = 40

  /// - Parameters:
  ///   - rows: The changes, in the order of the log.
  ///   - columns: The members that are shown of each.
  /// - Returns: A section for each operation; a sentence if there are no changes.
  func groups(_ rows: [JSON], _ columns: [String]) async -> [Markup] {
    let list = ListDrawing(cells: cells)
    guard !rows.isEmpty else { return [list.table(rows, columns, caption: say("page.changes"))] }
    var sections: [Markup] = []
    var start = rows.startIndex
    while start < rows.endIndex {
      let operation = rows[start]["operation"]?.integer
      let end = rows[start...].firstIndex { $0["operation"]?.integer != operation } ?? rows.endIndex
      let group = Array(rows[start..<end])
      // A column that says nothing, or what is above the table, is left out.
      let shown = columns.filter { column in
        !["actor", "reason"].contains(column)
          || group.contains { $0[column] ?? .null != .null && $0["batch"] != $0["operation"] }
      }
      let number = String(operation ?? 0)
      let isExplained = sections.count < Self.mostExplained
      sections.append(
        Tag.section(
          .class("group"),
          of: [
            Tag.h2(of: [
              Tag.a(
                .href(PagePath("operations", number)),
                of: [.text(say("cell.operation", number))]
              )
            ]),
            isExplained ? await facts(of: number) : .none,
            list.table(group, shown, caption: say("cell.operation", number)),
          ]
        )
      )
      start = end
    }
    return sections
  }

  /// What kind of operation it is, who ran it, and why, for those who may read the log.
  private func facts(of number: String) async -> Markup {
    guard request.person.may(.readLog),
      let found = try? await request.read("operations", with: [("operation", number)]),
      let operation = found["items"]?.elements?.first
    else { return .none }
    let parts = ["kind", "actor", "reason"].filter { operation[$0]?.text != nil }
      .map { cells.cell($0, operation) }
    return Tag.p(
      .class("facts"),
      of: parts.flatMap { [.text(" · "), $0] }.dropFirst() + []
    )
  }
}
