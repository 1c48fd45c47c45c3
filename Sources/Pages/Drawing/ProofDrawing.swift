import Access
import VerbatimJSON
import WebServer

/// Draws how the log is proven: the last verification, the signed heads, and what is given to others.
struct ProofDrawing: Sendable {
  let request: PageRequest

  private var say: Wording { request.say }
  private var list: ListDrawing { ListDrawing(cells: CellDrawing(say: say)) }
  private var page: PageDrawing { PageDrawing(request: request) }

  /// How many heads are shown.
  private static let most = "5"

  func contents() async throws -> [Markup] {
    let status = try await request.read("status")
    let statistics = try await request.read("stats")
    return page.heading() + [
      page.proofActs(), page.toolbar(), Tag.p(of: [.text(say("proof.what"))]),
      verification(status["verification"] ?? .null), await heads(status), await evidence(),
      Tag.section(of: [Tag.h2(of: [.text(say("proof.size"))]), list.record(statistics)]),
    ]
  }

  private func verification(_ last: JSON) -> Markup {
    guard let verdict = last["verdict"]?.text else {
      return section("proof.verification", [Tag.p(of: [.text(say("proof.unverified"))])])
    }
    return section(
      "proof.verification",
      [
        Tag.p(of: [
          list.cells.badge(verdict), .text(" "), .text(say.optional("verdict.\(verdict)") ?? ""),
        ]),
        list.record(
          [("at", "at"), ("size", "size"), ("lookedAfter", "after"), ("findings", "findings")]
            .map { column, member in (column, list.cells.value(last[member] ?? .null)) }
        ),
        Tag.p(.class("note"), of: [.text(say("proof.remembered"))]),
      ]
    )
  }

  private func heads(_ status: JSON) async -> Markup {
    let columns = ["size", "recordedAt", "cosignatures", "timeStamps", "root"]
    let cosigned = await heads(with: [("cosigned", "true")])
    let since = status["checkpoint"]?["entriesSince"]?.integer
    return section(
      "proof.heads",
      [
        since.map { count in
          Tag.p(of: [
            .text(count == 0 ? say("home.headWhole") : say("home.headSince", String(count)))
          ])
        } ?? .none,
        list.table(await heads(with: []), columns, caption: say("proof.heads")),
        Tag.h3(of: [.text(say("proof.cosigned"))]),
        cosigned.isEmpty
          ? Tag.p(of: [.text(say("proof.uncosigned"))])
          : list.table(cosigned, columns, caption: say("proof.cosigned")),
        Tag.h3(of: [.text(say("proof.places"))]),
        Tag.p(of: [
          .text(say("proof.kept")), Tag.code(of: [.value(status["lastHead"]?.text ?? "–")]),
        ]),
      ]
    )
  }

  private func heads(with query: [(String, String)]) async -> [JSON] {
    let part = try? await request.read("proof", "heads", with: query + [("limit", Self.most)])
    return part?["items"]?.elements ?? []
  }

  /// The forms that make evidence for others, for those who may.
  private func evidence() async -> Markup {
    guard request.person.may(.prove) else { return .none }
    let forms = FormDrawing(say: say)
    let path = PagePath("proof", "evidence")
    func form(_ names: String...) -> Markup {
      let fields = (names + ["purpose"]).map(forms.evidenceField)
      return .many([
        Tag.h3(of: [.text(say("evidence.of.\(names[0])"))]),
        forms.form(to: path, fields, button: "proof.download"),
      ])
    }
    let key = (try? await request.read("proof", "key"))?["publicKey"]?.text
    return section(
      "proof.evidence",
      [
        Tag.p(of: [.text(say("proof.evidence.what"))]),
        Tag.p(.class("alert"), of: [.text(say("proof.evidence.clear"))]),
        form("user", "field", "accesses"),
        form("batch"), form("entry"),
        key.map {
          Tag.p(of: [.text(say("proof.key")), .text(" "), Tag.code(of: [.value($0)])])
        } ?? .none,
      ]
    )
  }

  private func section(_ title: String, _ contents: [Markup]) -> Markup {
    Tag.section(of: [Tag.h2(of: [.text(say(title))])] + contents)
  }
}
