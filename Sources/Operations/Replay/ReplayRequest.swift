public import Ledger
public import Roster

/// What is emitted again.
public enum ReplaySource: Hashable, Sendable {
  /// What was seen to change in DingTalk in a span of entries: the latest value of each cell.
  case observed(EntrySpan)
  /// What a batch wrote to DingTalk.
  case batch(Int64)
}

/// What a replay shall write again, where, how, and for whom.
public struct ReplayRequest: Sendable {
  /// What is emitted again.
  public var source: ReplaySource
  /// These DingTalk users, or all.
  public var users: Set<Verbatim>?
  /// These fields of DingTalk, or all.
  public var fields: Set<FieldCode>?
  /// Whether what became empty is emptied.
  public var propagatesClears: Bool
  /// What is what in Maycur.
  public var mapping: FieldMappings
  /// How it is sent.
  public var rules: SendingRules
  /// Who does it, and why; a reason is needed.
  public var author: Author

  /// Describes a replay.
  public init(
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
