import Access
import VerbatimJSON
import WebServer

/// What is known of one person.
extension PageDrawing {
  /// Their cells, by the groups of the system's catalog.
  func sheet() async throws -> [Markup] {
    let (rows, entry) = try await all()
    let cells = CellDrawing(say: say, asOf: request.asOf, hasLinks: !request.page.isOwn)
    var sections: [Markup] = []
    var start = rows.startIndex
    while start < rows.endIndex {
      let group = rows[start]["groupName"]?.text
      let end = rows[start...].firstIndex { $0["groupName"]?.text != group } ?? rows.endIndex
      sections.append(section(group, Array(rows[start..<end]), cells))
      start = end
    }
    return try await personHeading(rows) + [
      await personActs(),
      FormDrawing(say: say).form(request), toolbar(asOf: entry),
    ] + sections + [
      evidence(["user", "system"].map { ($0, request.values[$0] ?? "") }), erasure(),
    ]
  }

  private func section(_ group: String?, _ rows: [JSON], _ cells: CellDrawing) -> Markup {
    let shown = rows.map { row in
      Tag.div(of: [
        Tag.dt(of: [cells.cell("field", row)]),
        Tag.dd(of: [
          cells.cell("value", row),
          row["source"]?.text == "written" ? cells.badge("written") : .none,
          row["certainty"]?.text.map(cells.badge) ?? .none,
          reveal(row), edit(row),
          Tag.small(.class("since"), of: since(row, cells)),
        ]),
      ])
    }
    return Tag.section(of: [
      Tag.h2(of: [group.map(Markup.value) ?? .text(say("person.ungrouped"))]),
      Tag.dl(.class("record"), of: shown),
    ])
  }

  /// The link to the form with which a masked value is revealed.
  private func reveal(_ row: JSON) -> Markup {
    guard row["masked"]?.boolean == true, request.person.may(.reveal),
      let field = row["field"]?.text
    else { return .none }
    let path = PagesHandler.revealPage(request.values, field: field, asOf: request.asOf)
    return link(path, "reveal.link", row)
  }

  /// The link to the form that changes a value; those of detail groups are changed by a table.
  private func edit(_ row: JSON) -> Markup {
    guard request.person.may(.push), !request.page.isOwn, request.asOf.isEmpty,
      row["item"]?.integer == 0, let field = row["field"]?.text
    else { return .none }
    let path = PagePath(
      "people",
      request.values["system"] ?? "",
      request.values["user"] ?? "",
      "edit",
      with: [("field", field)]
    )
    return link(path, "edit.link", row)
  }

  /// A link beside a value, which says of which field it is to readers who do not see the page.
  private func link(_ path: PagePath, _ key: String, _ row: JSON) -> Markup {
    let name = row["fieldName"]?.text ?? row["field"]?.text ?? ""
    return .many([
      .text(" "),
      Tag.a(
        .href(path),
        .class("reveal"),
        .text(.label, say(key + ".of", name)),
        of: [.text(say(key))]
      ),
    ])
  }

  private func since(_ row: JSON, _ cells: CellDrawing) -> [Markup] {
    guard let since = row["since"]?.text, let time = cells.time(since) else { return [] }
    return [.text(say("person.since") + " "), time]
  }

  /// What is shown of each content that a cell had.
  static let contentColumns = [
    "value", "recordedAt", "possibleFrom", "certainFrom", "by", "operation",
  ]

  /// The values that their cells had, by field, in the order of the log.
  func timeline() async throws -> [Markup] {
    let (rows, entry) = try await all()
    let cells = CellDrawing(say: say, asOf: request.asOf, hasLinks: !request.page.isOwn)
    let list = ListDrawing(cells: cells)
    var order: [String] = []
    var byField: [String: [JSON]] = [:]
    for row in rows {
      let key = (row["field"]?.text ?? row["group"]?.text ?? "") + " \(row["item"]?.integer ?? 0)"
      if byField[key] == nil { order.append(key) }
      byField[key, default: []].append(row)
    }
    // What changed is what a reader looks for.
    let changed = order.filter { (byField[$0]?.count ?? 0) > 1 }
    let steady = order.filter { (byField[$0]?.count ?? 0) == 1 }
    let columns = Self.contentColumns
    let sections = changed.map { key in
      let rows = byField[key] ?? []
      return Tag.section(of: [
        Tag.h2(of: [cells.cell("field", rows[0])]),
        list.table(
          rows,
          columns,
          caption: rows[0]["fieldName"]?.text ?? key,
          isOfValue: true
        ),
      ])
    }
    let rest = Tag.details(
      .class("steady"),
      of: [
        Tag.summary(of: [.text(say("person.steady", String(steady.count)))]),
        list.table(
          steady.flatMap { byField[$0] ?? [] },
          ["field"] + columns,
          caption: say("person.steady", String(steady.count))
        ),
      ]
    )
    return try await personHeading(rows) + [
      FormDrawing(say: say).form(request), toolbar(asOf: entry),
    ]
      + (changed.isEmpty
        ? [Tag.p(.class("nothing"), of: [.text(say("person.unchanged"))])] : sections) + [rest]
  }

  /// All rows of the question, part by part.
  func all() async throws -> (rows: [JSON], entry: JSON?) {
    var rows: [JSON] = []
    var entry: JSON?
    var next: PagePath? = request.question.with("limit", "1000")
    while let path = next {
      let part = try await request.read(path)
      rows += part["items"]?.elements ?? []
      entry = part["asOf"]
      next = part["next"]?.text.flatMap(request.parameters(ofTarget:)).map {
        PagePath(path.segments, $0)
      }
    }
    return (rows, entry)
  }

  /// Who looked at them.
  func looked(_ columns: [String]) async throws -> [Markup] {
    let (rows, part) = try await part()
    return try await personHeading(rows) + [
      Tag.p(of: [.text(say("looked.what"))]), FormDrawing(say: say).form(request),
      toolbar(asOf: part["asOf"]), await table(rows, columns), pager(part),
    ]
  }

  /// The links between the pages about a person.
  private func tabs(_ tabs: [(title: String, path: [String])]) -> Markup {
    let links = tabs.map { title, path in
      let path = PagePath(path, request.address.query.filter { $0.name == "as-of" })
      let isHere = request.page.title == title
      return Tag.li(of: [
        .element(
          .a,
          [.href(path)] + (isHere ? [.text(.current, "page")] : []),
          [.text(say(title))]
        )
      ])
    }
    return Tag.nav(.class("tabs"), .text(.label, say("person.pages")), of: [Tag.ul(of: links)])
  }

  private var ownHeading: [Markup] {
    [
      Tag.h1(of: [.text(say(request.page.title))]), Tag.p(of: [.text(say("own.what"))]),
      tabs([
        ("page.ownRecord", ["me", "record"]), ("page.ownHistory", ["me", "history"]),
        ("page.ownAccesses", ["me", "accesses"]),
      ]),
    ]
  }

  /// The person's name, and the links between the pages about them.
  func personHeading(_ rows: [JSON]) async throws -> [Markup] {
    guard !request.page.isOwn else { return ownHeading }
    let system = request.values["system"] ?? ""
    let user = request.values["user"] ?? ""
    let people = try? await request.read(
      "people",
      with: [("q", user), ("system", system), ("include-left", "true")] + request.asOf
    )
    let person = people?["items"]?.elements?.first {
      $0["user"]?.text.map { $0.utf8.elementsEqual(user.utf8) } ?? false
    }
    let holds = request.person.may(.readLog) ? await holds() : nil
    let isHeld = holds?.isEmpty == false
    let base = Array(request.address.segments.prefix(3))
    var pages = [("page.person", base), ("page.history", base + ["history"])]
    pages.append(("page.blame", base + ["blame"]))
    if request.person.may(.readLog) { pages.append(("page.lookedAt", base + ["accesses"])) }
    let facts = [say.word(system), user, person?["jobNumber"]?.text].compactMap { $0 }
    return [
      Tag.h1(of: [
        .value(person?["person"]?.text ?? user),
        person?["hasLeft"]?.boolean == true ? CellDrawing(say: say).badge("left") : .none,
        isHeld ? CellDrawing(say: say).badge("held") : .none,
      ]),
      Tag.p(.class("facts"), of: [.value(facts.joined(separator: " · "))]),
      tabs(pages),
    ]
  }
}
