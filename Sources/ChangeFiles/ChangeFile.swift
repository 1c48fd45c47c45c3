package import Roster

/// The requested changes as written in the file, before names and values are resolved.
///
/// Reading it needs no ledger and no network: it recognises form and encoding, and reports every
/// row that cannot be understood. `ChangeResolver` finds fields, users and values.
package struct ChangeFile: Hashable, Sendable {
  /// The system it is for.
  package let system: System
  /// Its form.
  package let form: ChangeFileForm
  /// Its encoding.
  package let encoding: ChangeFileEncoding
  /// The separator of the cells; nil for JSON and for a workbook.
  package let separator: Verbatim?
  /// The sheet of a workbook; nil for any other file.
  package let sheet: String?
  /// What a workbook does not show (hidden rows, merged cells), in sentences.
  package let notes: [String]
  /// Its rows, including those with problems; numbered from 1 in this order.
  package let rows: [RequestedRow]
  /// The problems of its rows, in the file's order.
  package let problems: [RowProblem]
  /// The applications that its bodies name (`agentid`), as digits.
  package let agentIDs: Set<Verbatim>

  /// Reads a file.
  ///
  /// - Parameters:
  ///   - bytes: The whole file.
  ///   - system: The system it is for.
  ///   - sheet: The sheet of a workbook; nil for the first visible one.
  /// - Throws: Why the file cannot be used at all; problems of single rows are in `problems`.
  package init(
    reading bytes: [UInt8],
    system: System,
    sheet: String? = nil
  ) throws(ChangeFileError) {
    self.system = system
    switch try FileContent(bytes, sheet: sheet) {
    case .json(let text, let encoding):
      let reader = try BodiesReader(text, system: system)
      self.encoding = encoding
      form = reader.form
      separator = nil
      self.sheet = nil
      notes = []
      rows = reader.rows
      problems = reader.problems
      agentIDs = reader.agentIDs
    case .table(let table):
      let reader = try TableReader(table.records, system: system)
      encoding = table.encoding
      form = reader.form
      separator = table.separator.map { Verbatim(String(UnicodeScalar($0))) }
      self.sheet = table.sheet
      notes = table.notes
      rows = reader.rows
      problems = reader.problems.sorted { $0.placeInTable < $1.placeInTable }
      agentIDs = []
    }
  }
}
