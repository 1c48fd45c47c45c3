package import Ledger
package import LedgerQuery
package import Roster
package import Tables

/// The run of a report: the report, the values of its parameters, and the position.
///
/// Example: a run of `joiners-and-leavers` with `["from": "2026-01-01"]` streams one row for each
/// person who joined or left since then, and returns the provenance that the output prints.
package struct ReportRun: Sendable {
  /// How names of people and fields are looked up.
  package struct Names: Sendable {
    let user: @Sendable (String) throws -> Verbatim
    let field: @Sendable (String) throws -> FieldCode

    /// The two look-ups.
    ///
    /// - Parameters:
    ///   - user: The userid for a userid, a job number or a name.
    ///   - field: The code for a code or a name.
    package init(
      user: @escaping @Sendable (String) throws -> Verbatim,
      field: @escaping @Sendable (String) throws -> FieldCode
    ) {
      self.user = user
      self.field = field
    }
  }

  /// The report.
  package let definition: ReportDefinition
  /// The given values, by the names of their parameters.
  package var values: [String: String]
  /// The position that it reads at.
  package var moment: AsOf
  /// The zone of its days.
  package var times: Times
  /// How names are found.
  package var names: Names
  /// Tables that exist beside the views.
  package var tables: [QueryTable]
  /// How long it may take.
  package var timeLimit: Duration
  /// The version of the program, for the provenance.
  package var program: String
  /// What the reader sees of values.
  package var sight = Sight.everything
  /// Returns the root of the log's tree at an entry, for the provenance; nil if nothing proves it.
  package var root: (@Sendable (EntryID) throws -> String)?

  package init(
    _ definition: ReportDefinition,
    values: [String: String] = [:],
    moment: AsOf = .now,
    times: Times,
    names: Names,
    tables: [QueryTable] = [],
    timeLimit: Duration = .seconds(60),
    program: String
  ) {
    self.definition = definition
    self.values = values
    self.moment = moment
    self.times = times
    self.names = names
    self.tables = tables
    self.timeLimit = timeLimit
    self.program = program
  }

  /// Runs the report.
  ///
  /// - Parameters:
  ///   - ledger: The ledger.
  ///   - timekeeper: The clock.
  ///   - each: Receives a row, column by column; an error that it throws ends the run.
  /// - Returns: What an auditor needs to rely on the rows.
  /// - Throws: `ReportError`, `QueryError`, `LedgerError`, or what `each` throws.
  package func run(
    on ledger: Ledger,
    timekeeper: any Timekeeper,
    each: ([Datum]) throws -> Void
  ) throws -> Provenance {
    let now = timekeeper.now()
    let values = try bound(at: try instant(in: ledger, now: now), in: ledger)
    let query = LedgerQuery(
      sql: definition.sql,
      parameters: values,
      moment: moment,
      tables: tables,
      functions: ReportFunctions.all(times),
      sight: sight,
      timeLimit: timeLimit
    )
    var basis: QueryBasis?
    var row = 0
    let rows = try ledger.query(
      query,
      timekeeper: timekeeper,
      begin: { found in
        try check(found.columns)
        basis = found
      }
    ) { values in
      row += 1
      try each(try data(values, row: row))
    }
    guard let basis else { throw QueryError.empty }
    return Provenance(
      report: definition.name,
      sqlDigest: basis.sqlDigest,
      parameters: definition.parameters.map { parameter in
        Provenance.Parameter(name: parameter.name, value: values[parameter.name]?.words)
      },
      position: basis.position,
      ledger: basis.ledger,
      lastEntry: basis.lastEntry,
      root: try root?(basis.lastEntry),
      masked: sight.masked,
      rows: rows,
      madeAt: now,
      program: program
    )
  }

  /// The time of the position, from which relative days are counted.
  private func instant(in ledger: Ledger, now: Instant) throws -> Instant {
    switch moment {
    case .now: now
    case .time(let time): time
    default: try ledger.position(at: moment).recordedAt ?? now
    }
  }

  private func bound(at now: Instant, in ledger: Ledger) throws -> [String: QueryValue] {
    let known = definition.parameters.map(\.name)
    for name in values.keys.sorted() where !known.contains(name) {
      throw ReportError.parameterUnknown(report: definition.name, parameter: name, known: known)
    }
    let reader = ParameterReader(
      report: definition.name,
      times: times,
      names: names,
      now: now,
      ledger: ledger
    )
    var bound: [String: QueryValue] = [:]
    for parameter in definition.parameters {
      bound[parameter.name] = try reader.value(of: parameter, given: values[parameter.name])
    }
    return bound
  }

  private func check(_ found: [String]) throws {
    let stated = definition.columns.map(\.name)
    guard found == stated else {
      throw ReportError.columnsDiffer(report: definition.name, stated: stated, found: found)
    }
  }

  private func data(_ values: [QueryValue], row: Int) throws -> [Datum] {
    try zip(definition.columns, values).map { column, value in
      guard let datum = column.kind.datum(value) else {
        throw ReportError.valueWrong(
          report: definition.name,
          row: row,
          column: column.name,
          kind: column.kind.rawValue
        )
      }
      return datum
    }
  }
}

extension ReportColumn.Kind {
  /// The datum for a SQL value in a column of this type; nil if the value has another type.
  fileprivate func datum(_ value: QueryValue) -> Datum? {
    switch (self, value) {
    case (_, .null): .absent
    case (.text, .text(let text)), (.date, .text(let text)): .text(text)
    case (.integer, .integer(let number)): .integer(number)
    case (.decimal, .real(let number)) where number.magnitude < 1e15: .decimal(number, digits: 1)
    case (.decimal, .integer(let number)): .decimal(Double(number), digits: 1)
    case (.time, .integer(let number)) where Times.isWritable(Instant(milliseconds: number)):
      .time(Instant(milliseconds: number))
    case (.flag, .integer(let number)) where number == 0 || number == 1: .flag(number == 1)
    default: nil
    }
  }
}

extension QueryValue {
  /// The value in the provenance; nil for NULL.
  fileprivate var words: Verbatim? {
    switch self {
    case .text(let text): text
    case .integer(let number): Verbatim(String(number))
    default: nil
    }
  }
}
