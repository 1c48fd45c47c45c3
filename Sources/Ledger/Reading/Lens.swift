/// What a question is asked about: what was seen, or what is believed (design 2, two lenses).
public enum Lens: String, CaseIterable, Hashable, Sendable {
  /// The last fetched or imported value.
  case seen
  /// That, or an accepted write that came after it.
  case believed
}

/// On what ground the ledger says that a cell holds something.
public enum Ground: String, CaseIterable, Hashable, Sendable {
  /// It was fetched or imported.
  case seen
  /// It was written, the system accepted it, and no answer for the field has come since.
  case written
}
