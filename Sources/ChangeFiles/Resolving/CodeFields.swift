import Roster

/// The fields with codes, numbers, dates or mail addresses, where only ASCII can be meant.
///
/// Names, addresses and free text keep their wide characters.
enum CodeFields {
  private static let types = ["Date", "Number", "Phone", "Money", "Mail"]
  private static let endingsOfNames = [
    "号", "号码", "电话", "手机", "邮箱", "邮件", "编码", "代码", "邮编", "日期", "时间", "生日", "次数", "id", "ID",
  ]
  private static let endingsOfCodes = [
    "mail", "mobile", "Mobile", "Phone", "tel", "Tel", "No", "Number", "Code", "Time", "Date",
    "Birthday", "Id", "Ids", "Count", "Si", "Hf",
  ]
  private static let ofMaycur: Set<FieldCode> = [
    "email", "phoneNo", "hireDate", "defaultLegalEntityBizCode", "classPositionBizCode",
    "residences.placeCode", "residences",
  ]

  /// Whether a field of DingTalk's roster is one.
  static func holds(_ field: FieldDescription) -> Bool {
    if let type = field.type?.text, types.contains(where: { type.contains($0) }) { return true }
    return endingsOfNames.contains { field.name.text.hasSuffix($0) }
      || endingsOfCodes.contains { field.code.text.hasSuffix($0) }
  }

  /// Whether a field of Maycur is one.
  static func holds(_ code: FieldCode) -> Bool {
    ofMaycur.contains(code) || code.text.hasSuffix(".idNumber")
  }
}
