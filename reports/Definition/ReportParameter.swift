import Tables

/// What a report asks of its user.
public struct ReportParameter: Hashable, Sendable {
  /// What a parameter takes, and what the SQL gets for it.
  public enum Kind: String, CaseIterable, Hashable, Sendable {
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

  /// What it gets where nobody gives it a value.
  public enum Default: Hashable, Sendable {
    /// It must be given.
    case required
    /// Nothing: `NULL`.
    case none
    /// This text, read as if it had been given.
    case text(String)
  }

  /// Its name, which the SQL writes with a colon before it.
  public let name: String
  /// What it takes.
  public let kind: Kind
  /// What it gets otherwise.
  public let standard: Default
  /// What it is for.
  public let note: String
}

/// A column of a report.
public struct ReportColumn: Hashable, Sendable {
  /// What stands in a column.
  public enum Kind: String, CaseIterable, Hashable, Sendable {
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
  public let name: String
  /// What stands in it.
  public let kind: Kind
  /// Its heading, for people.
  public let title: String
}

/// The chart that a report declares.
public struct ReportChart: Hashable, Sendable {
  /// How it is drawn.
  public enum Kind: String, CaseIterable, Hashable, Sendable {
    /// A bar for each row, from the left.
    case bar
    /// A line for each series.
    case line
  }

  /// How it is drawn.
  public let kind: Kind
  /// The column that names the places.
  public let x: String
  /// The column with the numbers.
  public let y: String
  /// The column that distinguishes the series, if there are several.
  public let series: String?
}
