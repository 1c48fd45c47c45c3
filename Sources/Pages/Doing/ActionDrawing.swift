import VerbatimJSON
import WebServer

/// Draws the form of an action, and its plan with the button that carries it out.
struct ActionDrawing: Sendable {
  let request: PageRequest
  let action: PageAction
  /// The token of the session.
  let token: String
  /// How long ago the person signed in.
  var age: Duration = .zero

  private var say: Wording { request.say }

  // MARK: - The form

  /// The page with the form.
  ///
  /// - Parameters:
  ///   - texts: What was entered before.
  ///   - missing: The names of the required fields that were left empty.
  ///   - kept: The identifier of the plan that is to be changed, and the name of its file.
  ///   - key: The key with which it is carried out, once.
  /// - Returns: What is in `<main>`.
  func form(
    _ texts: [String: String],
    missing: [String],
    kept: (plan: String, file: String?)? = nil,
    key: String
  ) async -> [Markup] {
    let rare = action.fields.filter(\.isRare)
    let proposal = await proposal()
    if let proposal, isTooOld(for: proposal) { return await signInAgain() }
    var texts = texts
    texts["digest"] = texts["digest"] ?? proposal?["digest"]?.text
    let fields = action.fields.filter { !$0.isRare }.map { [texts] in
      field($0, texts, keptFile: kept?.file)
    }
    let more = Tag.details(
      .class("more"),
      of: [Tag.summary(of: [.text(say("action.more"))])] + rare.map { [texts] in field($0, texts) }
    )
    let title = title(proposal)
    let button =
      action.plans != nil
      ? say("action.plan") : proposal == nil ? say("action.\(action.name).do") : title
    var attributes: [Attribute] = [.class("do"), .post, .action(address)]
    if action.hasFile { attributes.append(.multipart) }
    let form = Markup.element(
      .form,
      attributes,
      [
        Tag.hidden("token", token), Tag.hidden("key", key),
        kept.map { Tag.hidden("plan", $0.plan) } ?? .none,
      ] + fields + [rare.isEmpty ? .none : more]
        + [buttons(button)]
    )
    return [
      Tag.h1(of: [.text(title)]), await subject(),
      Tag.p(.class("question"), of: [.text(say("action.\(action.name).what"))]),
      missing.isEmpty
        ? .none
        : Tag.p(
          .class("alert"),
          .text(.role, "alert"),
          of: [
            .text(say("action.missing", say.listed(missing.map(label))))
          ]
        ),
      proposal.map { ProposalDrawing(say: say).summary($0) } ?? .none,
      Tag.section(.class("form"), of: [form]),
    ] + (proposal.map { ProposalDrawing(say: say).plan($0) } ?? [])
  }

  /// What is done; of a proposal, with what it proposes.
  private func title(_ proposal: JSON?) -> String {
    let name = say("action.\(action.name)")
    return proposal?["kind"]?.text.map { say("action.of", name, say.word($0)) } ?? name
  }

  /// Whether the person must sign in again before this is done with a proposal.
  private func isTooOld(for proposal: JSON) -> Bool {
    guard ["approve", "review", "emergency"].contains(action.name),
      let fresh = proposal["freshSeconds"]?.integer
    else { return false }
    return age > .seconds(fresh)
  }

  /// The way to sign in again, which leads back here.
  private func signInAgain() async -> [Markup] {
    [
      Tag.h1(of: [.text(say("action.\(action.name)"))]), await subject(),
      Tag.p(.class("alert"), .text(.role, "alert"), of: [.text(say("problem.signInTooOld"))]),
      Tag.p(
        .class("acts"),
        of: [
          Tag.a(
            .href(PagePath("sign-in", with: [("to", address.text)])),
            of: [.text(say("signIn.again"))]
          )
        ]
      ),
    ]
  }

  /// The proposal that is decided about; nil if the action is about none, or it cannot be read.
  private func proposal() async -> JSON? {
    guard let number = request.values["proposal"] else { return nil }
    return try? await request.read("proposals", number)
  }

  private var address: PagePath { PagePath(action.path.filled(request.values)) }

  /// What the action is about, as a link.
  private func subject() async -> Markup {
    await SubjectDrawing(request: request).link(request.values)
  }

  private func buttons(_ text: String) -> Markup {
    let parent = Array(address.segments.dropLast())
    let back = PagePath(PageTable.page(at: parent) == nil ? [] : parent)
    return Tag.p(
      .class("buttons"),
      of: [
        Tag.button(.text(.type, "submit"), of: [.text(text)]),
        Tag.a(.href(back), of: [.text(say("action.cancel"))]),
      ]
    )
  }

  private func label(_ name: String) -> String {
    say.optional("field.\(action.name).\(name)") ?? say("field.\(name)")
  }

  private func field(
    _ field: PageAction.Field,
    _ texts: [String: String],
    keptFile: String? = nil
  ) -> Markup {
    let value = texts[field.name] ?? ""
    let label = label(field.name)
    let required: [Attribute] = field.isRequired ? [.required] : []
    switch field.kind {
    case .table: return table(keptFile)
    case .made: return .none
    case .digest: return Tag.hidden(field.name, value)
    case .flag:
      return FormDrawing(say: say).flag(field.name, label, isSet: value == "true")
    case .choice(let names):
      return FormDrawing(say: say).choice(field.name, label, names, value)
    case .text, .texts, .number:
      let isNumber = if case .number = field.kind { true } else { false }
      return Tag.label(of: [
        Tag.span(of: [.text(label), .text(field.isRequired ? say("field.required") : "")]),
        .element(
          .input,
          [
            .text(.type, "text"), .text(.name, field.name), .text(.value, value),
            .text(.autocomplete, "off"), .text(.inputmode, isNumber ? "numeric" : "text"),
            .text(.placeholder, say.optional("hint.\(field.name)") ?? ""),
          ] + required,
          []
        ),
      ])
    }
  }

  private func table(_ keptFile: String?) -> Markup {
    .many([
      keptFile.map { file in
        Tag.p(.class("note"), of: [.text(say("field.file.kept") + " "), .value(file)])
      } ?? .none,
      Tag.label(of: [
        Tag.span(of: [.text(say("field.file")), .text(say("field.file.forms"))]),
        Tag.input(
          .text(.type, "file"),
          .text(.name, "file"),
          .text(.accept, ".csv,.txt,.tsv,.xlsx,.json,.jsonl")
        ),
      ]),
      Tag.label(of: [
        Tag.span(of: [.text(say("field.pasted"))]),
        Tag.textarea(
          .text(.name, "pasted"),
          .text(.rows, "6"),
          .text(.placeholder, say("hint.pasted"))
        ),
      ]),
      Tag.p(.class("note"), of: [.text(say("action.push.table"))]),
    ])
  }

  // MARK: - The plan

  /// The page of a plan.
  ///
  /// - Parameters:
  ///   - draft: What was entered.
  ///   - id: The identifier of the draft.
  ///   - job: The job that plans it.
  /// - Returns: What is in `<main>`.
  func plan(_ draft: Drafts.Draft, _ id: String, _ job: JSON) async -> [Markup] {
    let head = [
      Tag.h1(of: [.text(say("page.plan.title", say("action.\(action.name)")))]), await subject(),
      entered(draft),
    ]
    let jobs = JobDrawing(request: request, token: token, plan: id)
    guard job["endedAt"]?.text != nil else { return head + [jobs.progress(job)] }
    let back = Tag.p(of: [Tag.a(.href(address.with("plan", id)), of: [.text(say("plan.change"))])])
    if let people = job["result"]?.elements, !people.isEmpty {
      return head + [await erasure(people, id, draft), back]
    }
    guard let plan = job["result"], plan["changes"] != nil else {
      return head + [jobs.problem(job), back]
    }
    let drawing = PlanDrawing(cells: CellDrawing(say: say, system: plan["system"]?.text ?? ""))
    let json = Tag.a(
      .href(PagePath("plans", id).with("format", "json")),
      of: [.text(say("tool.json"))]
    )
    return head + [verdict(id, job, plan), Tag.p(.class("toolbar"), of: [json])]
      + drawing.contents(plan) + [jobs.notes(job), back]
  }

  /// What an erasure would take, and the button that proposes it.
  private func erasure(_ people: [JSON], _ id: String, _ draft: Drafts.Draft) async -> Markup {
    let system = request.values["system"] ?? "dingtalk"
    let fields =
      (draft.texts["fields"] ?? "").isEmpty ? JSON.null : .strings([draft.texts["fields"] ?? ""])
    var cells = CellDrawing(say: say, system: system)
    cells.names = await request.names(in: people)
    let isHeld = people.contains { $0["hold"]?.text != nil }
    let confirm = Tag.section(
      .class("confirm"),
      of: [
        Tag.h2(of: [.text(say("erasure.confirm"))]), Tag.p(of: [.text(say("erasure.four"))]),
        Tag.form(
          .post,
          .action(PagePath("plans", id)),
          of: [Tag.hidden("token", token), buttons(say("action.erase.do"))]
        ),
      ]
    )
    let contents = ErasureDrawing(cells: cells).contents(people, fields: fields)
    return .many(isHeld ? contents : [confirm] + contents)
  }

  /// What was entered in the form.
  private func entered(_ draft: Drafts.Draft) -> Markup {
    let cells = CellDrawing(say: say)
    let members = action.fields.compactMap { field -> Markup? in
      let value: Markup
      switch field.kind {
      case .digest, .made: return nil
      case .table: value = .value(draft.file?.name ?? "")
      case .flag where draft.texts[field.name] == "true": value = .text(say("word.true"))
      case .choice: value = .text(say.word(draft.texts[field.name] ?? ""))
      default:
        guard let text = draft.texts[field.name], !text.isEmpty else { return nil }
        value = .value(text)
      }
      return Tag.div(of: [
        Tag.dt(of: [.text(label(field.name))]), Tag.dd(of: [value]),
      ])
    }
    return members.isEmpty ? cells.missing : Tag.dl(.class("record"), of: members)
  }

  /// Whether it can be carried out, and the button that does it.
  private func verdict(_ id: String, _ job: JSON, _ plan: JSON) -> Markup {
    let people = plan["users"]?.integer ?? 0
    if job["state"]?.text == "refused" {
      return Tag.p(.class("alert"), .text(.role, "alert"), of: [.text(say("plan.refused"))])
    }
    guard people > 0 else { return Tag.p(.class("nothing"), of: [.text(say("plan.nothing"))]) }
    let system = say.word(plan["system"]?.text ?? "")
    let cells = ["set", "clear", "append"].compactMap { plan["counts"]?[$0]?.integer }
      .reduce(0, +)
    let hasRefusals = plan["refused"]?.elements?.isEmpty == false
    return Tag.section(
      .class("confirm"),
      of: [
        Tag.h2(of: [.text(say("plan.confirm"))]),
        Tag.p(of: [.text(say("plan.what", system, String(people), String(cells)))]),
        hasRefusals ? Tag.p(.class("alert"), of: [.text(say("plan.leavesOut"))]) : .none,
        Tag.form(
          .post,
          .action(PagePath("plans", id)),
          of: [
            Tag.hidden("token", token), Tag.hidden("digest", plan["digest"]?.text ?? ""),
            buttons(say("action.\(action.name).do")),
          ]
        ),
      ]
    )
  }
}
