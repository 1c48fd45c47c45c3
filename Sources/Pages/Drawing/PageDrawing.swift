import VerbatimJSON
import WebServer

/// Draws a page of the table from the responses of the API.
struct PageDrawing: Sendable {
  let request: PageRequest

  var say: Wording { request.say }

  /// What is in `<main>`.
  ///
  /// - Throws: ``Problem`` if the API refuses.
  func contents() async throws -> [Markup] { [past] + (try await body()) }

  private func body() async throws -> [Markup] {
    switch request.page.drawing {
    case .home: return try await HomeDrawing(request: request).contents()
    case .proof: return try await ProofDrawing(request: request).contents()
    case .settings:
      let settings = try await request.read(request.question)
      return heading() + [toolbar()] + SettingsDrawing(say: say).contents(settings)
    case .report: return try await ReportDrawing(request: request).contents()
    case .reports: return try await reports()
    case .record(let rows): return try await record(rows)
    case .operation(let columns): return try await operation(columns)
    case .receipt: return try await receipt()
    case .list(let columns): return try await list { await [table($0, columns)] }
    case .changes(let columns):
      return try await list { rows in
        let cells = await cells(for: rows)
        return [ChartDrawing(say: say).changes(by: rows)]
          + (await ChangesDrawing(request: request, cells: cells).groups(rows, columns))
      }
    case .looked(let columns): return try await looked(columns)
    case .sheet: return try await sheet()
    case .timeline: return try await timeline()
    case .jobs(let columns):
      let rows = try await part().rows
      return heading() + [toolbar(), await table(rows, columns)]
    case .proposal:
      let proposal = try await request.read(request.question)
      return heading(say("page.proposal.title", request.values["proposal"] ?? "")) + [
        acts(ofProposal: proposal), toolbar(),
      ] + ProposalDrawing(say: say).contents(proposal)
    // The handler draws a job, which may have to be read again, and sends a file as it is.
    case .job, .archive: return []
    }
  }

  // MARK: - Lists

  private func list(_ drawing: ([JSON]) async -> [Markup]) async throws -> [Markup] {
    let form = FormDrawing(say: say).form(request)
    let isAsked = request.page.filters.allSatisfy { !$0.isRequired || request[$0.name] != nil }
    guard isAsked else { return heading() + [form] }
    let (rows, part) = try await part()
    let isOfPerson = request.values["user"] != nil
    return (isOfPerson ? try await personHeading(rows) : heading()) + [
      acts(), form, toolbar(asOf: part["asOf"]),
    ] + (rows.isEmpty ? [nothing] : await drawing(rows)) + [pager(part)]
  }

  /// What is said instead of a list without rows.
  private var nothing: Markup {
    let isFiltered = request.address.query.contains { !["as-of", "since"].contains($0.name) }
    let text = say(isFiltered ? "list.nothing.filtered" : "list.nothing")
    return Tag.p(.class("nothing"), of: [.text(text)])
  }

  /// A part of the list: its rows, and all of it.
  func part() async throws -> (rows: [JSON], part: JSON) {
    let part = try await request.read(request.question)
    return (part["items"]?.elements ?? [], part)
  }

  func table(_ rows: [JSON], _ columns: [String]) async -> Markup {
    ListDrawing(cells: await cells(for: rows)).table(
      rows,
      columns,
      caption: say(request.page.title)
    )
  }

  /// The drawing of cells, with the names of the people in some rows.
  private func cells(for rows: [JSON]) async -> CellDrawing {
    CellDrawing(
      say: say,
      names: await request.names(in: rows),
      system: request["system"] ?? "dingtalk",
      asOf: request.asOf,
      hasLinks: !request.page.isOwn
    )
  }

  private func operation(_ columns: [String]) async throws -> [Markup] {
    let number = request.values["operation"] ?? ""
    let found = try await request.read("operations", with: [("operation", number)])
    guard let operation = found["items"]?.elements?.first else {
      throw Problem(404, "operationUnknown", "The ledger has no operation \(number).")
    }
    let (rows, part) = try await part()
    let cells = await cells(for: rows)
    let list = ListDrawing(cells: cells)
    return heading(say("page.operation.title", number)) + [
      list.record(operation, without: ["operation"]), toolbar(asOf: part["asOf"]),
      Tag.h2(of: [.text(say("page.entries"))]),
      list.table(rows, columns, caption: say("page.entries")), pager(part),
      evidence([("batch", number)]),
    ]
  }

  private func reports() async throws -> [Markup] {
    let rows = try await part().rows
    let items = rows.map { row in
      let name = row["name"]?.text ?? ""
      let title = say.half(ofBoth: row["title"]?.text ?? name)
      return Tag.li(of: [
        Tag.a(.href(PagePath("reports", name)), of: [.value(title)]),
        Tag.p(of: [
          .value(say.language == .en ? row["question"]?.text ?? "" : say("report.\(name)"))
        ]),
      ])
    }
    return heading() + [toolbar(), Tag.ul(.class("shelf"), of: items)]
  }

  // MARK: - Single things

  private func record(_ columns: [String]) async throws -> [Markup] {
    let json = try await request.read(request.question)
    let rows = json["rows"]?.elements ?? []
    let cells = CellDrawing(
      say: say,
      names: await request.names(in: rows),
      system: json["system"]?.text ?? "dingtalk"
    )
    let list = ListDrawing(cells: cells)
    return heading(say("page.batch.title", request.values["batch"] ?? "")) + [
      rolledBack(json), acts(ofBatch: json), toolbar(),
      list.record(json, without: ["rows"]),
      ChartDrawing(say: say).outcomes(of: rows),
      Tag.h2(of: [.text(say("page.rows"))]),
      list.table(rows, columns, caption: say("page.rows")),
      evidence([("batch", request.values["batch"] ?? "")]),
    ]
  }

  /// That a batch was rolled back, and by which.
  private func rolledBack(_ batch: JSON) -> Markup {
    let rollbacks = (batch["followUps"]?.elements ?? []).filter { $0["kind"]?.text == "rollback" }
    guard !rollbacks.isEmpty else { return .none }
    let links = rollbacks.map { row in
      let number = String(row["operation"]?.integer ?? 0)
      return link(PagePath("batches", number), say("cell.batch", number) + " ")
    }
    return Tag.p(.class("alert"), of: [.text(say("batch.rolledBack") + " ")] + links)
  }

  private func receipt() async throws -> [Markup] {
    let receipt = try await request.read(request.question)
    let list = ListDrawing(cells: CellDrawing(say: say))
    let counts = ["values", "texts", "unions", "users"]
    return heading(say("page.erasure.title", request.values["erasure"] ?? "")) + [
      toolbar(), list.tiles(counts.map { ("erased.\($0)", receipt[$0]) }),
      list.record(
        ["entry", "recordedAt", "root", "leafHash"].map { name in
          (name, list.cells.value(receipt[name] ?? .null))
        }
      ),
      Tag.p(of: [
        .text(say(receipt["checkpoint"]?.text == nil ? "receipt.unsigned" : "receipt.signed"))
      ]),
      evidence([("entry", request.values["erasure"] ?? "")]),
    ]
  }

  // MARK: - What several have

  /// That the page shows the past, and the way back to now.
  private var past: Markup {
    guard let moment = request.asOf.first?.1 else { return .none }
    return Tag.p(
      .class("past"),
      of: [
        .value(say("frame.past", say.moment(moment)) + " "),
        link(request.address.without(["as-of", "cursor"]), say("frame.now")),
      ]
    )
  }

  func heading(_ text: String? = nil) -> [Markup] {
    let lead = say.optional(request.page.title + ".what")
    return [
      Tag.h1(of: [.text(text ?? say(request.page.title))]),
      lead.map { Tag.p(.class("note"), of: [.text($0)] + others) } ?? .none,
    ]
  }

  /// The links to pages that count another thing that is similar, and another.
  private var others: [Markup] {
    request.page.others.map {
      .many([.text(" "), link(PagePath($0), say("also.\($0.last ?? "")"))])
    }
  }

  /// The links to the same thing in other forms.
  func toolbar(asOf entry: JSON? = nil) -> Markup {
    var links: [Markup] = []
    if let entry = entry?.integer, request.page.isPlaced {
      let path = request.address.without(["cursor"]).with("as-of", "entry:\(entry)")
      links.append(link(path, say("tool.permalink", String(entry))))
    }
    let whole = request.address.without(["cursor", "limit"])
    links.append(link(whole.with("format", "json"), say("tool.json")))
    if request.page.hasTable {
      links.append(link(whole.with("format", "csv"), say("tool.csv")))
      links.append(link(whole.with("format", "excel"), say("tool.excel")))
    }
    return Tag.p(.class("toolbar"), of: links)
  }

  func link(_ path: PagePath, _ text: String) -> Markup {
    Tag.a(.href(path), of: [.text(text)])
  }

  /// The link to the next part of a list; it is read as of the same entry.
  func pager(_ part: JSON) -> Markup {
    guard let next = request.nextAddress(part["next"]) else { return .none }
    return Tag.p(.class("pager"), of: [link(next, say("list.next"))])
  }
}
