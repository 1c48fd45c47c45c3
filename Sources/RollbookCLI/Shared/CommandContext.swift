import LedgerHistory
import Ledger
import Operations
import Tables
import Roster

/// Context of a reading command: the open ledger, the settings and the output.
struct CommandContext {
  let settings: Settings
  var ledger: Ledger
  let environment: CommandEnvironment
  let format: OutputFormat
  /// Whether CSV is for Excel and WPS.
  let isForExcel: Bool

  /// Opens the ledger that the options name.
  init(_ global: GlobalOptions, _ environment: CommandEnvironment) throws {
    try self.init(global, environment, format: global.written)
  }

  /// The same for a command that has formats of its own; `format` is the nearest to the one it writes.
  init<Format>(
    _ global: CommonOptions<Format>,
    _ environment: CommandEnvironment,
    format: OutputFormat
  ) throws {
    settings = try environment.kept?.settings(zone: global.zone) ?? global.settings(in: environment)
    ledger =
      try environment.kept?.ledger
      ?? Ledger.open(
        at: settings.ledger,
        signing: settings.signing,
        watch: settings.watch(in: environment),
        timekeeper: environment.timekeeper
      )
    if let ahead = try ledger.ahead(of: environment.timekeeper.now()) {
      global.note(ahead.sentence(settings.times), in: environment)
    }
    self.environment = environment
    self.format = format
    isForExcel = global.isForExcel
  }

  /// Writes rows as a stream.
  ///
  /// - Parameters:
  ///   - columns: The columns.
  ///   - emptyNote: The text of a table without rows.
  ///   - key: What a row is found by, if only a part is wanted; nil if rows are counted.
  ///   - rows: Calls its argument once for each row; with a key, for those after the part before.
  /// - Throws: Errors of `rows`, or of the output.
  func write<Row>(
    _ columns: [Column<Row>],
    emptyNote: String,
    key: ((Row) -> [String])? = nil,
    rows: ((Row) throws -> Void) throws -> Void
  ) throws {
    try stream(columns, emptyNote: emptyNote, key: key, rows: rows) { $0 }
  }

  /// Writes rows about cells as a stream, with masks in place of what the reader may not see, and with
  /// a column that says so if the reader does not see everything.
  func write<Row: CellRow & Sendable>(
    _ columns: [Column<Row>],
    emptyNote: String,
    key: ((Row) -> [String])? = nil,
    rows: ((Row) throws -> Void) throws -> Void
  ) throws {
    let sight = environment.sight
    if sight.isWhole {
      return try stream(columns, emptyNote: emptyNote, key: key, rows: rows) { $0 }
    }
    try stream(
      columns.of(\.row) + [.data("masked") { .flag($0.isMasked) }],
      emptyNote: emptyNote,
      key: key,
      rows: rows,
      seen: sight.row
    )
  }

  private func stream<Row, Seen>(
    _ columns: [Column<Seen>],
    emptyNote: String,
    key: ((Row) -> [String])?,
    rows: ((Row) throws -> Void) throws -> Void,
    seen: @escaping (Row) -> Seen
  ) throws {
    let sink = environment.output.result
    let page = environment.page
    var report = OutputTable(columns, style: style(), emptyNote: emptyNote) { try sink.write($0) }
    do {
      try rows { row in
        if try page?.takes(key?(row)) ?? true { try report.add(seen(row)) }
      }
    } catch is ListPage.Full {}
    try report.finish()
  }

  /// Writes one row by itself.
  func write<Row>(_ row: Row, _ columns: [Column<Row>]) throws {
    let sink = environment.output.result
    try OutputTable.one(row, columns, style: style()) { try sink.write($0) }
  }

  /// The system to which a batch wrote.
  func system(ofBatch batch: OperationNumber) throws -> Roster.System {
    let filter = OperationFilter(only: batch, kinds: OperationKind.batches)
    guard let operation = try ledger.operation(filter) else { throw PushError.noBatch(batch) }
    return operation.system
  }

  /// The field mapping, with the rows of a YAML file in place of its own where one is named.
  func mappings(_ file: String?) throws -> FieldMappings {
    guard let file else { return .standard }
    let rows = try TableFile(file, in: environment).mapping(among: ledger.fields(.dingtalk))
    return try FieldMappings.standard.overridden(by: rows)
  }

  /// The note for an empty table; before the first fetch it says that nothing is known yet.
  func emptyNote(_ note: String) throws -> String {
    try ledger.operation() == nil
      ? "Nothing is known yet: nothing has been fetched into this ledger. Run `rollbook fetch`."
      : note
  }

  func style<Row>() -> OutputTable<Row>.Style {
    OutputTable.Style(
      format: format,
      times: settings.times,
      width: environment.output.resultWidth,
      isForExcel: isForExcel
    )
  }
}

extension KeptLedger {
  /// The settings, with times in a zone if one is named.
  fileprivate func settings(zone: String?) throws(SettingsError) -> Settings {
    guard let zone else { return settings }
    guard let times = Times(zone: zone) else { throw .unknownZone(zone, source: "--zone") }
    var settings = settings
    settings.times = times
    return settings
  }
}

extension EntriesAhead {
  /// The consequence, as a line for people.
  func sentence(_ times: Times) -> String {
    "The ledger's entries from \(first) on are recorded at up to \(times.human(recordedAt)), which is "
      + "ahead of this machine's clock: a clock was wrong then, or is wrong now. Moments are found by "
      + "the clock's own times; reports date these entries as they are recorded, so one that ends "
      + "before leaves them out."
  }
}
