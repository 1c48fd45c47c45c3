import Workbook

extension WorkbookError {
  /// What is wrong with the workbook, and what to do.
  var message: String {
    switch self {
    case .old:
      "The file is a workbook of the old binary form (.xls, .et), which is not read. Save it as .xlsx, "
        + "or as \"CSV UTF-8\", and try again."
    case .binary:
      "The file is a binary workbook (.xlsb), which is not read. Save it as .xlsx, or as \"CSV "
        + "UTF-8\", and try again."
    case .none:
      "The file is an archive, and no workbook of Excel or WPS (.xlsx) is in it. Save the table as "
        + ".xlsx, or as \"CSV UTF-8\", and try again."
    case .encrypted:
      "The workbook is protected by a password, so it cannot be read. Save it without one, and try "
        + "again."
    case .broken(let what):
      "The workbook is broken: \(what). Open it in Excel or WPS, save it again, and "
        + "try again."
    case .tooLarge(let what):
      "The workbook is larger than a table of people is: \(what). Save the sheet alone, "
        + "without empty rows and columns, and try again."
    case .noSheet(let name, let known):
      "The workbook has no sheet \(name.quoted). Its sheets are \(known.map(\.quoted).shortList)."
    }
  }
}
