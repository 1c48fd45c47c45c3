import VerbatimJSON

/// Draws a plan: what would be written, and what would not, and why.
struct PlanDrawing: Sendable {
  let cells: CellDrawing

  private var say: Wording { cells.say }
  private var list: ListDrawing { ListDrawing(cells: cells) }

  /// The largest number of rows of each table; the JSON has all.
  private static let most = 2_000

  /// The members that columns show under other names.
  private static let members = [
    "person": "user", "because": "reason", "change": "to", "place": "at",
  ]

  func contents(_ plan: JSON) -> [Markup] {
    let changes = (plan["changes"]?.elements ?? []).filter { $0["action"]?.text != "unchanged" }
    return [
      tiles(plan),
      part("refused.rows", plan["refused"], ["place", "person", "field", "why"]),
      notWritten(plan),
      part(
        "changes",
        .array(changes),
        ["person", "field", "change", "action", "reversibility", "because"]
      ),
      cleaned(plan),
    ]
  }

  /// What a rollback, a retry or a replay leaves alone or cannot write.
  ///
  /// - Parameter result: A plan, or the result of a job.
  /// - Returns: Tables; nothing if there is nothing of the kind.
  func notWritten(_ result: JSON) -> Markup {
    .many([
      part("leftAlone", result["leftAlone"], ["person", "field", "why", "by"]),
      part("impossible", result["impossible"], ["person", "field", "why"]),
      part("assumed", result["assumed"], ["person", "field", "lastKnown"]),
    ])
  }

  private func tiles(_ plan: JSON) -> Markup {
    let counts = plan["counts"]
    let minutes = plan["minutes"].flatMap { json -> String? in
      guard case .number(let digits) = json, let minutes = Double(digits) else { return nil }
      return minutes < 1
        ? say("plan.underMinute") : say("plan.minutes", String(Int(minutes.rounded(.up))))
    }
    return Tag.section(of: [
      list.tiles(
        [
          ("planned", plan["users"]), ("set", counts?["set"]), ("clear", counts?["clear"]),
          ("append", counts?["append"]), ("unchanged", counts?["unchanged"]),
          ("calls", plan["calls"]), ("minutes", .optional(minutes)),
        ]
      )
    ])
  }

  private func part(_ name: String, _ rows: JSON?, _ columns: [String]) -> Markup {
    guard let rows = rows?.elements, !rows.isEmpty else { return .none }
    // A column that no row has anything in says nothing.
    let shown = columns.filter { column in
      let member = Self.members[column] ?? column
      return rows.contains { $0[member] ?? .null != .null }
    }
    let title = say("plan.\(name)", say.grouped(String(rows.count)))
    return .many([
      Tag.h2(of: [.text(title)]),
      rows.count > Self.most
        ? Tag.p(.class("note"), of: [.text(say("plan.cut", String(Self.most)))]) : .none,
      list.table(Array(rows.prefix(Self.most)), shown, caption: title),
    ])
  }

  private func cleaned(_ plan: JSON) -> Markup {
    guard let rows = plan["cleaned"]?.elements, !rows.isEmpty else { return .none }
    let title = say("plan.cleaned", say.grouped(String(rows.count)))
    return Tag.details(
      .class("steady"),
      of: [
        Tag.summary(of: [.text(title)]),
        list.table(
          Array(rows.prefix(Self.most)),
          ["place", "was", "text", "steps"],
          caption: title
        ),
      ]
    )
  }
}
