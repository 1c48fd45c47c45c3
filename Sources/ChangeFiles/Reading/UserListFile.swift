package import Roster

/// A file of userids: one on each line, or a table with a column of them.
package struct UserListFile: Hashable, Sendable {
  /// The userids, each once, in the file's order.
  package let users: [Verbatim]
  /// The cells that were cleaned.
  package let cleaned: [CellCleaning]
  /// What was ignored, in sentences: a header, a repeated userid.
  package private(set) var passedOver: [String]

  /// Reads a list.
  ///
  /// A first row that is a header of userids (`userid`, `用户ID`) is ignored. A table of several
  /// columns must have one.
  ///
  /// - Parameters:
  ///   - bytes: The whole file.
  ///   - sheet: The sheet of a workbook; nil for the first visible one.
  /// - Throws: `ChangeFileError` if it is no table, `UserListError` if a row cannot be a userid.
  package init(reading bytes: [UInt8], sheet: String? = nil) throws {
    guard case .table(let table) = try FileContent(bytes, sheet: sheet) else {
      throw ChangeFileError.unknownJSON(found: "a list of users must be a table")
    }
    try self.init(table.records)
    passedOver = table.notes + passedOver
  }

  /// Reads userids in one text, separated by commas.
  ///
  /// - Parameter text: The text from the command line; empty parts are ignored.
  /// - Throws: `UserListError` if one cannot be a userid.
  package init(commaSeparated text: String) throws {
    let cells = text.utf8.split(separator: UInt8(ascii: ",")).map {
      CSVCell(text: Verbatim(String(Substring($0))), line: 1, fault: nil)
    }
    try self.init(
      cells.isEmpty ? [] : [CSVRecord(row: 1, line: 1, cells: cells)],
      columns: Array(cells.indices)
    )
  }

  private init(_ records: [CSVRecord]) throws {
    let filled = records.filter { !$0.isBlank }
    let names = (filled.first?.cells ?? []).map { CellReader.word($0.text) }
    let column = names.firstIndex { Self.headers.contains($0.lowercased()) }
    let isTable = filled.contains { $0.cells.count > 1 }
    if isTable, column == nil { throw UserListError.noColumn(names) }
    try self.init(
      column == nil ? filled : Array(filled.dropFirst()),
      columns: [column ?? 0],
      header: column.flatMap { column in filled.first.map { (names[column], $0.position) } }
    )
  }

  private init(
    _ records: [CSVRecord],
    columns: [Int],
    header: (name: String, position: FilePosition)? = nil
  ) throws {
    var users: [Verbatim] = []
    var cleaned: [CellCleaning] = []
    var passedOver: [String] = []
    var problems: [String] = []
    var seen: Set<Verbatim> = []
    if let header, columns.count == 1 {
      passedOver.append("At \(header.position): \(header.name.quoted) is a header, no user.")
    }
    for (record, column) in records.flatMap({ record in columns.map { (record, $0) } })
    where column < record.cells.count {
      let (cell, position) = (record.cells[column], record.position(of: column))
      if columns.count > 1, CellReader.word(cell.text).isEmpty { continue }
      switch CellReader.user(cell.text, .key) {
      case .failure(let refusal): problems.append("At \(position): \(refusal.sentence)")
      case .success(let user):
        if let cleaning = CellCleaning(user, was: cell.text, at: position) {
          cleaned.append(cleaning)
        }
        if seen.insert(user.text).inserted {
          users.append(user.text)
        } else {
          passedOver.append("At \(position): \(user.text.text.quoted) is in the list already.")
        }
      }
    }
    if !problems.isEmpty { throw UserListError.badRows(problems) }
    self.users = users
    self.cleaned = cleaned
    self.passedOver = passedOver
  }

  private static let headers: Set<String> = [
    "userid", "user_id", "staffid", "user", "用户", "用户号", "用户id", "员工id", "员工userid", "员工 userid",
  ]
}

/// Why a list of userids cannot be used.
package enum UserListError: UserFacingError, Hashable {
  /// Rows that cannot be userids; what is wrong with each.
  case badRows([String])
  /// It has several columns, and no header is one of userids; the headers that were found.
  case noColumn([String])

  /// The stable name.
  package var errorCode: ErrorCode {
    switch self {
    case .badRows: ErrorCode("userListBadRows", .badData)
    case .noColumn: ErrorCode("userListNoColumn", .badData)
    }
  }

  /// What is wrong with the list, where, and what to do.
  package var message: String {
    switch self {
    case .badRows(let problems):
      "Nothing was requested, because parts of the list cannot be userids:"
        + problems.prefix(10).map { "\n  \($0)" }.joined()
        + (problems.count > 10 ? "\n  and \(problems.count - 10) more." : "")
    case .noColumn(let headers):
      "The list has several columns, and none is called userid: \(headers.map(\.quoted).shortList). "
        + "Call the column of the userids so, or write one userid on each line."
    }
  }
}
