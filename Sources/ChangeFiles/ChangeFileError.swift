package import Roster
package import VerbatimJSON
package import Workbook

/// Why a change file cannot be used at all.
package enum ChangeFileError: UserFacingError, Hashable {
  /// The file is empty.
  case empty
  /// It is a workbook that cannot be read.
  case workbook(WorkbookError)
  /// A sheet was named, but the file is no workbook.
  case sheetOfText
  /// It is neither UTF-8 nor GB18030; the first invalid byte is on this line.
  case notText(line: Int)
  /// It is mostly UTF-8, but not on this line.
  case damagedUTF8(line: Int)
  /// It is UTF-16 or UTF-32 with invalid characters.
  case damagedWideText
  /// It is UTF-32.
  case utf32
  /// It is valid as UTF-8 and as GB18030, with different texts: two samples.
  case ambiguousEncoding(utf8: String, gb18030: String)
  /// This machine cannot read the encoding.
  case encodingUnavailable(String)
  /// It is not valid JSON.
  case invalidJSON(JSONSyntaxError)
  /// It is JSON, but none of the known forms; what was found.
  case unknownJSON(found: String)
  /// It is a file for the other system.
  case otherSystem(System)
  /// The first row is not a known header; the columns that were found.
  case unknownHeader(columns: [String])
  /// The table seems to have a single column.
  case oneColumn(header: String)
  /// Two columns have the same header.
  case duplicateHeader(String, FilePosition, first: FilePosition)
  /// A quotation mark is opened here and never closed.
  case unclosedQuote(FilePosition)
  /// There is a header and no row below it.
  case noRows

  /// The stable name.
  package var errorCode: ErrorCode {
    switch self {
    case .empty: ErrorCode("changeFileEmpty", .badData)
    case .workbook(.old), .workbook(.binary), .workbook(.none):
      ErrorCode("changeFileIsWorkbook", .badData)
    case .workbook(.encrypted): ErrorCode("changeFileEncrypted", .badData)
    case .workbook(.broken), .workbook(.tooLarge): ErrorCode("changeFileWorkbookBroken", .badData)
    case .workbook(.noSheet): ErrorCode("changeFileSheetUnknown", .badData)
    case .sheetOfText: ErrorCode("changeFileHasNoSheets", .badData)
    case .notText: ErrorCode("changeFileNotText", .badData)
    case .damagedUTF8: ErrorCode("changeFileDamaged", .badData)
    case .damagedWideText: ErrorCode("changeFileDamaged", .badData)
    case .utf32: ErrorCode("changeFileEncodingUnknown", .badData)
    case .ambiguousEncoding: ErrorCode("changeFileEncodingAmbiguous", .badData)
    case .encodingUnavailable: ErrorCode("changeFileEncodingUnavailable", .badData)
    case .invalidJSON: ErrorCode("changeFileInvalidJSON", .badData)
    case .unknownJSON: ErrorCode("changeFileFormUnknown", .badData)
    case .otherSystem: ErrorCode("changeFileForOtherSystem", .badData)
    case .unknownHeader, .oneColumn: ErrorCode("changeFileHeaderUnknown", .badData)
    case .duplicateHeader: ErrorCode("changeFileHeaderDuplicate", .badData)
    case .unclosedQuote: ErrorCode("changeFileQuoteUnclosed", .badData)
    case .noRows: ErrorCode("changeFileNoRows", .badData)
    }
  }

  /// What is wrong with the file, where, and what to do.
  package var message: String {
    switch self {
    case .empty, .noRows, .unknownHeader, .oneColumn, .duplicateHeader, .unclosedQuote:
      tableMessage
    case .workbook(let error): error.message
    case .sheetOfText:
      "The file is no workbook, so it has no sheets. Leave --sheet out."
    case .notText, .damagedUTF8, .damagedWideText, .utf32, .ambiguousEncoding,
      .encodingUnavailable:
      encodingMessage
    case .invalidJSON(let error):
      "The file is not valid JSON: \(error). Correct it there and try again."
    case .unknownJSON(let found):
      "The file is JSON, but \(found). It must be a body of DingTalk's v2/update ({\"agentid\": …, "
        + "\"param\": {…}}), an array of them, Maycur's array of employees ([{\"employeeId\": …}]), "
        + "or one such object a line."
    case .otherSystem(.dingtalk):
      "The file has bodies for DingTalk, not Maycur employees. Push it with --to dingtalk."
    case .otherSystem(.maycur):
      "The file has Maycur employees, not bodies for DingTalk. Push it with --to maycur."
    }
  }

  private var tableMessage: String {
    switch self {
    case .empty: "The file is empty. Write a header and at least one row, or a JSON body."
    case .noRows: "The table has a header and no rows below it. Write at least one row."
    case .unknownHeader(let columns):
      "The first row is not a header that is understood: \(columns.map(\.quoted).shortList). Write "
        + "user, field, item, value (用户, 字段, 序号, 值), or user (userid, 工号, 姓名) first and then a "
        + "field in each column."
    case .oneColumn(let header):
      "The table seems to have a single column, \(header.quoted). Separate its columns by commas (,), "
        + "tabs or semicolons (;), not by their wide forms."
    case .duplicateHeader(let header, let position, let first):
      "At \(position) the header \(header.quoted) occurs a second time, after \(first). Remove one of "
        + "the two columns."
    case .unclosedQuote(let position):
      "At \(position) a quotation mark is opened and never closed, so that the rest of the file is "
        + "one cell. Close it, or double it if it is part of the text."
    default: ""
    }
  }

  private var encodingMessage: String {
    switch self {
    case .notText(let line):
      "Line \(line) is neither UTF-8 nor GB18030 text. Save the file as \"CSV UTF-8\" and try again."
    case .damagedUTF8(let line):
      "The file is UTF-8, but line \(line) has bytes that are not. Something cut or mixed the text; "
        + "export it again."
    case .damagedWideText:
      "The file begins like UTF-16 and is not. Save it as \"CSV UTF-8\" and try again."
    case .utf32: "The file is UTF-32, which is not read. Save it as \"CSV UTF-8\" and try again."
    case .ambiguousEncoding(let utf8, let gb18030):
      "The file can be read as UTF-8 (\"\(utf8)\") and as GB18030 (\"\(gb18030)\"), and it does not "
        + "say which it is. Save it as \"CSV UTF-8\", which says so, and try again."
    case .encodingUnavailable(let encoding):
      "The file seems to be \(encoding), which this machine cannot read: its C library has no "
        + "converter for it. Save the file as \"CSV UTF-8\" and try again."
    default: ""
    }
  }
}
