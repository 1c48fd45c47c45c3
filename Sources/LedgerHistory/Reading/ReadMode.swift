/// Which values a read returns: the last observed ones or the expected ones.
package enum ReadMode: String, CaseIterable, Hashable, Sendable {
  /// The last fetched or imported value.
  case observed
  /// The observed value, or an accepted write that came after it.
  case expected
}

/// Where a value in the ledger comes from.
package enum ValueSource: String, CaseIterable, Hashable, Sendable {
  /// It was fetched or imported.
  case observed
  /// It was written, the system accepted it, and no response about the field has come since.
  case written
}
