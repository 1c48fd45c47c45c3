package import Ledger
package import Roster

/// What a planner knows besides the wanted changes.
package struct PlanContext: Sendable {
  /// The system that is written to.
  package var system: System
  /// Its current fields; none for Maycur.
  package var catalog: [FieldCode: FieldDescription]
  /// The expected contents of each user's cells.
  package var held: [Verbatim: [CellAddress: CurrentCell]]
  /// The fields of each user that no response covered, so that it is not known whether they have a
  /// value.
  package var unobserved: [Verbatim: Set<FieldCode>]
  /// The names of users, as far as the ledger has them.
  package var names: [Verbatim: Verbatim]
  /// Users who cannot be written: absent from the fresh read, or left.
  package var absent: Set<Verbatim>
  /// The behaviours of this tenant that probes found.
  package var behaviours: [String: String]
  /// How many users have a value in each field, if the limits need it.
  package var holders: [FieldCode: Int]
  /// The fields of each user with an uncertain write and no observation since: their expected
  /// content must not prevent a write.
  package var doubtful: [Verbatim: Set<FieldCode>]

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
