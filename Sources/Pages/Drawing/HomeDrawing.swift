import Access
import VerbatimJSON

/// Draws the start page: what needs a person, and how the ledger is.
struct HomeDrawing: Sendable {
  let request: PageRequest

  private var say: Wording { request.say }
  private var cells: CellDrawing { CellDrawing(say: say) }
  private var person: PageTools.Person { request.person }

  func contents() async throws -> [Markup] {
    let status = try await request.read(request.question)
    let statistics = try await request.read("stats")
    return [
      Tag.h1(of: [.text(say("page.home"))]),
      attention(status, await proposals()),
      tiles(status, statistics),
      await headcount(),
      await operations(),
    ]
  }

  /// The proposals that wait for a decision or a review, for those who may read them.
  private func proposals() async -> [JSON] {
    guard person.may(.readProposals) else { return [] }
    let open = try? await request.read("proposals", with: [("open", "true")])
    return open?["items"]?.elements ?? []
  }

  private func attention(_ status: JSON, _ proposals: [JSON]) -> Markup {
    var items = proposals.map { proposal in
      let number = String(proposal["proposal"]?.integer ?? 0)
      return Tag.li(of: [
        Tag.a(
          .href(PagePath("proposals", number)),
          of: [.text(say("page.proposal.title", number))]
        ),
        .text(" "), cells.badge(proposal["state"]?.text ?? ""), .text(" "),
        .value(proposal["reason"]?.text ?? ""),
      ])
    }
    for batch in status["uncertain"]?.elements ?? [] {
      let rows = batch["rows"]?.integer ?? 0
      items.append(
        item(
          say("home.uncertain", String(rows)),
          "batches",
          batch["operation"]?.integer
        )
      )
    }
    for (member, key) in [("interrupted", "home.interrupted"), ("failed", "home.failed")] {
      for number in status[member]?.elements ?? [] {
        items.append(item(say(key), "operations", number.integer))
      }
    }
    for finding in status["findings"]?.elements ?? [] {
      items.append(item(finding))
    }
    if status["lastFetch"]?.integer == nil {
      items.append(Tag.li(of: [.text(say("home.neverFetched"))]))
    }
    return Tag.section(
      .class("attention"),
      of: [
        Tag.h2(of: [.text(say("home.attention"))]),
        items.isEmpty
          ? Tag.p(.class("calm"), of: [.text(say("home.calm"))])
          : Tag.ul(of: items),
      ]
    )
  }

  private func item(_ finding: JSON) -> Markup {
    let kind = finding["kind"]?.text ?? ""
    let count = finding["count"]?.integer.map { " (\($0))" } ?? ""
    return Tag.li(of: [
      .text(say("home.finding") + " "), .value(say.optional("finding.\(kind)") ?? kind),
      finding["field"]?.text.map { .many([.text(" "), Tag.code(of: [.value($0)])]) } ?? .none,
      .text(count),
    ])
  }

  private func item(_ text: String, _ page: String, _ number: Int64?) -> Markup {
    let number = String(number ?? 0)
    let link = Tag.a(
      .href(PagePath(page, number)),
      of: [.text(say(page == "batches" ? "cell.batch" : "cell.operation", number))]
    )
    return Tag.li(of: [link, .text(" " + text)])
  }

  private func tiles(_ status: JSON, _ statistics: JSON) -> Markup {
    let head = status["checkpoint"]
    let since = head?["entriesSince"]?.integer ?? 0
    let tiles: [(String, Markup, String)] = [
      (
        "home.lastFetch", status["finishedAt"]?.text.flatMap(cells.time) ?? cells.missing,
        age(status["ageSeconds"]?.integer)
      ),
      ("home.people", number(statistics["users"]), ""),
      ("home.cells", number(statistics["cells"]), ""),
      ("home.entries", number(statistics["entries"]), ""),
      (
        "home.head", number(head?["size"]),
        since == 0 ? say("home.headWhole") : say("home.headSince", String(since))
      ),
    ]
    return Tag.section(
      of: [
        Tag.h2(of: [.text(say("home.ledger"))]),
        Tag.dl(
          .class("tiles"),
          of: tiles.map { key, value, note in
            Tag.div(of: [
              Tag.dt(of: [.text(say(key))]), Tag.dd(of: [value]),
              note.isEmpty ? .none : Tag.dd(.class("note"), of: [.text(note)]),
            ])
          }
        ),
      ]
    )
  }

  private func number(_ json: JSON?) -> Markup {
    guard case .number(let digits)? = json else { return cells.missing }
    return .text(say.grouped(digits))
  }

  private func age(_ seconds: Int64?) -> String {
    guard let seconds else { return "" }
    switch seconds {
    case ..<3600: return say("age.minutes", String(seconds / 60))
    case ..<86_400: return say("age.hours", String(seconds / 3600))
    default: return say("age.days", String(seconds / 86_400))
    }
  }

  /// How many people there were; nothing if the report cannot be made now.
  private func headcount() async -> Markup {
    guard person.may(.readReports),
      let report = try? await request.read(
        "reports",
        "headcount",
        with: [("param", "from=today-90"), ("param", "every=7")]
      ), let rows = report["rows"]?.elements
    else { return .none }
    guard let chart = ChartDrawing(say: say).headcount(rows) else { return .none }
    return Tag.section(of: [
      Tag.h2(of: [.text(say("home.headcount"))]), chart,
      Tag.p(of: [
        Tag.a(.href(PagePath("reports", "headcount")), of: [.text(say("home.asReport"))])
      ]),
    ])
  }

  private func operations() async -> Markup {
    guard person.may(.readLog),
      let list = try? await request.read(
        "operations",
        with: [("latest-first", "true"), ("limit", "8")]
      ), let rows = list["items"]?.elements
    else { return .none }
    return Tag.section(of: [
      Tag.h2(of: [.text(say("home.operations"))]),
      ListDrawing(cells: cells).table(
        rows,
        ["operation", "kind", "status", "actor", "reason", "openedAt"],
        caption: say("home.operations")
      ),
    ])
  }
}
