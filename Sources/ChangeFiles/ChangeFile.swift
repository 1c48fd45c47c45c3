public import Roster

/// What a file wants of whom, in the file's own words.
///
/// Reading it needs no ledger and no network: it recognises the form and the encoding and names
/// every row that cannot be meant. What the words mean is found by `ChangeResolver`.
public struct ChangeFile: Hashable, Sendable {
  /// The system it is for.
  public let system: System
  /// Its form.
  public let form: ChangeFileForm
  /// Its encoding.
  public let encoding: ChangeFileEncoding
  /// What parts the cells of a table; nil for JSON.
  public let separator: Verbatim?
  /// Its rows, those with problems too; numbered from 1 in this order.
  public let rows: [RequestedRow]
  /// What is wrong with rows of it, in the file's order.
  public let problems: [RowProblem]
  /// The applications that its bodies name (`agentid`), as digits.
  public let agentIDs: Set<Verbatim>

  /// Reads a file.
  ///
  /// - Parameters:
  ///   - bytes: The whole file.
  ///   - system: The system it is meant for.
  /// - Throws: Why nothing of it can be used; what concerns some rows is in `problems`.
  public init(reading bytes: [UInt8], system: System) throws(ChangeFileError) {
    let text = try DecodedText(bytes)
    self.system = system
    encoding = text.encoding
    switch text.bytes.first(where: { !(0x09...0x0D ~= $0 || $0 == 0x20) }) {
    case nil: throw .empty
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      let reader = try BodiesReader(text.bytes, system: system)
      form = reader.form
      separator = nil
      rows = reader.rows
      problems = reader.problems
      agentIDs = reader.agentIDs
    default:
      let table = try CSVTable(text.bytes)
      let reader = try TableReader(table, system: system)
      form = reader.form
      separator = Verbatim(String(UnicodeScalar(table.separator)))
      rows = reader.rows
      problems = reader.problems.sorted { $0.placeInTable < $1.placeInTable }
      agentIDs = []
    }
  }
}
