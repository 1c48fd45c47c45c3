/// One column of a report: what it is called, and what stands in it for a row.
///
/// A command describes its rows once, and gets a table, JSON and CSV of them.
package struct Column<Row>: Sendable {
  /// Its key in JSON and its heading in CSV; nil where only the table has it.
  package let key: String?
  /// Its heading in the table; nil where the table leaves it out.
  package let heading: TextTable.Heading?
  package let datum: @Sendable (Row) -> Datum

  /// Describes a column that the table, JSON and CSV have.
  ///
  /// - Parameters:
  ///   - key: The key in JSON and CSV.
  ///   - title: The heading in the table.
  ///   - alignment: Which edge of the column the table's cells stand at.
  ///   - isFlexible: Whether the table's cells may be cut to fit a terminal.
  ///   - datum: What stands in the column for a row.
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

  /// The column for rows of which this is about a part.
  ///
  /// - Parameter part: Gives the part.
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

  /// A column that only the table has.
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
