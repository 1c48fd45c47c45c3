import Ledger
package import LedgerHistory
package import Roster

/// What a replay writes again, where, how, and who runs it.
package struct ReplayRequest: Sendable {
  /// The source of the values.
  package var source: ReplaySource
  /// The users, in the system that the values are from; nil for all.
  package var users: Set<Verbatim>?
  /// The fields of that system; nil for all.
  package var fields: Set<FieldCode>?
  /// Whether empty values are written.
  package var propagatesClears: Bool
  /// Which fields correspond in Maycur.
  package var mapping: FieldMappings
  /// How it is sent.
  package var rules: SendingRules
  /// Who runs it, and why; a reason is required.
  package var author: Author

  package init(
    source: ReplaySource,
    users: Set<Verbatim>? = nil,
    fields: Set<FieldCode>? = nil,
    propagatesClears: Bool = false,
    mapping: FieldMappings = .standard,
    rules: SendingRules = SendingRules(),
    author: Author
  ) {
    self.source = source
    self.users = users
    self.fields = fields
    self.propagatesClears = propagatesClears
    self.mapping = mapping
    self.rules = rules
    self.author = author
  }
}

/// The source of a replay's values.
package enum ReplaySource: Hashable, Sendable {
  /// Observed or imported changes of a system in a span of entries: the latest value of each cell.
  case observed(EntrySpan, of: System = .dingtalk)
  /// What a batch wrote to the other system.
  case batch(OperationNumber)
}
