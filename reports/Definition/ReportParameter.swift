import Tables

/// A parameter of a report.
package struct ReportParameter: Hashable, Sendable {
  /// The type of a parameter's value, and what the SQL receives.
  package enum Kind: String, CaseIterable, Hashable, Sendable {
    /// Any text.
    case text
    /// A whole number.
    case integer
    /// A number of days, 0 or more.
    case days
    /// A moment (``Moment``), as `2026-01-31` or `today-30`; the SQL gets the text of its day.
    case date
    /// A moment, a day for its beginning; the SQL gets milliseconds.
    case time
    /// A person of DingTalk: a userid, a job number or a name; the SQL gets the userid.
    case user
    /// A field of DingTalk: its code or its name; the SQL gets the code.
    case field
    /// Fields of DingTalk, separated by commas; the SQL gets a JSON array of codes.
    case fields
  }

  /// The value of a parameter that is not given.
  package enum Default: Hashable, Sendable {
    /// It must be given.
    case required
    /// Nothing: `NULL`.
    case none
    /// This text, parsed like a given one.
    case text(String)
  }

  /// Its name; the SQL writes it with a colon before it.
  package let name: String
  /// The type of its value.
  package let kind: Kind
  /// Its default.
  package let standard: Default
  /// Its description.
  package let note: String
}

/// A column of a report.
package struct ReportColumn: Hashable, Sendable {
  /// The type of a column's values.
  package enum Kind: String, CaseIterable, Hashable, Sendable {
    /// A text.
    case text
    /// A whole number.
    case integer
    /// A number with a fraction, written with one digit after the point.
    case decimal
    /// A moment, in milliseconds.
    case time
    /// A day, as text.
    case date
    /// Yes or no: 1 or 0.
    case flag
  }

  /// Its name, in the SQL, in JSON and in CSV.
  package let name: String
  /// The type of its values.
  package let kind: Kind
  /// Its heading, for people.
  package let title: String
}

/// The chart that a report declares.
package struct ReportChart: Hashable, Sendable {
  /// How it is drawn.
  package enum Kind: String, CaseIterable, Hashable, Sendable {
    /// A bar for each row, from the left.
    case bar
    /// A line for each series.
    case line
  }

  /// How it is drawn.
  package let kind: Kind
  /// The column with the categories or days of the x axis.
  package let x: String
  /// The column with the numbers.
  package let y: String
  /// The column that distinguishes the series, if there are several.
  package let series: String?
}
