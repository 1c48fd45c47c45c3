/// One column of a report: its names, and its value for a row.
///
/// A command describes its columns once; table, JSON and CSV are made from them.
package struct Column<Row>: Sendable {
  /// Its key in JSON and its heading in CSV; nil for a column of tables only.
  package let key: String?
  /// Its heading in the table; nil if the table does not show it.
  package let heading: TextTable.Heading?
  package let datum: @Sendable (Row) -> Datum

  /// Describes a column of table, JSON and CSV.
  ///
  /// - Parameters:
  ///   - key: The key in JSON and CSV.
  ///   - title: The heading in the table.
  ///   - alignment: The edge of the column at which the table's cells are aligned.
  ///   - isFlexible: Whether the table's cells may be cut to fit a terminal.
  ///   - datum: The value for a row.
  package init(
    _ key: String,
    title: String,
    _ alignment: TextTable.Alignment = .leading,
    isFlexible: Bool = false,
    _ datum: @escaping @Sendable (Row) -> Datum
  ) {
    self.key = key
    self.heading = TextTable.Heading(title, alignment, isFlexible: isFlexible)
    self.datum = datum
  }

  private init(
    key: String?,
    heading: TextTable.Heading?,
    datum: @escaping @Sendable (Row) -> Datum
  ) {
    self.key = key
    self.heading = heading
    self.datum = datum
  }

  /// The same column for rows that contain its row as a part.
  ///
  /// - Parameter part: Returns the part.
  /// - Returns: The column, under the same names.
  package func of<Whole>(_ part: @escaping @Sendable (Whole) -> Row) -> Column<Whole> {
    let datum = datum
    return Column<Whole>(key: key, heading: heading) { datum(part($0)) }
  }

  /// A column that only programs get.
  package static func data(
    _ key: String,
    _ datum: @escaping @Sendable (Row) -> Datum
  ) -> Column {
    Column(key: key, heading: nil, datum: datum)
  }

  /// A column of tables only.
  package static func shown(
    _ title: String,
    _ alignment: TextTable.Alignment = .leading,
    isFlexible: Bool = false,
    _ datum: @escaping @Sendable (Row) -> Datum
  ) -> Column {
    Column(
      key: nil,
      heading: TextTable.Heading(title, alignment, isFlexible: isFlexible),
      datum: datum
    )
  }
}

extension Array {
  /// The same columns for rows that contain their row as a part.
  ///
  /// - Parameter part: Returns the part.
  /// - Returns: The columns, under the same names.
  package func of<Row, Whole>(_ part: @escaping @Sendable (Whole) -> Row) -> [Column<Whole>]
  where Element == Column<Row> {
    map { $0.of(part) }
  }
}
