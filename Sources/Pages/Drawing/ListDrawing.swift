import VerbatimJSON

/// Draws lists of objects: as a table, whose rows become cards on a narrow screen.
struct ListDrawing: Sendable {
  let cells: CellDrawing

  private var say: Wording { cells.say }

  /// - Parameters:
  ///   - rows: The objects.
  ///   - columns: The members that are shown.
  ///   - caption: What the table is, for readers who do not see the page.
  ///   - isOfValue: Whether the caption is a text of the ledger.
  /// - Returns: The table; a sentence if there are no rows.
  func table(
    _ rows: [JSON],
    _ columns: [String],
    caption: String,
    isOfValue: Bool = false
  ) -> Markup {
    guard !rows.isEmpty else { return Tag.p(.class("nothing"), of: [.text(say("list.nothing"))]) }
    let head = columns.map { Tag.th(.text(.scope, "col"), of: [.text(say.column($0))]) }
    let body = rows.map { row in
      Tag.tr(
        of: columns.map { column in
          Tag.td(.text(.dataLabel, say.column(column)), of: [cells.cell(column, row)])
        }
      )
    }
    return Tag.div(
      .class("scroll"),
      of: [
        Tag.table(
          .class("list"),
          of: [
            Tag.caption(.class("unseen"), of: [isOfValue ? .value(caption) : .text(caption)]),
            Tag.thead(of: [Tag.tr(of: head)]), Tag.tbody(of: body),
          ]
        )
      ]
    )
  }

  /// A few numbers, large; those that are null are left out.
  func tiles(_ members: [(column: String, value: JSON?)]) -> Markup {
    Tag.dl(
      .class("tiles"),
      of: members.compactMap { member in
        guard let value = member.value, value != .null else { return nil }
        return Tag.div(of: [
          Tag.dt(of: [.text(say.column(member.column))]), Tag.dd(of: [cells.value(value)]),
        ])
      }
    )
  }

  /// The members of one object.
  func record(_ members: [(column: String, value: Markup)]) -> Markup {
    Tag.dl(
      .class("record"),
      of: members.map { member in
        Tag.div(of: [
          Tag.dt(of: [.text(say.column(member.column))]), Tag.dd(of: [member.value]),
        ])
      }
    )
  }

  /// All members of an object that are no lists of objects.
  func record(_ json: JSON, without names: Set<String> = []) -> Markup {
    record(
      (json.members ?? []).filter { !names.contains($0.key) }.map {
        ($0.key, cells.cell($0.key, json))
      }
    )
  }
}
