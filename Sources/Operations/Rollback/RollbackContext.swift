package import Roster

/// What is known when a rollback is decided, besides what the log says of the batch.
package struct RollbackContext: Sendable {
  /// The system that was written to.
  package var system: System
  /// The batch that is to be undone.
  package var batch: Int64
  /// The system's fields as described now; none for Maycur.
  package var catalog: [FieldDescription]
  /// What was read just now, user by user; nil for a system that cannot be read.
  package var now: [Verbatim: [CellAddress: Content]]?
  /// The fields that were asked for then.
  package var asked: Set<FieldCode>
  /// When that was.
  package var at: Instant
  /// The fields that are wanted; nil for all.
  package var fields: Set<FieldCode>?
  /// Whether what cannot be seen may be taken to be as the batch left it.
  package var assumesUnchanged: Bool
  /// What probes found that this tenant does.
  package var behaviours: [String: String]
  /// Users whose link to the other system has changed since the batch, with what to say of it.
  package var changedLinks: [Verbatim: String]

  package init(
    system: System,
    batch: Int64,
    catalog: [FieldDescription] = [],
    now: [Verbatim: [CellAddress: Content]]? = nil,
    asked: Set<FieldCode> = [],
    at: Instant,
    fields: Set<FieldCode>? = nil,
    assumesUnchanged: Bool = false,
    behaviours: [String: String] = [:],
    changedLinks: [Verbatim: String] = [:]
  ) {
    self.system = system
    self.batch = batch
    self.catalog = catalog
    self.now = now
    self.asked = asked
    self.at = at
    self.fields = fields
    self.assumesUnchanged = assumesUnchanged
    self.behaviours = behaviours
    self.changedLinks = changedLinks
  }
}
