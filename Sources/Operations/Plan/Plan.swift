package import Roster

/// A batch before it is sent: what it would do to each cell, and whether that can be put back.
package struct Plan: Hashable, Sendable {
  /// The system that is written to.
  package let system: System
  /// The rows, in the order of the change file; those that change nothing among them.
  package let rows: [PlannedRow]
  /// What is refused.
  package let refused: [PlanRefusal]
  /// The cells of the change file that were cleaned, in its order.
  package var cleaned: [PlannedCleaning] = []

  package init(system: System, rows: [PlannedRow], refused: [PlanRefusal]) {
    self.system = system
    self.rows = rows
    self.refused = refused
  }

  /// The plan with what was cleaned in the file that it was made from.
  func stating(_ cleaned: [PlannedCleaning]) -> Plan {
    var plan = self
    plan.cleaned = cleaned
    return plan
  }

  /// The rows that change something.
  package var effective: [PlannedRow] { rows.filter { !$0.isEmpty } }

  /// How many cells it sets, clears, adds and leaves unchanged.
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

  /// How many writing calls it takes.
  package var calls: Int {
    let rows = effective.count
    return system == .dingtalk ? rows : (rows + 199) / 200
  }

  /// How many minutes that takes at the system's rate limit, with DingTalk's reading before and
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
  /// It holds what is wanted already.
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
  /// What is there now; nil where nothing is known.
  package let from: Content?
  /// The number of the event that says so.
  package let base: Int64?
  /// What is to be there.
  package let to: Content
  /// Whether it can be put back; nil where nothing is done.
  package let reversibility: Reversibility?
  /// Why it can be put back only in part, or not at all.
  package let reason: String?
  /// Whether the change file did not ask for it: an effect of the write beyond itself.
  package let isImplied: Bool
}

/// What is planned for one user.
package struct PlannedRow: Hashable, Sendable {
  /// The user's key.
  package let user: Verbatim
  /// The user's name, where the ledger holds one.
  package let name: Verbatim?
  /// The change that the row carries out.
  package let change: UserChange
  /// The cells, those that hold what is wanted already among them.
  package let cells: [PlannedCell]
  /// The names of detail groups that are written to, and of which the user has items that are not
  /// written to: no document says that DingTalk keeps these.
  package var unmentioned: [Verbatim] = []

  /// Whether anything is done.
  package var isEmpty: Bool { cells.allSatisfy { $0.action == .unchanged } }
}

/// Why a row, or the whole plan, is refused.
package struct PlanRefusal: Hashable, Sendable {
  /// The row's user; nil where it is about the plan.
  package let user: Verbatim?
  /// The field, where it is about one.
  package let field: FieldCode?
  /// The item index, where it is about one.
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

/// How many cells a plan sets, clears, adds and leaves unchanged.
package struct PlanCounts: Hashable, Sendable {
  /// Cells that get another value.
  package var set = 0
  /// Cells that are emptied.
  package var clear = 0
  /// Cells of new items.
  package var append = 0
  /// Cells that hold what is wanted already.
  package var unchanged = 0
}
