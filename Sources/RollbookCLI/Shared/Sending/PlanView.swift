import ChangeFiles
import Operations
import Tables
import Roster

/// A plan for output: its changes, its refusals, and their positions in the file.
struct PlanView: Sendable {
  /// One cell of the plan, with the row it is in.
  struct Change: Sendable {
    let row: PlannedRow
    var planned: PlannedCell
    /// The cleaned cells of the file, including those that name users.
    let cleaned: [PlannedCleaning]
    /// Whether the reader sees a mask in place of a value.
    var isMasked = false
  }

  /// A refusal.
  struct Refused: Sendable {
    let user: Verbatim?
    let field: FieldCode?
    let item: Int?
    /// Why, by its stable name.
    let reason: String
    let why: String
    let position: FilePosition?
  }

  let plan: Plan
  let source: ChangeSource?
  /// What the reader sees of values.
  let sight: Sight
  /// Whether the reader sees whole what would be written, because they sent it or decide about it.
  let showsWanted: Bool
  /// The refusals, the file's own problems first.
  let refused: [Refused]

  init(
    _ plan: Plan,
    for sight: Sight,
    source: ChangeSource? = nil,
    resolved: ResolvedChanges? = nil,
    showsWanted: Bool = false
  ) {
    self.plan = plan
    self.source = source
    self.sight = sight
    self.showsWanted = showsWanted || source != nil
    let positions = Dictionary(
      (resolved?.changes ?? []).map { ($0.user, $0.positions.first) },
      uniquingKeysWith: { first, _ in first }
    )
    let ofFile = (resolved?.problems ?? []).map {
      Refused(
        user: nil,
        field: nil,
        item: nil,
        reason: $0.name,
        why: $0.message,
        position: $0.position
      )
    }
    refused =
      ofFile
      + plan.refused.map(sight.refusal).map { refusal in
        Refused(
          user: refusal.user,
          field: refusal.field,
          item: refusal.item,
          reason: refusal.reason.rawValue,
          why: refusal.why,
          position: refusal.user.flatMap { positions[$0] ?? nil }
        )
      }
  }

  /// The cleaned cells of the change file.
  var cleaned: [PlannedCleaning] {
    showsWanted ? plan.cleaned : plan.cleaned.map(sight.cleaning)
  }

  /// Every cell, including those that have the wanted content already.
  var changes: [Change] {
    let cleaned = Dictionary(grouping: self.cleaned, by: \.user)
    return plan.rows.flatMap { row in
      row.cells.map { cell in
        let own = cleaned[row.user, default: []].filter { $0.concerns(cell) }
        return seen(Change(row: row, planned: cell, cleaned: own))
      }
    }
  }

  /// A cell as the reader sees it.
  ///
  /// What is there now is masked. A cell that holds what is wanted, and one that is only written along
  /// with others, would say what is there.
  private func seen(_ change: Change) -> Change {
    let cell = sight.row(change.planned)
    var seen = change
    seen.isMasked = cell.isMasked
    if showsWanted, change.planned.action != nil, !change.planned.isImplied {
      seen.planned.from = cell.row.from
    } else {
      seen.planned = cell.row
    }
    return seen
  }

  /// The cells that are changed.
  var effective: [Change] { changes.filter { $0.planned.action != nil } }

  /// What a write may lose beside what it changes, in a sentence that says what to do; nil for
  /// nothing.
  var caution: String? {
    let rows = plan.effective.filter { !$0.unmentioned.isEmpty }
    guard !rows.isEmpty else { return nil }
    let groups = Set(rows.flatMap(\.unmentioned)).sorted().map { Printable.oneLine($0.text) }
    return """
      \(rows.count.counted("person has", "people have")) items in \
      \(groups.joined(separator: ", ")) that are not written to. DingTalk is taken to keep them, but \
      nowhere says so: write to one person first (--canary 1), and look whether they are still there.
      """
  }

  /// Whether nothing at all may be sent.
  ///
  /// - Parameter skipsBad: Whether refused rows are left out.
  /// - Returns: Whether there is a refusal that counts.
  func isRefused(skipsBad: Bool) -> Bool {
    skipsBad ? plan.refused.contains { $0.user == nil } : !refused.isEmpty
  }
}
