public import Roster

/// What is known when a rollback is decided, besides what the log says of the batch.
public struct RollbackContext: Sendable {
  /// The system that was written to.
  public var system: System
  /// The batch that is to be undone.
  public var batch: Int64
  /// The system's fields as described now; none for Maycur.
  public var catalog: [FieldDescription]
  /// What was read just now, user by user; nil for a system that cannot be read.
  public var now: [Verbatim: [CellAddress: Content]]?
  /// The fields that were asked for then.
  public var asked: Set<FieldCode>
  /// When that was.
  public var at: Instant
  /// The fields that are wanted; nil for all.
  public var fields: Set<FieldCode>?
  /// Whether what cannot be seen may be taken to be as the batch left it.
  public var assumesUnchanged: Bool
  /// What probes found that this tenant does.
  public var behaviours: [String: String]
  /// Users whose link to the other system has changed since the batch, with what to say of it.
  public var changedLinks: [Verbatim: String]

  /// Describes what is known.
  public init(
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
