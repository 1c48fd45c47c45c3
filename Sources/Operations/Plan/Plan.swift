import DingTalk
package import Roster

/// A batch before it is sent: the change of each cell, and whether it can be put back.
package struct Plan: Hashable, Sendable {
  /// The system that is written to.
  package let system: System
  /// The rows, in the order of the change file, including those that change nothing.
  package let rows: [PlannedRow]
  /// The refused rows and cells.
  package let refused: [WriteRefusal]
  /// The cells of the change file that were cleaned, in its order.
  package var cleaned: [PlannedCleaning] = []
  /// What was wanted, and what a retry, rollback or replay does not write, and why.
  package var review = BatchReview()

  /// The same plan with the cleaned cells of its change file.
  func stating(_ cleaned: [PlannedCleaning]) -> Plan {
    var plan = self
    plan.cleaned = cleaned
    return plan
  }

  /// The rows that change something.
  package var effective: [PlannedRow] { rows.filter { !$0.isEmpty } }

  /// The numbers of cells that it sets, clears, adds and leaves unchanged.
  package var counts: PlanCounts {
    var counts = PlanCounts()
    for cell in rows.lazy.flatMap(\.cells) {
      switch cell.action {
      case nil: counts.unchanged += 1
      case .set: counts.set += 1
      case .clear: counts.clear += 1
      case .append: counts.append += 1
      }
    }
    return counts
  }

  /// The number of writing calls.
  package var calls: Int { (effective.count + system.rowsPerCall - 1) / system.rowsPerCall }

  /// The minutes that this takes at the system's rate limit, with reading DingTalk before and
  /// after.
  package var minutes: Double {
    let users = DingTalkClient.maximumUsersPerCall
    let reading = system == .dingtalk ? 2 * ((calls + users - 1) / users) : 0
    return Double(calls + reading) / Double(system.callsPerSecond) / 60
  }
}

/// One cell of a plan.
package struct PlannedCell: CellRow, Hashable, Sendable {
  /// The cell.
  package let cell: CellRef
  /// What is done with it; nil where it holds what is wanted already.
  package let action: WriteAction?
  /// What is there now; nil where nothing is known.
  package var from: Content?
  /// The number of the event with the current content; nil if there is none.
  package var base: EventID?
  /// The content to write.
  package private(set) var to: Content
  /// Whether it can be put back; nil if nothing is done.
  package var reversibility: Reversibility?
  /// Why it can be put back only in part, or not at all; nil if it can.
  package var reason: String?
  /// Whether the change file did not ask for it: a side effect of the write.
  package var isImplied = false

  /// What is done with it, by its stable name: that of the action, or `unchanged`.
  package var actionName: String { action?.rawValue ?? "unchanged" }

  package func mapTexts(_ change: (Verbatim) -> Verbatim) -> PlannedCell {
    var cell = self
    cell.from = from?.mapTexts(change)
    cell.to = to.mapTexts(change)
    return cell
  }
}

/// The plan for one user.
package struct PlannedRow: Hashable, Sendable {
  /// The user's key.
  package let user: Verbatim
  /// The user's name; nil if the ledger has none.
  package var name: Verbatim?
  /// The change that the row applies.
  package let change: UserChange
  /// The cells, including those that have the wanted content already.
  package let cells: [PlannedCell]
  /// The names of detail groups in which some of the user's items are written and others are not:
  /// no document says that DingTalk keeps the others.
  package var unmentioned: [Verbatim] = []

  /// Whether no cell is changed.
  package var isEmpty: Bool { cells.allSatisfy { $0.action == nil } }
}

/// The numbers of cells that a plan sets, clears, adds and leaves unchanged.
package struct PlanCounts: Hashable, Sendable {
  /// Cells that get another value.
  package var set = 0
  /// Cells that are emptied.
  package var clear = 0
  /// Cells of new items.
  package var append = 0
  /// Cells that have the wanted content already.
  package var unchanged = 0
}
