package import Roster

/// What a replay is to write, and what it leaves alone.
package struct ReplayDecision: Hashable, Sendable {
  /// What is wanted of each user of the system that is written to.
  package internal(set) var changes: [UserChange] = []
  /// What of each such user has to be read first: what is wanted, and what is expected there.
  package internal(set) var touched: [UserChange] = []
  /// What keeps a row from being sent; nothing of its user is wanted then.
  package internal(set) var problems: [ReplayProblem] = []
  /// What is not written, and why.
  package internal(set) var review = ReplayReview()
  /// Where each wanted value is from, by the user and the cell that it is written to.
  var origins: [Verbatim: [CellAddress: ReplayOrigin]] = [:]

  init() {}

  /// Counts what a plan refuses among what cannot be written.
  ///
  /// - Parameter refusals: What the plan refuses, of users of the system that is written to.
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
  /// The field; nil where it is about the person.
  package let field: FieldCode?
  /// The item of it.
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
  /// What could be written, and is left alone.
  package internal(set) var leftAlone: [CellLeftAlone] = []
  /// What cannot be written there.
  package internal(set) var impossible: [CellImpossible] = []
  /// Cells that are expected to hold their value there already.
  package internal(set) var unchanged = 0
  /// Cells of fields that the other system does not have, or that cannot be written.
  package internal(set) var unmapped = 0

  /// Whether something is not written that was asked for.
  package var isPartial: Bool {
    !impossible.isEmpty || leftAlone.contains { $0.reason != .clearNotAsked }
  }

  init() {}
}

/// Where the value of a cell that is written again is from.
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
