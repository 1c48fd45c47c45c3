import VerbatimJSON
import WebServer

/// Draws a proposal: what it needs, who decided what, and what it would write.
struct ProposalDrawing: Sendable {
  let say: Wording

  private var cells: CellDrawing { CellDrawing(say: say) }
  private var list: ListDrawing { ListDrawing(cells: cells) }

  /// The actions that its state allows a person, the most likely first.
  ///
  /// - Parameters:
  ///   - proposal: The proposal.
  ///   - name: The name of the person.
  /// - Returns: The names of the actions; the API may refuse them all the same.
  static func actions(on proposal: JSON, for name: String) -> [String] {
    let isOwn = proposal["proposer"]?.text?.utf8.elementsEqual(name.utf8) == true
    let isBatch = proposal["affected"]?.elements == nil
    let actions: [String] =
      switch proposal["state"]?.text {
      case "awaiting": ["approve", "decline", "withdraw"] + (isBatch ? ["emergency"] : [])
      case "approved":
        ["apply"] + (proposal["afterwards"]?.text == nil ? [] : ["approve"]) + [
          "decline", "withdraw",
        ]
      case "unreviewed": ["review"]
      default: []
      }
    return actions.filter { action in
      isOwn ? !["approve", "decline", "review"].contains(action) : action != "withdraw"
    }
  }

  /// Its record, and what was decided.
  func contents(_ proposal: JSON) -> [Markup] {
    let decisions = proposal["decisions"]?.elements ?? []
    let title = say("page.decisions")
    let extras = ["afterwards", "reviewUntil", "freshSeconds", "window", "appliesItself"].filter {
      name in
      proposal[name] ?? .null == .null || proposal[name]?.boolean == false
    }
    // The decisions have the operation of what is no batch.
    let isBatch = proposal["affected"]?.elements == nil
    let apart =
      ["proposal", "decisions", "plan", "affected", "fields"] + extras + (isBatch ? [] : ["batch"])
    return [
      list.record(proposal, without: Set(apart)),
      decisions.isEmpty ? .none : Tag.h2(of: [.text(title)]),
      decisions.isEmpty
        ? .none
        : list.table(
          decisions,
          ["at", "decision", "person", "duty", "reason", "operation"],
          caption: title
        ),
    ] + plan(proposal)
  }

  /// Who proposed what, and why: what a person who decides needs to know first.
  func summary(_ proposal: JSON) -> Markup {
    let cells = CellDrawing(say: say, system: proposal["system"]?.text ?? "")
    return list.record(
      ["kind", "proposer", "reason", "proposedAt", "until"].map { ($0, cells.cell($0, proposal)) }
    )
  }

  /// What it would do.
  func plan(_ proposal: JSON) -> [Markup] {
    let system = proposal["system"]?.text ?? ""
    if let people = proposal["affected"]?.elements {
      let erasure = ErasureDrawing(cells: CellDrawing(say: say, system: system))
      return proposal["kind"]?.text == "erase"
        ? erasure.contents(people, fields: proposal["fields"], of: proposal)
        : erasure.release(people, of: proposal)
    }
    guard let plan = proposal["plan"], plan["changes"] != nil else {
      return [Tag.p(.class("alert"), of: [.text(say("proposal.erased"))])]
    }
    let cells = CellDrawing(say: say, system: plan["system"]?.text ?? "")
    return PlanDrawing(cells: cells).contents(plan)
  }
}
