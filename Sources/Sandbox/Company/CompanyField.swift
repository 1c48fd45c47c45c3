package import Roster

/// A field of the made-up company's roster, as its administrators see it.
package struct CompanyField: Sendable {
  /// How the system stores and shows a field.
  package enum Kind: String, Sendable {
    /// Free text.
    case text = "TextField"
    /// A civil date, `yyyy-MM-dd`.
    case date = "DDDateField"
    /// A civil date, or 长期 (no end).
    case longDate = "DDDateWithLongField"
    /// One of the field's options.
    case select = "DDSelectField"
    /// An attachment, which no roster call reads or writes.
    case photo = "DDPhotoField"
    /// Set by the system itself.
    case none = "NONE"
  }

  /// Its read code.
  package let code: FieldCode
  /// The name that people see.
  package let name: Verbatim
  /// Its write code: in `sys00` its Chinese name.
  package let writeCode: Verbatim
  /// The kind of its values.
  package let kind: Kind
  /// The options of a select field, in order.
  package let options: [FieldOption]
  /// Whether the system computes it.
  package let isDerived: Bool
  /// Whether its values are telephone numbers.
  package let isPhone: Bool
  /// Whether a caller may write it.
  package let isWritable: Bool

  init(
    _ code: String,
    _ name: String,
    _ kind: Kind = .text,
    writeCode: Verbatim? = nil,
    options: [FieldOption] = [],
    derived: Bool = false,
    phone: Bool = false,
    writable: Bool = true
  ) {
    self.code = FieldCode(code)
    self.name = Verbatim(name)
    self.writeCode = writeCode ?? Verbatim(code.hasPrefix("sys00-") ? name : code)
    self.kind = kind
    self.options = options
    isDerived = derived
    isPhone = phone
    isWritable = writable && !derived && kind != .photo && kind != .none
  }

  /// The label of an option's key, or nil if there is no such option.
  func label(of key: Verbatim) -> Verbatim? { options.first { $0.value == key }?.label }
}

/// A group of fields of the roster.
package struct CompanyGroup: Sendable {
  /// The group's code (`sys03`).
  package let id: Verbatim
  /// The name that people see (`学历信息`).
  package let name: Verbatim
  /// Whether it is a detail group (明细分组), whose fields have several items.
  package let isDetail: Bool
  /// Its fields, in order.
  package let fields: [CompanyField]

  init(_ id: String, _ name: String, detail: Bool = false, _ fields: [CompanyField]) {
    self.id = Verbatim(id)
    self.name = Verbatim(name)
    isDetail = detail
    self.fields = fields
  }
}

/// The position of a field in the catalog: its group, and its index there.
struct FieldPlace: Hashable, Sendable {
  let group: Int
  let field: Int
}

/// All groups and fields of a made-up company.
package struct CompanyCatalog: Sendable {
  /// The groups, in the system's order.
  package let groups: [CompanyGroup]
  private let places: [FieldCode: FieldPlace]
  private let writePlaces: [Verbatim: FieldPlace]
  private let groupPlaces: [Verbatim: Int]

  init(_ groups: [CompanyGroup]) {
    self.groups = groups
    var places: [FieldCode: FieldPlace] = [:]
    var writePlaces: [Verbatim: FieldPlace] = [:]
    for (group, described) in groups.enumerated() {
      for (field, of) in described.fields.enumerated() {
        places[of.code] = FieldPlace(group: group, field: field)
        writePlaces[of.writeCode] = FieldPlace(group: group, field: field)
      }
    }
    self.places = places
    self.writePlaces = writePlaces
    groupPlaces = Dictionary(
      groups.enumerated().map { ($1.id, $0) },
      uniquingKeysWith: { first, _ in first }
    )
  }

  func place(of code: FieldCode) -> FieldPlace? { places[code] }

  func group(_ id: Verbatim) -> Int? { groupPlaces[id] }

  func field(at place: FieldPlace) -> CompanyField { groups[place.group].fields[place.field] }

  /// The field with a read code, or nil if the company has none.
  package func field(_ code: FieldCode) -> CompanyField? { place(of: code).map(field(at:)) }

  /// The field with a write code, or nil if the company has none.
  func field(writtenBy code: Verbatim) -> CompanyField? { writePlaces[code].map(field(at:)) }

  /// The group of a field, or nil if the company has no such field.
  package func group(of code: FieldCode) -> CompanyGroup? {
    place(of: code).map { groups[$0.group] }
  }
}
