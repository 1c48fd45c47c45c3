@testable import Maycur
import RollbookTestSupport
import Roster
import VerbatimJSON

enum Samples {
  /// The document of a golden file.
  static func document(_ name: String) throws -> JSON {
    try JSON(parsing: Repository.text("Tests/MaycurTests/Golden/\(name)"))
  }

  /// The example of Maycur's own description, field by field.
  static func ofTheSeed() throws -> EmployeeRow {
    EmployeeRow(
      employeeID: "E10001",
      email: .value("luo1@maycur.com"),
      phoneNo: .value("12345678901"),
      employeeNickName: .value("花名"),
      roleNames: .value(["luo@maycur.com"]),
      residences: .value([Residence(placeCode: "330101")]),
      customObject: .value([
        JSON.Member(key: "CF1395", value: .number("1")),
        JSON.Member(key: "CF1396", value: ["currencyCode": "CNY", "amount": "1.00"]),
        JSON.Member(key: "CF1397", value: ["currentTime": .number("1566204741186")]),
      ])
    )
  }

  /// A row with a value for every field.
  static let full = EmployeeRow(
    employeeID: "E1",
    email: .value("a@b.example"),
    phoneNo: .value("13800000000"),
    employeeNickName: .value("花名"),
    roleNames: .value(["报销员", "出纳"]),
    residences: .value([Residence(placeCode: "330101")]),
    customObject: .value([JSON.Member(key: "CF1", value: .number("1.00"))]),
    hireDate: CivilDate("2024-02-29").map(Patch.value) ?? .keep,
    defaultLegalEntityBizCode: .value("LE1"),
    classPositionBizCode: .value("P7"),
    idInfo: .value([
      IdentityDocument(type: .idCard, number: "330101199001011234"),
      IdentityDocument(type: .passport, number: "E12345678"),
    ]),
    enName: EnglishName(firstName: "San", lastName: "Zhang"),
    gender: .value(.woman)
  )

  /// A row that clears every field that can be cleared, and so must not be sent.
  static let cleared = EmployeeRow(
    employeeID: "E1",
    email: .clear,
    phoneNo: .clear,
    employeeNickName: .clear,
    roleNames: .clear,
    residences: .clear,
    customObject: .clear,
    hireDate: .clear,
    defaultLegalEntityBizCode: .clear,
    classPositionBizCode: .clear,
    idInfo: .clear,
    gender: .clear
  )
}

/// Makes rows at random.
struct RandomRows {
  private static let scalars: [Verbatim] = [
    "x", "中文", "e\u{301}", "é", "1.00", "\"\\/", "a\r\nb", "null", "[]", "💐",
  ]
  private static let days: [Verbatim] = ["2000-02-29", "2026-12-31", "1999-01-01"]
  private var generator: Seeded

  init(_ generator: Seeded) { self.generator = generator }

  mutating func row(_ id: Verbatim = "E1") -> EmployeeRow {
    EmployeeRow(
      employeeID: id,
      email: wish { $0.text() },
      phoneNo: wish { $0.text() },
      employeeNickName: wish { $0.text() },
      roleNames: wish { $0.list { $0.text() } },
      residences: wish { $0.list { Residence(placeCode: $0.text()) } },
      customObject: wish { $0.members() },
      hireDate: Self.days.randomElement(using: &generator).flatMap(CivilDate.init)
        .map(Patch.value) ?? .keep,
      defaultLegalEntityBizCode: wish { $0.text() },
      classPositionBizCode: wish { $0.text() },
      idInfo: wish { $0.documents() },
      enName: Bool.random(using: &generator)
        ? EnglishName(firstName: text(), middleName: maybeText(), lastName: maybeText()) : nil,
      gender: wish { Gender.allCases.randomElement(using: &$0.generator) ?? .man }
    )
  }

  private mutating func wish<Value>(_ make: (inout RandomRows) -> Value) -> Patch<Value> {
    switch Int.random(in: 0..<4, using: &generator) {
    case 0: .keep
    case 1: .clear
    default: .value(make(&self))
    }
  }

  private mutating func text() -> Verbatim {
    Self.scalars.randomElement(using: &generator) ?? "x"
  }

  private mutating func maybeText() -> Verbatim? {
    Bool.random(using: &generator) ? text() : nil
  }

  private mutating func list<Element>(_ make: (inout RandomRows) -> Element) -> [Element] {
    (0..<Int.random(in: 1...4, using: &generator)).map { _ in make(&self) }
  }

  private mutating func members() -> [JSON.Member] {
    let values: [JSON] = [
      .number("1"), .number("1.00"), .number("-0"), .number("1e400"), "1.00", "", true, [],
      [:], ["amount": "1.00", "list": [.number("2.50"), .null]],
    ]
    return ["CF1", "é", "e\u{301}", "a.b[0]"].shuffled(using: &generator).prefix(3).map {
      JSON.Member(key: $0, value: values.randomElement(using: &generator) ?? "x")
    }
  }

  private mutating func documents() -> [IdentityDocument] {
    IdentityType.allCases.shuffled(using: &generator).prefix(2)
      .map { IdentityDocument(type: $0, number: text()) }
  }
}
