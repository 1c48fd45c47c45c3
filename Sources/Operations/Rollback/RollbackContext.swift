package import Roster

/// What is known when a rollback is decided, besides the traces of the batch.
package struct RollbackContext: Sendable {
  /// The system that was written to.
  package var system: System
  /// The operation number of the batch to undo.
  package var batch: Int64
  /// The system's current fields; none for Maycur.
  package var catalog: [FieldDescription]
  /// The fresh read, user by user; nil for a system that cannot be read.
  package var now: [Verbatim: [CellAddress: Content]]?
  /// The fields that were requested in that read.
  package var asked: Set<FieldCode>
  /// When that was.
  package var at: Instant
  /// The fields to roll back; nil for all.
  package var fields: Set<FieldCode>?
  /// Whether unreadable cells may be assumed to be as the batch left them.
  package var assumesUnchanged: Bool
  /// The behaviours of this tenant that probes found.
  package var behaviours: [String: String]
  /// Users whose link to the other system has changed since the batch, with the sentence about it.
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
