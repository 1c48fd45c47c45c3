import Access
import VerbatimJSON

/// Draws a job: how far it is, how it ended, and where its result is.
struct JobDrawing: Sendable {
  let request: PageRequest
  /// The token of the session.
  let token: String
  /// The identifier of the plan that it carries out; nil if that is not kept.
  let plan: String?

  private var say: Wording { request.say }
  private var cells: CellDrawing { CellDrawing(say: say) }

  /// The jobs whose operation is a batch.
  private static let batches: Set = ["push", "rollBack", "retry", "replay", "apply"]
  /// What may be done to stop a job of a kind.
  private static let permissions: [String: Permission] = [
    "push": .push, "rollBack": .push, "retry": .push, "replay": .push, "settle": .settle,
    "plan": .plan, "planRollback": .plan, "planRetry": .plan, "planReplay": .plan,
    "apply": .push, "approve": .approve, "decline": .approve, "review": .approve,
    "withdraw": .push, "rehearse": .plan, "erase": .erase, "planErasure": .erase, "hold": .hold,
    "release": .hold, "verify": .verify,
  ]

  func contents(_ job: JSON) async -> [Markup] {
    let kind = job["kind"]?.text ?? ""
    let head = [
      Tag.h1(of: [.text(say("page.job.title", say.word(kind))), cells.cell("state", job)]),
      await SubjectDrawing(request: request).linkOfJob(),
      ListDrawing(cells: cells).record(
        ["actor", "startedAt", "endedAt"].filter { job[$0]?.text != nil }
          .map { ($0, cells.cell($0, job)) }
      ),
    ]
    guard job["endedAt"]?.text != nil else {
      return head + [progress(job), stop(job)]
    }
    let attention =
      job["state"]?.text == "attention" && job["problem"]?["name"] == nil
      ? Tag.p(.class("alert"), of: [.text(say("job.attention"))]) : .none
    // Of a verification, the page says all by itself.
    let notes = job["result"]?["verdict"] == nil ? notes(job) : .none
    return head + [problem(job), attention, await result(job, kind), notes]
  }

  // MARK: - Under way

  /// How far it is; the page is read again every two seconds.
  func progress(_ job: JSON) -> Markup {
    let (done, total) = (job["progress"]?["done"]?.integer, job["progress"]?["of"]?.integer)
    var attributes: [Attribute] = [.text(.label, say("job.progress"))]
    var words = say("job.running")
    if let done, let total, total > 0 {
      attributes += [.text(.value, String(min(done, total))), .text(.max, String(total))]
      words = say("job.doneOf", say.grouped(String(done)), say.grouped(String(total)))
    } else if let done {
      words = say("job.done", say.grouped(String(done)))
    }
    return Tag.section(
      .text(.role, "status"),
      of: [
        .element(.progress, attributes, []), Tag.p(of: [.text(words)]),
        Tag.p(.class("note"), of: [.text(say("job.refreshes"))]),
      ]
    )
  }

  private func stop(_ job: JSON) -> Markup {
    let permission = Self.permissions[job["kind"]?.text ?? ""] ?? .fetch
    guard request.person.may(permission), job["state"]?.text == "running",
      let id = job["job"]?.text
    else { return .none }
    return acts([(PagePath("jobs", id, "stop"), "action.stop")])
  }

  private func acts(_ links: [(path: PagePath, key: String)]) -> Markup {
    guard !links.isEmpty else { return .none }
    return Tag.p(
      .class("acts"),
      of: links.map { Tag.a(.href($0.path), of: [.text(say($0.key))]) }
    )
  }

  // MARK: - Ended

  /// Why it did not do what it was to do; nothing if it did.
  func problem(_ job: JSON) -> Markup {
    guard let name = job["problem"]?["name"]?.text else { return .none }
    // Another plan of a file that cannot be read is no other one.
    let again = plan.flatMap { name.hasPrefix("changeFile") ? nil : $0 }.map { id in
      Tag.form(
        .post,
        .action(PagePath("plans", id, "again")),
        of: [
          Tag.hidden("token", token),
          Tag.p(
            .class("buttons"),
            of: [Tag.button(.text(.type, "submit"), of: [.text(say("plan.again"))])]
          ),
        ]
      )
    }
    return Tag.section(
      .class("failed"),
      .text(.role, "alert"),
      of: [Tag.h2(of: [.text(say("job.problem"))])]
        + say.explanation(name, job["problem"]?["detail"]?.text ?? "")
        + [
          Tag.p(
            .class("facts"),
            of: [.text(say("problem.name") + " "), Tag.code(of: [.value(name)])]
          ),
          again ?? .none,
          name == "signInTooOld"
            ? Tag.p(of: [
              Tag.a(
                .href(PagePath("sign-in", with: [("to", PagePath("proposals").text)])),
                of: [.text(say("signIn.again"))]
              )
            ]) : .none,
        ]
    )
  }

  private func result(_ job: JSON, _ kind: String) async -> Markup {
    guard let result = job["result"], result != .null else { return .none }
    if result["changes"] != nil {
      let cells = CellDrawing(say: say, system: result["system"]?.text ?? "")
      return .many(PlanDrawing(cells: cells).contents(result))
    }
    if kind == "planErasure" {
      var cells = cells
      cells.names = await request.names(in: result.elements ?? [])
      return .many(ErasureDrawing(cells: cells).contents(result.elements ?? [], fields: nil))
    }
    if let receipts = result.elements { return erased(receipts) }
    if Self.batches.contains(kind), result["operation"]?.integer == nil, result["proposal"] == nil {
      return job["problem"]?["name"] == nil ? Tag.p(of: [.text(say("job.nothing"))]) : .none
    }
    if result["verdict"] != nil { return verification(result) }
    let members = (result.members ?? []).filter { member in
      switch member.value {
      case .number: !["operation", "parent", "seconds", "proposal", "batch"].contains(member.key)
      default: false
      }
    }
    var cells = cells
    let rows = ["leftAlone", "impossible", "assumed"].flatMap { result[$0]?.elements ?? [] }
    cells.names = await request.names(in: rows)
    let tiles = members.map { ($0.key, $0.value as JSON?) }
    return .many([
      Tag.section(of: [
        Tag.h2(of: [.text(say("job.result"))]),
        tiles.isEmpty ? .none : ListDrawing(cells: cells).tiles(tiles), outcome(result, kind),
      ]),
      PlanDrawing(cells: cells).notWritten(result),
    ])
  }

  /// What an erasure took, by its receipts.
  private func erased(_ receipts: [JSON]) -> Markup {
    let sums = ["values", "texts", "unions"].map { name in
      (
        "erased.\(name)",
        JSON.integer(receipts.compactMap { $0[name]?.integer }.reduce(0, +)) as JSON?
      )
    }
    let entries = receipts.compactMap { $0["entry"]?.integer.map(String.init) }
    let links = entries.map { entry in
      (PagePath("erasures", entry), say("page.erasure.title", entry))
    }
    return Tag.section(of: [
      Tag.h2(of: [.text(say("job.result"))]),
      receipts.isEmpty ? Tag.p(of: [.text(say("erasure.done"))]) : .none,
      receipts.isEmpty ? .none : ListDrawing(cells: cells).tiles(sums),
      Tag.ul(of: links.map { Tag.li(of: [Tag.a(.href($0), of: [.text($1)])]) }),
    ])
  }

  /// The columns of numbers that elsewhere are something else.
  private static let columns = ["entries": "remade", "after": "lookedAfter"]

  /// What a verification found.
  private func verification(_ result: JSON) -> Markup {
    let list = ListDrawing(cells: cells)
    let verdict = result["verdict"]?.text ?? ""
    let findings = result["findings"]?.elements ?? []
    let numbers = ["size", "after", "entries", "values", "checkpoints", "vouchedFor"]
    return .many([
      Tag.section(of: [
        Tag.h2(of: [.text(say("job.result"))]),
        Tag.p(of: [
          cells.badge(verdict), .text(" "), .text(say.optional("verdict.\(verdict)") ?? ""),
        ]),
        list.tiles(numbers.map { (Self.columns[$0] ?? $0, result[$0]) }),
      ]),
      findings.isEmpty
        ? .none
        : .many([
          Tag.h2(of: [.text(say("proof.findings"))]),
          list.table(
            findings,
            ["damage", "entry", "user", "field"],
            caption: say("proof.findings")
          ),
        ]),
    ])
  }

  /// Where the result is, and what to do next.
  private func outcome(_ result: JSON, _ kind: String) -> Markup {
    if kind == "rehearse" { return Tag.p(of: [.text(say("job.rehearsed"))]) }
    let did = say.optional("job.did.\(kind)").map { Tag.p(of: [.text($0)]) } ?? .none
    if let number = result["proposal"]?.integer {
      let isNew = Self.batches.contains(kind) || ["erase", "release"].contains(kind)
      return .many([
        isNew ? Tag.p(.class("alert"), of: [.text(say("job.proposed"))]) : .none,
        acts([(PagePath("proposals", String(number)), "job.toProposal")]),
      ])
    }
    guard let operation = result["operation"]?.integer else { return .none }
    let number = String(operation)
    guard Self.batches.contains(kind), result["recorded"] == nil else {
      return .many([did, acts([(PagePath("operations", number), "job.toOperation")])])
    }
    var links = [(PagePath("batches", number), "job.toBatch")]
    let count = { (name: String) in result[name]?.integer ?? 0 }
    if let plan { links.append((PagePath("plans", plan), "job.toPlan")) }
    if count("uncertain") > 0, request.person.may(.settle) {
      links.append((PagePath("batches", number, "settle"), "action.settle"))
    }
    if count("rejected") + count("notSent") > 0, request.person.may(.push) {
      links.append((PagePath("batches", number, "retry"), "action.retry"))
    }
    return acts(links)
  }

  /// What the command noted, in the language of the page; what has no text in it is apart.
  func notes(_ job: JSON) -> Markup {
    let notes = (job["notes"]?.elements?.compactMap(\.text) ?? []).filter(Self.isOwn).prefix(200)
    let said = notes.map { (note: $0, words: say.said($0)) }
    let known = said.compactMap(\.words)
    let others = said.filter { $0.words == nil }.map(\.note)
    return .many([
      lines("job.notes", known.map { Tag.div(of: [.value($0)]) }),
      Tag.div(
        .text(.lang, "en"),
        of: [lines("job.otherNotes", others.map { Tag.div(of: [.value($0)]) })]
      ),
    ])
  }

  private func lines(_ title: String, _ lines: [Markup]) -> Markup {
    guard !lines.isEmpty else { return .none }
    return Tag.details(
      .class("steady"),
      of: [
        Tag.summary(.text(.lang, say.language.tag), of: [.text(say(title, String(lines.count)))]),
        Tag.div(.class("notes"), of: lines),
      ]
    )
  }

  /// Whether a note says what the page does not show by itself: tables and their counts are on it.
  private static func isOwn(_ note: String) -> Bool {
    let isOfTable = note.contains("  ") || note.hasPrefix("--") || note.hasPrefix("- ")
    let isCount = note.firstMatch(of: /^([0-9]+ rows?$|[0-9]+ (person|people): |Refused \()/) != nil
    return !isOfTable && !isCount
  }
}
