package import Roster

/// A field of a Maycur user's record, as named by the codes of its cells.
///
/// Codes are compared bytewise: `customObject.CF1395` and `customObject.cf1395` differ.
package enum MaycurField: Hashable, Sendable {
  /// A field that holds one text (`phoneNo`); item 0.
  case scalar(EmployeeScalar)
  /// An element of the list of roles; the item is its index.
  case roleName
  /// The code of an element of the list of places (`residences.placeCode`); the item is its index.
  case placeCode
  /// The number of the document of a kind (`idInfo[ID_CARD].idNumber`); item 0.
  case idNumber(IdentityType)
  /// A part of the name in Latin letters (`enName.firstName`); item 0.
  case englishName(EnglishName.Part)
  /// One of the company's own fields (`customObject.CF1395`); item 0.
  case custom(key: Verbatim)
  /// All places, all documents, or all of the company's own fields (`customObject`); item 0.
  ///
  /// It has no value, and can only be cleared. All roles are cleared at their own item 0.
  case whole(CompositeField)

  /// Parses a code; nil if Maycur has no such field.
  package init?(code: FieldCode) {
    let prefix = MaycurField.customPrefix
    if code.text.utf8.starts(with: prefix.utf8), code.text.utf8.count > prefix.utf8.count {
      let key = code.text.utf8.dropFirst(prefix.utf8.count)
      self = .custom(key: Verbatim(String(decoding: key, as: UTF8.self)))
      return
    }
    guard let field = MaycurField.named.first(where: { $0.code == code }) else { return nil }
    self = field
  }

  /// The code.
  package var code: FieldCode {
    switch self {
    case .scalar(let scalar): Verbatim(scalar.rawValue)
    case .roleName: "roleNames"
    case .placeCode: "residences.placeCode"
    case .idNumber(let type): Verbatim("idInfo[\(type.rawValue)].idNumber")
    case .englishName(let part): Verbatim("enName.\(part.rawValue)")
    case .custom(let key): Verbatim(MaycurField.customPrefix + key.text)
    case .whole(let whole): whole.code
    }
  }

  /// Whether the field has several items.
  package var isList: Bool { self == .roleName || self == .placeCode }

  /// The whole that the field is part of; nil for none.
  package var whole: CompositeField? {
    switch self {
    case .scalar, .englishName: nil
    case .roleName: .roleNames
    case .placeCode: .residences
    case .idNumber: .idInfo
    case .custom: .customObject
    case .whole(let whole): whole
    }
  }

  /// The name of a cell of the field (`roleNames[0]`, `residences[0].placeCode`).
  ///
  /// - Parameter item: The cell's item.
  /// - Returns: The code, with the item if the field is a list.
  package func shown(item: Int = 0) -> String {
    switch self {
    case .roleName: "roleNames[\(item)]"
    case .placeCode: "residences[\(item)].placeCode"
    default: code.text
    }
  }

  /// Every field whose code does not depend on the company.
  package static let named: [MaycurField] =
    EmployeeScalar.allCases.map(MaycurField.scalar) + [.roleName, .placeCode]
    + IdentityType.allCases.map(MaycurField.idNumber)
    + EnglishName.Part.allCases.map(MaycurField.englishName)
    + CompositeField.allCases.filter { $0 != .roleNames }.map(MaycurField.whole)

  private static let customPrefix = "customObject."
}
