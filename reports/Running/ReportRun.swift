package import Ledger
package import Roster
package import Tables

/// A report that is to be run: on which ledger, with which values, at which moment.
package struct ReportRun: Sendable {
  /// How people and fields that somebody names are found.
  package struct Names: Sendable {
    let user: @Sendable (String) throws -> Verbatim
    let field: @Sendable (String) throws -> FieldCode

    /// Makes it of two ways to look a name up.
    ///
    /// - Parameters:
    ///   - user: The userid that is meant by a userid, a job number or a name.
    ///   - field: The code that is meant by a code or a name.
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
  /// What was given for its parameters, by their names.
  package var values: [String: String]
  /// The moment of the log on which it looks.
  package var moment: AsOf
  /// The zone of its days.
  package var times: Times
  /// How names are found.
  package var names: Names
  /// Tables that stand beside the views.
  package var tables: [QueryTable]
  /// How long it may take.
  package var timeLimit: Duration
  /// The version of the program, for the provenance.
  package var program: String
  /// Gives the root of the log's tree at an entry, for the provenance; nil where nothing proves it.
  package var root: (@Sendable (Int64) throws -> String)?

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

  /// Runs it.
  ///
  /// - Parameters:
  ///   - ledger: The ledger.
  ///   - timekeeper: The clock.
  ///   - each: Takes a row, column by column; what it throws ends the run.
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
      rows: rows,
      madeAt: now,
      program: program
    )
  }

  /// The time at which the report looks, from which its days are counted.
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
  /// What a value of SQL is in such a column; nil where it cannot stand there.
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
  /// As the provenance prints it; nil for nothing.
  fileprivate var words: Verbatim? {
    switch self {
    case .text(let text): text
    case .integer(let number): Verbatim(String(number))
    default: nil
    }
  }
}
