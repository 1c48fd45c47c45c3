package import Roster

/// The fields of a Maycur employee, by the codes that Rollbook gives them.
///
/// A list has an item each (`roleNames`, `residences.placeCode`), an object a code for each of its
/// members (`enName.firstName`, `customObject.CF1395`, `idInfo[ID_CARD].idNumber`).
package enum MaycurFields {
  /// The fields that hold one text each.
  package static let texts: [FieldCode] = [
    "email", "phoneNo", "employeeNickName", "hireDate", "defaultLegalEntityBizCode",
    "classPositionBizCode", "gender",
  ]

  /// The lists that have a cell for each item, by the name Maycur gives the list.
  package static let lists: [Verbatim: FieldCode] = [
    "roleNames": "roleNames", "residences": "residences.placeCode",
  ]

  /// The lists and objects that are written as a whole.
  package static let wholes: [Verbatim] = [
    "roleNames", "residences", "idInfo", "customObject", "enName",
  ]

  /// The kinds of certificate that Maycur knows.
  package static let certificates: [Verbatim] = [
    "ID_CARD", "GATResidencePermit", "WGRResidenceIdCard", "GATMainlandPass",
    "TAIWAN_TravellingPass", "Protection",
  ]

  /// The parts of an English name.
  package static let nameParts: [Verbatim] = ["firstName", "middleName", "lastName"]

  /// The field of a certificate's number.
  package static func certificateNumber(_ kind: Verbatim) -> FieldCode {
    Verbatim("idInfo[\(kind)].idNumber")
  }

  /// The field of a part of the English name.
  package static func namePart(_ part: Verbatim) -> FieldCode { Verbatim("enName.\(part)") }

  /// The field of a custom field.
  package static func custom(_ key: Verbatim) -> FieldCode { Verbatim("customObject.\(key)") }

  /// Every code except those of custom fields, which differ by company.
  static let codes: [FieldCode] =
    texts + ["roleNames", "residences.placeCode"] + certificates.map(certificateNumber)
    + nameParts.map(namePart)

  /// Whether this is the code of a custom field.
  static func isCustom(_ code: FieldCode) -> Bool {
    code.text.hasPrefix("customObject.") && code.text.utf8.count > "customObject.".utf8.count
  }

  /// The common names of the fields.
  static let names: [(name: Verbatim, code: FieldCode)] = [
    ("邮箱", "email"), ("工作邮箱", "email"), ("手机号", "phoneNo"), ("手机", "phoneNo"),
    ("工作手机号", "phoneNo"), ("花名", "employeeNickName"), ("员工花名", "employeeNickName"),
    ("角色", "roleNames"), ("角色名称", "roleNames"), ("员工角色名称", "roleNames"),
    ("常驻地", "residences.placeCode"), ("常驻地代码", "residences.placeCode"),
    ("residences", "residences.placeCode"), ("入职日期", "hireDate"),
    ("默认公司", "defaultLegalEntityBizCode"), ("默认公司编码", "defaultLegalEntityBizCode"),
    ("职级", "classPositionBizCode"), ("职级编码", "classPositionBizCode"), ("性别", "gender"),
    ("身份证", "idInfo[ID_CARD].idNumber"), ("身份证号", "idInfo[ID_CARD].idNumber"),
    ("身份证号码", "idInfo[ID_CARD].idNumber"), ("护照", "idInfo[Protection].idNumber"),
    ("护照号", "idInfo[Protection].idNumber"),
    ("港澳台居民居住证", "idInfo[GATResidencePermit].idNumber"),
    ("外国人永久居留身份证", "idInfo[WGRResidenceIdCard].idNumber"),
    ("港澳居民来往内地通行证", "idInfo[GATMainlandPass].idNumber"),
    ("台湾居民来往大陆通行证", "idInfo[TAIWAN_TravellingPass].idNumber"),
    ("证件信息", "idInfo"), ("自定义字段", "customObject"), ("英文名", "enName"),
  ]
}
