import Access
import VerbatimJSON
import WebServer

/// The links to what can be done about what a page shows, for those who may do it.
extension PageDrawing {
  /// Those of a list.
  func acts() -> Markup {
    switch request.page.title {
    case "page.batches": acts([ActionTable.propose])
    case "page.operations": acts(["fetch"], and: [(PagePath("jobs"), "page.jobs")])
    default: .none
    }
  }

  /// Those of a batch, as far as its rows call for them.
  func acts(ofBatch batch: JSON) -> Markup {
    let count = { (name: String) in batch[name]?.integer ?? 0 }
    var names: [String] = []
    if count("uncertain") > 0 { names.append("settle") }
    if count("rejected") + count("notSent") > 0 { names.append("retry") }
    if count("accepted") > 0 { names += ["rollback", "rehearse", "replay"] }
    return acts(names)
  }

  /// Those of the proof.
  func proofActs() -> Markup { acts(["verify"]) }

  /// The form that makes evidence, for those who may.
  ///
  /// - Parameter subject: What it proves, as parameters.
  /// - Returns: The form, which asks for the purpose.
  func evidence(_ subject: [(name: String, value: String)]) -> Markup {
    guard request.person.may(.prove), !request.page.isOwn else { return .none }
    let forms = FormDrawing(say: say)
    let fields = [forms.evidenceField("purpose")]
    let path = PagePath("proof", "evidence")
    return Tag.section(of: [
      Tag.h2(of: [.text(say("proof.evidence"))]),
      Tag.p(.class("note"), of: [.text(say("proof.evidence.clear"))]),
      forms.form(to: path, fields, hidden: subject, button: "proof.download"),
    ])
  }

  /// Those of a proposal, as its state allows them.
  func acts(ofProposal proposal: JSON) -> Markup {
    acts(ProposalDrawing.actions(on: proposal, for: request.person.name))
  }

  /// Those of a person: a hold is put on who is under none, and lifted from who is.
  func personActs() async -> Markup {
    guard !request.page.isOwn else { return .none }
    let names = ["edit"] + (request.values["system"] == "dingtalk" ? ["fetchPerson"] : [])
    return acts(names + (request.person.may(.hold) ? await holdActs() : []) + ["erase"])
  }

  private func holdActs() async -> [String] {
    guard let rows = await holds() else { return ["hold", "release"] }
    return rows.isEmpty ? ["hold"] : ["release"]
  }

  /// The legal holds on the person; nil if they cannot be read.
  func holds() async -> [JSON]? {
    // Only of this person: what is read of others is recorded as shown.
    let person = ["system", "user"].compactMap { name in
      request.values[name].map { (name, $0) }
    }
    return try? await request.read("holds", with: person + request.asOf)["items"]?.elements
  }

  private func acts(_ names: [String], and more: [(PagePath, String)] = []) -> Markup {
    let links = names.compactMap { ActionTable[$0] }
      .filter { request.person.may($0.permission) }
      .map { (PagePath($0.path.filled(request.values)), "action.\($0.name)") }
    let all = links + (request.person.may(.fetch) ? more : [])
    guard !all.isEmpty else { return .none }
    return Tag.p(.class("acts"), of: all.map { link($0, say($1)) })
  }

  /// How the person is erased on the machine of the service, without the pages.
  func erasure() -> Markup {
    guard request.person.may(.erase), let user = request.values["user"] else { return .none }
    // It is copied into a shell, where other characters have a meaning.
    let isPlain = user.utf8.allSatisfy { PagesHandler.isPlain($0) || $0 == UInt8(ascii: "_") }
    let system = request.values["system"] == "maycur" ? " --system maycur" : ""
    return Tag.details(
      .class("steady"),
      of: [
        Tag.summary(of: [.text(say("person.erase"))]),
        Tag.p(of: [.text(say("person.erase.how"))]),
        Tag.p(of: [
          Tag.code(of: [
            .text("rollbook erase "), .value(isPlain ? user : "USERID"),
            .text("\(system) --reason \"…\" --dry-run"),
          ])
        ]),
      ]
    )
  }
}
