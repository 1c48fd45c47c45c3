/// The three forms in which every command can print its result.
package enum OutputFormat: String, CaseIterable, Hashable, Sendable {
  /// Columns that line up, for people.
  case table
  /// One JSON document, with UTC times.
  case json
  /// RFC 4180 with a line of headings; times are in UTC.
  case csv
}
