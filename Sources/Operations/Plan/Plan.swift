package import Roster

/// A batch before it is sent: the change of each cell, and whether it can be put back.
package struct Plan: Hashable, Sendable {
  /// The system that is written to.
  package let system: System
  /// The rows, in the order of the change file, including those that change nothing.
  package let rows: [PlannedRow]
  /// The refused rows and cells.
  package let refused: [PlanRefusal]
  /// The cells of the change file that were cleaned, in its order.
  package var cleaned: [PlannedCleaning] = []

  package init(system: System, rows: [PlannedRow], refused: [PlanRefusal]) {
    self.system = system
    self.rows = rows
    self.refused = refused
  }

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
      case .unchanged: counts.unchanged += 1
      case .set: counts.set += 1
      case .clear: counts.clear += 1
      case .append: counts.append += 1
      }
    }
    return counts
  }

  /// The number of writing calls.
  package var calls: Int {
    let rows = effective.count
    return system == .dingtalk ? rows : (rows + 199) / 200
  }

  /// The minutes that this takes at the system's rate limit, with reading DingTalk before and
  /// after.
  package var minutes: Double {
    switch system {
    case .dingtalk: Double(calls + 2 * ((calls + 99) / 100)) / 20 / 60
    case .maycur: Double(calls) / 10 / 60
    }
  }
}

/// What a plan does with one cell.
package enum PlannedAction: String, CaseIterable, Hashable, Sendable {
  /// The cell has the wanted content already.
  case unchanged
  /// Give it another value.
  case set
  /// Empty it.
  case clear
  /// Add it as part of a new item of its detail group.
  case append
}

/// One cell of a plan.
package struct PlannedCell: Hashable, Sendable {
  /// The cell.
  package let address: CellAddress
  /// The field's name in the catalog.
  package let fieldName: Verbatim?
  /// What is done with it.
  package let action: PlannedAction
  /// The current content; nil if nothing is known.
  package let from: Content?
  /// The number of the event with the current content; nil if there is none.
  package let base: Int64?
  /// The content to write.
  package let to: Content
  /// Whether it can be put back; nil if nothing is done.
  package let reversibility: Reversibility?
  /// Why it can be put back only in part, or not at all; nil if it can.
  package let reason: String?
  /// Whether the change file did not ask for it: a side effect of the write.
  package let isImplied: Bool
}

/// The plan for one user.
package struct PlannedRow: Hashable, Sendable {
  /// The user's key.
  package let user: Verbatim
  /// The user's name; nil if the ledger has none.
  package let name: Verbatim?
  /// The change that the row applies.
  package let change: UserChange
  /// The cells, including those that have the wanted content already.
  package let cells: [PlannedCell]
  /// The names of detail groups in which some of the user's items are written and others are not:
  /// no document says that DingTalk keeps the others.
  package var unmentioned: [Verbatim] = []

  /// Whether no cell is changed.
  package var isEmpty: Bool { cells.allSatisfy { $0.action == .unchanged } }
}

/// Why a row, or the whole plan, is refused.
package struct PlanRefusal: Hashable, Sendable {
  /// The row's user; nil if it concerns the plan.
  package let user: Verbatim?
  /// The field; nil if it concerns none.
  package let field: FieldCode?
  /// The item index; nil if it concerns none.
  package let item: Int?
  /// What is wrong, and what to do.
  package let why: String

  package init(user: Verbatim?, field: FieldCode? = nil, item: Int? = nil, why: String) {
    self.user = user
    self.field = field
    self.item = item
    self.why = why
  }
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
