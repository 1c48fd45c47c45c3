package import Roster

/// What a batch may do before it is refused, and while it runs.
package struct PlanLimits: Hashable, Sendable {
  /// The largest number of people.
  package var maximumUsers: Int
  /// The largest share, in percent, of the people with a value in a field whose value may be
  /// emptied.
  package var maximumEmptied: Int
  /// The largest share, in percent, of the rows with an outcome that may be rejected, from the
  /// tenth on.
  package var maximumRejected: Int
  /// Whether a cell with an unknown current value may be written, so that it cannot be put back.
  package var allowsUnobserved: Bool

  package init(
    maximumUsers: Int = 50,
    maximumEmptied: Int = 5,
    maximumRejected: Int = 10,
    allowsUnobserved: Bool = false
  ) {
    self.maximumUsers = maximumUsers
    self.maximumEmptied = maximumEmptied
    self.maximumRejected = maximumRejected
    self.allowsUnobserved = allowsUnobserved
  }

  /// The limits that a plan exceeds.
  ///
  /// - Parameters:
  ///   - plan: The plan.
  ///   - holders: How many users have a value in each field.
  /// - Returns: A refusal for each exceeded limit.
  package func refusals(of plan: Plan, holders: [FieldCode: Int]) -> [WriteRefusal] {
    var refusals: [WriteRefusal] = []
    let people = plan.effective.count
    if people > maximumUsers {
      refusals.append(
        WriteRefusal(
          reason: .limit,
          why: "The plan changes \(people) people, and at most \(maximumUsers) are allowed; check "
            + "the file, or allow more with --max-users \(people)."
        )
      )
    }
    var emptied: [FieldCode: Int] = [:]
    for row in plan.rows {
      for field in Set(row.cells.filter { $0.action == .clear }.map(\.address.field)) {
        emptied[field, default: 0] += 1
      }
    }
    for (field, count) in emptied.sorted(by: { $0.key < $1.key }) {
      let holding = max(holders[field] ?? 0, count)
      let percent = (count * 100 + holding - 1) / holding
      guard count > 1, percent > maximumEmptied else { continue }
      refusals.append(
        WriteRefusal(
          field: field,
          reason: .limit,
          why: "The plan empties \(field) of \(count) of the \(holding) people who have it "
            + "(\(percent) %), and at most \(maximumEmptied) % are allowed; check the file, or "
            + "allow more with --max-emptied \(percent)."
        )
      )
    }
    return refusals
  }

  /// Whether the rejected rows exceed the limit, so that the running batch stops.
  package func stops(rejected: Int, of outcomes: Int) -> Bool {
    outcomes >= 10 && rejected * 100 > outcomes * maximumRejected
  }
}
