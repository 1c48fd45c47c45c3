package import Roster

/// One row of the mapping.
package struct FieldMapping: Hashable, Sendable {
  /// The field of DingTalk.
  package let dingtalk: FieldCode
  /// The field of Maycur.
  package let maycur: FieldCode
  /// The conversion of its values.
  package let rule: MappingRule
  /// Whether it is used.
  package let isOn: Bool

  package init(
    _ dingtalk: FieldCode,
    _ maycur: FieldCode,
    _ rule: MappingRule,
    isOn: Bool = true
  ) {
    self.dingtalk = dingtalk
    self.maycur = maycur
    self.rule = rule
    self.isOn = isOn
  }
}

/// How a value of one system is converted for the other.
package enum MappingRule: Hashable, Sendable {
  /// As it is.
  case text
  /// A phone: a mainland number without its country code; any other country is an error.
  case phone
  /// A day, `yyyy-MM-dd`.
  case date
  /// By its label, through a table.
  case table([Verbatim: Verbatim])
}

/// Which fields of DingTalk and Maycur correspond, and how their values are converted.
///
/// People are matched by links, not by this table.
package struct FieldMappings: Hashable, Sendable {
  /// The rows, each field of either system at most once.
  package let rows: [FieldMapping]
  private let byField: [FieldCode: FieldMapping]
  private let byMaycur: [FieldCode: FieldMapping]

  /// Validates a mapping.
  ///
  /// - Parameter rows: Its rows.
  /// - Throws: `MappingError` if two used rows write one field of Maycur, or a field of DingTalk
  ///   has two rows.
  package init(_ rows: [FieldMapping]) throws(MappingError) {
    var byField: [FieldCode: FieldMapping] = [:]
    var written: Set<FieldCode> = []
    for row in rows {
      if byField[row.dingtalk] != nil { throw .fieldTwice(row.dingtalk) }
      byField[row.dingtalk] = row
      if row.isOn, !written.insert(row.maycur).inserted { throw .fieldTwice(row.maycur) }
    }
    self.rows = rows
    self.byField = byField
    byMaycur = FieldMappings.byMaycur(rows)
  }

  private init(standard rows: [FieldMapping]) {
    self.rows = rows
    byField = Dictionary(rows.map { ($0.dingtalk, $0) }, uniquingKeysWith: { first, _ in first })
    byMaycur = FieldMappings.byMaycur(rows)
  }

  private static func byMaycur(_ rows: [FieldMapping]) -> [FieldCode: FieldMapping] {
    Dictionary(
      rows.filter(\.isOn).map { ($0.maycur, $0) },
      uniquingKeysWith: { first, _ in first }
    )
  }

  /// The mapping in the program: the fields that every company has.
  ///
  /// The tables of levels and companies are empty, since each company has its own; certificate
  /// numbers are off, since one may be a passport's.
  package static let standard = FieldMappings(
    standard: [
      FieldMapping("sys00-email", "email", .text),
      FieldMapping("sys00-mobile", "phoneNo", .phone),
      FieldMapping("sys00-confirmJoinTime", "hireDate", .date),
      FieldMapping("sys02-sexType", "gender", .table(["男": "MAN", "女": "WOMAN"])),
      FieldMapping("sys01-positionLevel", "classPositionBizCode", .table([:])),
      FieldMapping("sys05-contractCompanyName", "defaultLegalEntityBizCode", .table([:])),
      FieldMapping("sys02-certNo", "idInfo[ID_CARD].idNumber", .text, isOn: false),
    ]
  )

  /// The mapping, with the rows of a file taking precedence for each field of DingTalk.
  ///
  /// - Parameter rows: The file's rows.
  /// - Returns: The mapping.
  /// - Throws: `MappingError`.
  package func overridden(by rows: [FieldMapping]) throws(MappingError) -> FieldMappings {
    let named = Set(rows.map(\.dingtalk))
    return try FieldMappings(self.rows.filter { !named.contains($0.dingtalk) } + rows)
  }

  /// The used row of a field of DingTalk; nil if there is none.
  package func row(of field: FieldCode) -> FieldMapping? {
    byField[field].flatMap { $0.isOn ? $0 : nil }
  }

  /// The used row of a field of Maycur; nil if there is none.
  package func row(ofMaycur field: FieldCode) -> FieldMapping? { byMaycur[field] }
}

/// Why a mapping cannot be used.
package enum MappingError: UserFacingError, Hashable {
  /// A field has two rows.
  case fieldTwice(FieldCode)

  package var errorCode: ErrorCode { ErrorCode("mappingFieldTwice", .badSettings) }

  package var message: String {
    switch self {
    case .fieldTwice(let field):
      "The field \(field) has two rows in the mapping. Take one out, or turn it off."
    }
  }
}
