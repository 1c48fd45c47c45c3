@testable import Maycur
import Roster
import Testing
import VerbatimJSON

struct RowComposerTests {
  private static let roles = MaycurField.roleName.code

  /// Two roles, a place, a document, and two own fields, all known as wholes.
  private static let known = KnownRecord(
    cells: [
      CellAddress(roles, 0): text("a"), CellAddress(roles, 1): text("b"),
      CellAddress("residences.placeCode", 0): text("330101"),
      CellAddress("idInfo[Protection].idNumber"): text("P1"),
      CellAddress("customObject.CF1"): .item(value: .json("1.00"), label: .missing),
      CellAddress("customObject.CF2"): text("two"),
      CellAddress("customObject.CF3"): .gone,
      CellAddress("enName.firstName"): text("San"),
    ],
    wholes: Set(CompositeField.allCases)
  )

  private static func text(_ text: Verbatim) -> Content {
    .item(value: .text(text), label: .missing)
  }

  private static func json(
    _ edits: [CellEdit],
    additions: [ItemAddition] = [],
    wholes: Set<Verbatim> = [],
    known: KnownRecord = known
  ) throws -> String {
    let change = UserChange(user: "E1", edits: edits, additions: additions, wholes: wholes)
    let text = try EmployeeRow(change: change, known: known).json.compact
    return String(text.dropFirst(#"{"employeeId":"E1""#.utf8.count).dropLast())
  }

  private static func set(_ code: FieldCode, _ text: Verbatim) -> CellEdit { set(code, 0, text) }

  private static func set(_ code: FieldCode, _ item: Int, _ text: Verbatim) -> CellEdit {
    CellEdit(CellAddress(code, item), .set(.text(text)))
  }

  private static func clear(_ code: FieldCode, _ item: Int = 0) -> CellEdit {
    CellEdit(CellAddress(code, item), .clear)
  }

  @Test(arguments: [
    ([set("email", "x")], #","email":"x""#),
    ([set("email", "")], #","email":"""#),
    ([clear("hireDate")], #","hireDate":"""#),
    ([set("gender", "MAN")], #","gender":"MAN""#),
    ([set(roles, 1, "c")], #","roleNames":["a","c"]"#),
    ([set(roles, 2, "c")], #","roleNames":["a","b","c"]"#),
    ([set(roles, 3, "d"), set(roles, 2, "c")], #","roleNames":["a","b","c","d"]"#),
    ([clear(roles, 0)], #","roleNames":["b"]"#),
    ([clear(roles, 0), clear(roles, 1)], #","roleNames":[]"#),
    ([clear(roles, 5)], #","roleNames":["a","b"]"#),
    ([clear("residences")], #","residences":[]"#),
    ([clear("residences.placeCode")], #","residences":[]"#),
    (
      [set("idInfo[ID_CARD].idNumber", "1")],
      #","idInfo":[{"idType":"Protection","idNumber":"P1"},{"idType":"ID_CARD","idNumber":"1"}]"#
    ),
    ([clear("idInfo[Protection].idNumber")], #","idInfo":[]"#),
    ([set("customObject.CF2", "x")], #","customObject":{"CF1":1.00,"CF2":"x"}"#),
    ([set("customObject.CF9", "x")], #","customObject":{"CF1":1.00,"CF2":"two","CF9":"x"}"#),
    ([clear("customObject.CF1")], #","customObject":{"CF2":"two"}"#),
    ([clear("customObject.CF1"), clear("customObject.CF2")], #","customObject":{}"#),
    ([clear("customObject")], #","customObject":{}"#),
    (
      [CellEdit(CellAddress("customObject.CF1"), .set(.json("1")))],
      #","customObject":{"CF1":1,"CF2":"two"}"#
    ),
    ([set("enName.lastName", "Zhang")], #","enName":{"firstName":"San","lastName":"Zhang"}"#),
  ])
  func `a change of a part is sent with what is known of the whole`(
    edits: [CellEdit],
    body: String
  ) throws {
    #expect(try Self.json(edits) == body)
  }

  @Test func `what a change states as a whole needs nothing known`() throws {
    let edits = [Self.set(Self.roles, 0, "c"), Self.set("customObject.K", "v")]
    let wholes: Set<Verbatim> = ["roleNames", "customObject"]
    let body = #","roleNames":["c"],"customObject":{"K":"v"}"#
    #expect(try Self.json(edits, wholes: wholes) == body)
    #expect(try Self.json(edits, wholes: wholes, known: .nothing) == body)
    #expect(
      try Self.json([Self.clear(Self.roles)], wholes: ["roleNames"], known: .nothing)
        == #","roleNames":[]"#
    )
  }

  @Test func `a name that is stated as a whole is sent as it is stated`() throws {
    let first = Self.set("enName.firstName", "Si")
    let known = KnownRecord(cells: [CellAddress("enName.lastName"): Self.text("Li")], wholes: [])
    let wholes: Set<Verbatim> = ["enName"]
    #expect(
      try Self.json([first], known: known) == #","enName":{"firstName":"Si","lastName":"Li"}"#
    )
    #expect(
      try Self.json([first], wholes: wholes, known: known) == #","enName":{"firstName":"Si"}"#
    )
  }

  @Test func `an item is added behind the others`() throws {
    let addition = ItemAddition(
      group: "roleNames",
      fields: [FieldEdit(Self.roles, .set(.text("c")))]
    )
    #expect(try Self.json([], additions: [addition]) == #","roleNames":["a","b","c"]"#)
  }

  @Test(arguments: [
    ([set("customObject.CF1", "x")], "customObject"),
    ([set(roles, 0, "x")], "roleNames"),
    ([clear("residences.placeCode")], "residences"),
    ([set("idInfo[ID_CARD].idNumber", "1")], "idInfo"),
    ([set("enName.lastName", "x")], "enName.firstName"),
  ])
  func `a part of what is not known is refused, with the reason`(
    edits: [CellEdit],
    path: String
  ) throws {
    let cells = KnownRecord(cells: [CellAddress("customObject.CF2"): Self.text("x")], wholes: [])
    for known in [KnownRecord.nothing, cells] {
      let refused = #expect(throws: RowRefused.self) { try Self.json(edits, known: known) }
      #expect(refused?.problems.map(\.path) == [path])
      #expect(refused?.message.contains("not known") == true)
    }
  }

  @Test(arguments: [
    ([set("salary", "1")], "salary"),
    ([set("email", 1, "x")], "email[1]"),
    ([set("email", "x"), clear("email")], "email"),
    ([CellEdit(CellAddress("email"), .set(.json("1")))], "email"),
    ([CellEdit(CellAddress("email"), .set(.null))], "email"),
    ([set("hireDate", "2023-02-30")], "hireDate"),
    ([set("gender", "女")], "gender"),
    ([clear("enName.firstName")], "enName.firstName"),
    ([clear("enName.lastName")], "enName.lastName"),
    ([set(roles, 4, "x")], "roleNames[4]"),
    ([set("customObject", "x")], "customObject"),
    ([CellEdit(CellAddress("customObject.CF1"), .set(.json("null")))], "customObject.CF1"),
    ([CellEdit(CellAddress("customObject.CF1"), .set(.json("{")))], "customObject.CF1"),
  ])
  func `a change for which there is no row is refused by its cell`(
    edits: [CellEdit],
    path: String
  ) throws {
    let refused = #expect(throws: RowRefused.self) { try Self.json(edits) }
    #expect(refused?.problems.map(\.path) == [path])
  }

  @Test func `a row clears what the policy says can be cleared, and refuses the rest`() {
    for code in MaycurField.descriptions.map(\.code) {
      let isRefused = (try? Self.json([Self.clear(code)])) == nil
      #expect(isRefused == (FieldPolicy.clearBarrier(to: code, of: .maycur) != nil), "\(code)")
    }
  }

  @Test func `the result of a composed row is stated cell by cell`() throws {
    let change = UserChange(user: "E1", edits: [Self.clear(Self.roles, 0)])
    let row = try EmployeeRow(change: change, known: Self.known)
    #expect(
      try row.edits(known: Self.known) == [
        Self.set(Self.roles, 0, "b"), Self.clear(Self.roles, 1),
      ]
    )
    let emptied = EmployeeRow(employeeID: "E1", roleNames: .clear, residences: .clear)
    #expect(
      try emptied.edits(known: Self.known) == [
        Self.clear(Self.roles, 0), Self.clear(Self.roles, 1), Self.clear("residences"),
        Self.clear("residences.placeCode"),
      ]
    )
  }

  @Test(arguments: [
    (EmployeeRow(employeeID: "E1", email: .value("x")), []),
    (EmployeeRow(employeeID: "E1", gender: .clear), [MaycurAmbiguity.contactRule]),
    (
      EmployeeRow(employeeID: "E1", email: .value("x"), roleNames: .value(["x"])), [.listReplaced]
    ),
    (
      EmployeeRow(
        employeeID: "E1",
        email: .value("x"),
        customObject: .value([JSON.Member(key: "CF1", value: "x")])
      ),
      [.customObjectReplaced]
    ),
    (
      EmployeeRow(employeeID: "E1", email: .value("x"), enName: EnglishName(firstName: "F")),
      [.englishNameParts]
    ),
  ])
  func `what an effect depends on is named`(row: EmployeeRow, quirks: [MaycurAmbiguity]) {
    #expect(row.quirks(known: Self.known) == quirks)
  }
}
