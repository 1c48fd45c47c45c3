/// The shape of a change file.
package enum ChangeFileForm: String, CaseIterable, Hashable, Sendable {
  /// One body of DingTalk's `v2/update`.
  case dingtalkBody
  /// An array of such bodies.
  case dingtalkBodies
  /// One JSON object a line: DingTalk bodies, or Maycur employees.
  case jsonLines
  /// The bare array of employees of Maycur's `dingTalk/batch`.
  case maycurBatch
  /// A table with one cell a row: user, field, item, value.
  case csvLong
  /// A table with one user a row and one field a column.
  case csvWide

  /// Whether it is a table, which a spreadsheet program may have saved.
  package var isTable: Bool { self == .csvLong || self == .csvWide }

  /// The form in words.
  package var phrase: String {
    switch self {
    case .dingtalkBody: "one body of DingTalk's v2/update"
    case .dingtalkBodies: "an array of bodies of DingTalk's v2/update"
    case .jsonLines: "one JSON object a line"
    case .maycurBatch: "an array of Maycur employees"
    case .csvLong: "a table with one cell a row"
    case .csvWide: "a table with one user a row"
    }
  }
}

/// The encoding of a change file's text.
package enum ChangeFileEncoding: String, CaseIterable, Hashable, Sendable {
  /// UTF-8 without a byte order mark.
  case utf8
  /// UTF-8 with a byte order mark, as Excel's "CSV UTF-8" writes it.
  case utf8WithMark
  /// GB18030, which includes GBK and GB2312: the encoding of Excel and WPS in China.
  case gb18030
  /// UTF-16, low byte first, with a byte order mark: Excel's "Unicode text".
  case utf16LittleEndian
  /// UTF-16, high byte first, with a byte order mark.
  case utf16BigEndian
  /// None: the texts of a workbook.
  case workbook

  /// The encoding's name for people.
  package var phrase: String {
    switch self {
    case .utf8: "UTF-8"
    case .utf8WithMark: "UTF-8 with a byte order mark"
    case .gb18030: "GB18030 (GBK)"
    case .utf16LittleEndian: "UTF-16, low byte first"
    case .utf16BigEndian: "UTF-16, high byte first"
    case .workbook: "a workbook"
    }
  }
}
