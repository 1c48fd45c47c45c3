package import Ledger
package import Roster

/// What a replay shall write again, where, how, and who runs it.
package struct ReplayRequest: Sendable {
  /// What is written again.
  package var source: ReplaySource
  /// These users of the system that the values are from, or all.
  package var users: Set<Verbatim>?
  /// These fields of that system, or all.
  package var fields: Set<FieldCode>?
  /// Whether what became empty is emptied.
  package var propagatesClears: Bool
  /// What is what in Maycur.
  package var mapping: FieldMappings
  /// How it is sent.
  package var rules: SendingRules
  /// Who does it, and why; a reason is needed.
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

/// What is written again.
package enum ReplaySource: Hashable, Sendable {
  /// What was seen, or imported, to have changed in a system in a span of entries: the latest value
  /// of each cell.
  case observed(EntrySpan, of: System = .dingtalk)
  /// What a batch wrote to the other system than the one that is written to now.
  case batch(Int64)
}
