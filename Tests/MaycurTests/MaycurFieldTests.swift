import Maycur
import RollbookTestSupport
import Roster
import Testing
import VerbatimJSON

struct MaycurFieldTests {
  @Test func `every code is read as what it was written for, and is unlike every other`() {
    let fields = MaycurField.named + [.custom(key: "CF1"), .custom(key: "a.b"), .custom(key: "*")]
    for field in fields { #expect(MaycurField(code: field.code) == field) }
    #expect(Set(fields.map(\.code)).count == fields.count)
    #expect(fields.count == 24)
    for code in ["", "customObject.", "Email", "roleName", "idInfo[PASSPORT].idNumber"] {
      #expect(MaycurField(code: Verbatim(code)) == nil)
    }
  }

  @Test func `every field is in the catalog and in the document`() throws {
    let document = try Repository.text("docs/maycur-fields.md")
    #expect(MaycurField.descriptions.count == 18)
    for field in MaycurField.descriptions {
      #expect(document.contains("| `\(field.code)` |"), "\(field.code) is not documented")
    }
  }

  @Test(arguments: [
    (CellAddress("roleNames", 0), "roleNames[0]"),
    (CellAddress("residences.placeCode", 12), "residences[12].placeCode"),
    (CellAddress("email"), "email"),
    (CellAddress("idInfo[ID_CARD].idNumber"), "idInfo[ID_CARD].idNumber"),
    (CellAddress("customObject.CF1395"), "customObject.CF1395"),
    (CellAddress("enName.firstName"), "enName.firstName"),
  ])
  func `a cell is shown with its item, and read back`(address: CellAddress, shown: String) {
    #expect(MaycurField.shown(address) == shown)
    #expect(MaycurField.address(shown: Verbatim(shown)) == address)
  }

  @Test(arguments: ["roleNames[01]", "roleNames[]", "roleNames[-1]", "nothing[0]", "email[1]"])
  func `what is no cell is not read as one`(shown: String) {
    #expect(MaycurField.address(shown: Verbatim(shown)) == nil)
  }

  @Test func `the example of Maycur's description is these cells`() throws {
    let change = try Samples.ofTheSeed().change()
    #expect(change.user == "E10001")
    #expect(change.wholes == ["roleNames", "residences", "customObject"])
    #expect(
      change.edits == [
        CellEdit(CellAddress("email"), .set(.text("luo1@maycur.com"))),
        CellEdit(CellAddress("phoneNo"), .set(.text("12345678901"))),
        CellEdit(CellAddress("employeeNickName"), .set(.text("花名"))),
        CellEdit(CellAddress("roleNames", 0), .set(.text("luo@maycur.com"))),
        CellEdit(CellAddress("residences.placeCode", 0), .set(.text("330101"))),
        CellEdit(CellAddress("customObject.CF1395"), .set(.json("1"))),
        CellEdit(
          CellAddress("customObject.CF1396"),
          .set(.json(#"{"currencyCode":"CNY","amount":"1.00"}"#))
        ),
        CellEdit(
          CellAddress("customObject.CF1397"),
          .set(.json(#"{"currentTime":1566204741186}"#))
        ),
      ]
    )
    #expect(try EmployeeRow(change: change, known: .nothing) == Samples.ofTheSeed())
  }

  @Test(arguments: [11, 12, 13] as [UInt64])
  func `a row becomes cells and the same row again, whatever is known`(seed: UInt64) throws {
    var random = RandomRows(Seeded(seed))
    for _ in 0..<200 {
      let row = random.row()
      let before = random.row()
      var cells: [CellAddress: Content] = [:]
      for edit in try before.edits() {
        guard case .set(let part) = edit.edit else { continue }
        cells[edit.address] = .item(value: part, label: .missing)
      }
      for wholes in [[], Set(CompositeField.allCases)] {
        let known = KnownRecord(cells: cells, wholes: wholes)
        let again = try EmployeeRow(change: row.change(known: known), known: known)
        #expect(again == row, "seed \(seed)")
      }
    }
  }

  @Test func `members for which there are no cells are named`() throws {
    let row = try EmployeeRow(
      json: [
        "employeeId": "E1", "emial": "x", "residences": [["placeCode": "1", "name": "杭州"]],
      ]
    )
    let refused = #expect(throws: RowRefused.self) { try row.edits() }
    #expect(refused?.problems.map(\.path) == ["emial", "residences[0].name"])
  }
}
