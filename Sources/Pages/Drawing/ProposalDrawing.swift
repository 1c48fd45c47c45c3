import VerbatimJSON
import WebServer

/// Draws a proposal: what it needs, who decided what, and what it would write.
struct ProposalDrawing: Sendable {
  let say: Wording

  private var cells: CellDrawing { CellDrawing(say: say) }
  private var list: ListDrawing { ListDrawing(cells: cells) }

  /// The actions that its state allows, the most likely first.
  static func actions(in state: String) -> [String] {
    switch state {
    case "awaiting": ["approve", "decline", "withdraw", "emergency"]
    case "approved": ["apply", "decline", "withdraw"]
    case "unreviewed": ["review"]
    default: []
    }
  }

  /// Its record, and what was decided.
  func contents(_ proposal: JSON) -> [Markup] {
    let decisions = proposal["decisions"]?.elements ?? []
    let title = say("page.decisions")
    return [
      list.record(proposal, without: ["proposal", "decisions", "plan"]),
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

  /// What it would write.
  func plan(_ proposal: JSON) -> [Markup] {
    guard let plan = proposal["plan"], plan["changes"] != nil else {
      return [Tag.p(.class("alert"), of: [.text(say("proposal.erased"))])]
    }
    let cells = CellDrawing(say: say, system: plan["system"]?.text ?? "")
    return PlanDrawing(cells: cells).contents(plan)
  }
}
