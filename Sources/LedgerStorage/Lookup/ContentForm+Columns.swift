package import Roster

extension ContentForm {
  /// The three columns of an event's content, for a query with `personal_value` as `table` on the
  /// right of a LEFT JOIN; `event` is the number of the event.
  ///
  /// An erased row and a missing row give different results.
  package static func columns(_ table: String, ofEvent event: String) -> String {
    """
    coalesce(\(table).form, (SELECT \(erased) FROM main.erased_value WHERE id = \(event))),
      \(table).value, \(table).label
    """
  }
}

extension EntryKind {
  /// The numbers of the kinds that state values, as SQL lists them.
  package static let codesWithValues = "\(EntryKind.fetched.code), \(EntryKind.imported.code)"
}
