/// What a question is asked about: what was seen, or what is believed (design 2, two lenses).
package enum ReadMode: String, CaseIterable, Hashable, Sendable {
  /// The last fetched or imported value.
  case observed
  /// That, or an accepted write that came after it.
  case expected
}

/// On what ground the ledger says that a cell holds something.
package enum ValueSource: String, CaseIterable, Hashable, Sendable {
  /// It was fetched or imported.
  case observed
  /// It was written, the system accepted it, and no response for the field has come since.
  case written
}
