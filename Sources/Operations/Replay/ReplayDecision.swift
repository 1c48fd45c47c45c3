package import Roster

/// What a replay writes, and what it leaves alone.
package struct ReplayDecision: Hashable, Sendable {
  /// The wanted changes of each user of the target.
  package internal(set) var changes: [UserChange] = []
  /// What must be read first of each such user: the wanted and the expected cells.
  package internal(set) var touched: [UserChange] = []
  /// Errors that prevent a row; its user has no wanted change then.
  package internal(set) var problems: [ReplayProblem] = []
  /// What is not written, and why.
  package internal(set) var review = ReplayReview()
  /// The origin of each wanted value, by the target's user and cell.
  var origins: [Verbatim: [CellAddress: ReplayOrigin]] = [:]

  init() {}

  /// Counts what a plan refuses as not writable.
  ///
  /// - Parameter refusals: The refusals, with users of the target.
  mutating func take(_ refusals: [PlanRefusal]) {
    let byUser = Dictionary(grouping: refusals.filter { $0.user != nil }) { $0.user ?? "" }
    for (user, refusals) in byUser.sorted(by: { $0.key < $1.key }) {
      for (address, origin) in (origins[user] ?? [:]).sorted(by: { $0.key < $1.key }) {
        if let refusal = refusals.first(where: { $0.concerns(address) }) {
          review.impossible.append(origin.impossible(refusal.why))
        } else {
          review.leftAlone.append(origin.keptBack)
        }
      }
      changes.removeAll { $0.user == user }
    }
  }
}

/// A row, or a value of one, that cannot be written again, and why.
package struct ReplayProblem: Hashable, Sendable {
  /// The user, in the system that the values are from.
  package let user: Verbatim
  /// The field; nil if it concerns the person.
  package let field: FieldCode?
  /// The reason, and what to do.
  package let item: Int?
  /// Why, and what to do.
  package let why: String

  package init(user: Verbatim, field: FieldCode? = nil, item: Int? = nil, why: String) {
    self.user = user
    self.field = field
    self.item = item
    self.why = why
  }

  /// The problem as a refused row of a plan.
  var refusal: PlanRefusal { PlanRefusal(user: user, field: field, item: item, why: why) }
}

/// What a replay does not write, and why, cell by cell.
///
/// Users and cells are those of the system that the values are from.
package struct ReplayReview: Hashable, Sendable {
  /// The cells that could be written, and are left alone.
  package internal(set) var leftAlone: [CellLeftAlone] = []
  /// The cells that cannot be written there.
  package internal(set) var impossible: [CellImpossible] = []
  /// Cells that are expected to have their value there already.
  package internal(set) var unchanged = 0
  /// Cells of fields that the other system does not have, or that cannot be written.
  package internal(set) var unmapped = 0

  /// Whether something that was requested is not written.
  package var isPartial: Bool {
    !impossible.isEmpty || leftAlone.contains { $0.reason != .clearNotAsked }
  }

  init() {}
}

/// The origin of a cell that is written again.
struct ReplayOrigin: Hashable, Sendable {
  let user: Verbatim
  let address: CellAddress
  let fieldName: Verbatim?
}

extension ReplayOrigin {
  /// The cell as one that cannot be written.
  func impossible(_ why: String) -> CellImpossible {
    CellImpossible(
      user: user,
      address: address,
      fieldName: fieldName,
      why: why,
      isResidual: false
    )
  }

  /// The cell as one whose row is not sent.
  var keptBack: CellLeftAlone {
    leftAlone(
      .partOfRow,
      "Another value of \(user) cannot be written, and a row is sent whole or not at all."
    )
  }

  /// The cell as one that is left alone.
  func leftAlone(_ reason: LeftAloneReason, _ why: String, now: Content? = nil) -> CellLeftAlone {
    CellLeftAlone(
      user: user,
      address: address,
      fieldName: fieldName,
      reason: reason,
      why: why,
      now: now
    )
  }
}
