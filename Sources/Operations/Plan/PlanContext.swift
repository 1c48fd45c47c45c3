package import Ledger
package import Roster

/// What a planner knows besides the changes that are wanted.
package struct PlanContext: Sendable {
  /// The system that is written to.
  package var system: System
  /// Its fields as described now; none for Maycur.
  package var catalog: [FieldCode: FieldDescription]
  /// The expected contents of each user's cells.
  package var held: [Verbatim: [CellAddress: CurrentCell]]
  /// The fields of each user that no response ever covered, so that it is not known whether they
  /// hold something.
  package var unobserved: [Verbatim: Set<FieldCode>]
  /// The names of users, where the ledger holds them.
  package var names: [Verbatim: Verbatim]
  /// Users who are not there to be written to: absent from the fresh read, or left.
  package var absent: Set<Verbatim>
  /// What probes found that this tenant does.
  package var behaviours: [String: String]
  /// How many users hold a value in each field, where the limits need it.
  package var holders: [FieldCode: Int]
  /// The fields of each user that an uncertain write may have reached, and that were not observed
  /// since: what is expected of them is no reason not to write.
  package var doubtful: [Verbatim: Set<FieldCode>]

  /// Makes a context.
  package init(
    system: System,
    catalog: [FieldDescription] = [],
    held: [Verbatim: [CellAddress: CurrentCell]] = [:],
    unobserved: [Verbatim: Set<FieldCode>] = [:],
    names: [Verbatim: Verbatim] = [:],
    absent: Set<Verbatim> = [],
    behaviours: [String: String] = [:],
    holders: [FieldCode: Int] = [:],
    doubtful: [Verbatim: Set<FieldCode>] = [:]
  ) {
    self.system = system
    self.catalog = Dictionary(
      catalog.map { ($0.code, $0) },
      uniquingKeysWith: { first, _ in first }
    )
    self.held = held
    self.unobserved = unobserved
    self.names = names
    self.absent = absent
    self.behaviours = behaviours
    self.holders = holders
    self.doubtful = doubtful
  }
}
