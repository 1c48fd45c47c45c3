import VerbatimJSON
import WebServer

/// Draws what an erasure would take and what it would leave, and the holds that would be lifted.
struct ErasureDrawing: Sendable {
  let cells: CellDrawing

  private var say: Wording { cells.say }
  private var list: ListDrawing { ListDrawing(cells: cells) }

  /// What would go, for each person.
  ///
  /// - Parameters:
  ///   - people: The objects of `erase --dry-run`.
  ///   - fields: The fields whose values would be erased; null for the whole people.
  ///   - proposal: The proposal of it; nil if it is planned only.
  /// - Returns: A section for each, and what is true of all.
  func contents(_ people: [JSON], fields: JSON?, of proposal: JSON? = nil) -> [Markup] {
    if let done = done(people, proposal) { return [done] }
    let codes = (fields?.elements ?? []).compactMap(\.text)
    return people.map(person) + [
      Tag.h2(of: [.text(say("erasure.notes"))]),
      Tag.ul(
        of: [
          codes.isEmpty
            ? say("erasure.whole") : say("erasure.fields", say.listed(codes)),
          say("erasure.forEver"), say("erasure.system"), say("erasure.copies"),
        ].map { Tag.li(of: [.text($0)]) }
      ),
    ]
  }

  /// The holds that would be lifted.
  func release(_ holds: [JSON], of proposal: JSON) -> [Markup] {
    if let done = done(holds, proposal) { return [done] }
    let title = say("release.holds")
    return [
      Tag.h2(of: [.text(title)]),
      list.table(holds, ["person", "since", "reason", "actor"], caption: title),
      Tag.p(.class("note"), of: [.text(say("action.release.what"))]),
    ]
  }

  /// What is said instead if nothing of a proposal is left to be done.
  private func done(_ people: [JSON], _ proposal: JSON?) -> Markup? {
    guard let proposal, people.isEmpty || proposal["state"]?.text == "applied" else { return nil }
    return Tag.p(.class("note"), of: [.text(say("erasure.done"))])
  }

  private func person(_ row: JSON) -> Markup {
    let isHeld = row["hold"]?.text != nil
    let linked = row["linked"]?.elements ?? []
    let stays = [
      ("entries", row["entries"]), ("shared", row["shared"]),
      ("operationsRun", row["operationsRun"]),
    ].filter { $0.1?.integer ?? 0 > 0 }
    let batches = row["batches"]?.elements?.compactMap(\.integer) ?? []
    return Tag.section(of: [
      Tag.h2(of: [cells.cell("person", row)]),
      isHeld
        ? Tag.p(.class("alert"), .text(.role, "alert"), of: [.text(say("erasure.held"))]) : .none,
      Tag.h3(of: [.text(say("erasure.goes"))]),
      list.tiles(["values", "texts", "unions"].map { ("erased.\($0)", row[$0]) }),
      stays.isEmpty ? .none : Tag.h3(of: [.text(say("erasure.stays"))]),
      stays.isEmpty ? .none : list.tiles(stays.map { ("kept.\($0.0)", $0.1) }),
      batches.isEmpty
        ? .none
        : Tag.p(
          of: [.text(say("erasure.batches") + " ")]
            + batches.map { number in
              Tag.a(
                .href(PagePath("batches", String(number))),
                of: [.text(say("cell.batch", String(number)) + " ")]
              )
            }
        ),
      linked.isEmpty
        ? .none
        : Tag.p(.class("note"), of: [.text(say("erasure.linked"))] + linked.map(other)),
    ])
  }

  /// A user of the other system who is the same person.
  private func other(_ user: JSON) -> Markup {
    let system = cells.system == "maycur" ? "dingtalk" : "maycur"
    let key = user.text ?? ""
    return .many([
      .text(" "), Tag.a(.href(PagePath("people", system, key)), of: [.value(key)]),
    ])
  }
}
