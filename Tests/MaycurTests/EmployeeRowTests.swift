import Maycur
import RollbookTestSupport
import Roster
import Testing
import VerbatimJSON

struct EmployeeRowTests {
  @Test func `the example of Maycur's description is written byte for byte`() throws {
    let seed = try Samples.document("seed-request.json")
    #expect(EmployeeRow.json(of: [try Samples.ofTheSeed()]).bytes == seed.bytes)
    #expect(try EmployeeRow.rows(of: seed) == [try Samples.ofTheSeed()])
    #expect(try Samples.ofTheSeed().problems() == [])
  }

  @Test func `every field is written, and every clear in its own way`() {
    let rows = [Samples.full, Samples.cleared, EmployeeRow(employeeID: "E1")]
    let difference = Golden.difference(EmployeeRow.json(of: rows).pretty + "\n", "rows.json")
    #expect(difference == nil, "\(difference ?? "")")
  }

  @Test(arguments: [1, 2, 3, 4] as [UInt64])
  func `a row that is written and read is the same row`(seed: UInt64) throws {
    var random = RandomRows(Seeded(seed))
    for _ in 0..<200 {
      let row = random.row()
      let bytes = row.json.bytes
      #expect(try EmployeeRow(json: JSON(parsing: bytes)) == row, "seed \(seed)")
      #expect(!row.json.compact.contains("\":null"), "seed \(seed)")
    }
  }

  @Test func `null clears email and phone number, and is refused elsewhere by name`() throws {
    let row = try EmployeeRow(json: ["employeeId": "E1", "email": .null, "phoneNo": .null])
    #expect(row.email == .clear)
    #expect(row.phoneNo == .clear)
    #expect(row.json == ["employeeId": "E1", "email": "", "phoneNo": ""])
    let others = [
      "employeeNickName", "roleNames", "residences", "customObject", "hireDate",
      "defaultLegalEntityBizCode", "classPositionBizCode", "idInfo", "enName", "gender",
    ]
    for key in others {
      let json: JSON = .object([
        JSON.Member(key: "employeeId", value: "E1"), JSON.Member(key: key, value: .null),
      ])
      let refused = #expect(throws: RowRefused.self) { try EmployeeRow(json: json) }
      #expect(refused?.problems.map(\.path) == [key])
    }
  }

  @Test func `what Maycur does not name survives in its order`() throws {
    let json = try JSON(
      parsing: """
        {"employeeId":"E1","z":1.50,"residences":[{"placeCode":"1","y":[null]}],\
        "idInfo":[{"idType":"ID_CARD","idNumber":"2","b":1,"a":2}],\
        "enName":{"firstName":"F","nick":"N"},"a":null}
        """
    )
    let row = try EmployeeRow(json: json)
    #expect(row.others.map(\.key) == ["z", "a"])
    #expect(
      row.json.compact == """
        {"employeeId":"E1","residences":[{"placeCode":"1","y":[null]}],\
        "idInfo":[{"idType":"ID_CARD","idNumber":"2","b":1,"a":2}],\
        "enName":{"firstName":"F","nick":"N"},"z":1.50,"a":null}
        """
    )
  }

  @Test(arguments: [
    (#"[]"#, "The row"),
    (#"{}"#, "employeeId"),
    (#"{"employeeId":10001}"#, "employeeId"),
    (#"{"employeeId":"E","email":7}"#, "email"),
    (#"{"employeeId":"E","hireDate":"2023-02-29"}"#, "hireDate"),
    (#"{"employeeId":"E","hireDate":"2023/02/01"}"#, "hireDate"),
    (#"{"employeeId":"E","hireDate":"2023-2-1"}"#, "hireDate"),
    (#"{"employeeId":"E","hireDate":1566204741186}"#, "hireDate"),
    (#"{"employeeId":"E","gender":"男"}"#, "gender"),
    (#"{"employeeId":"E","roleNames":"x"}"#, "roleNames"),
    (#"{"employeeId":"E","roleNames":["x",null]}"#, "roleNames[1]"),
    (#"{"employeeId":"E","residences":["330101"]}"#, "residences[0]"),
    (#"{"employeeId":"E","residences":[{}]}"#, "residences[0].placeCode"),
    (#"{"employeeId":"E","residences":[{"placeCode":330101}]}"#, "residences[0].placeCode"),
    (#"{"employeeId":"E","idInfo":[{"idNumber":"1"}]}"#, "idInfo[0].idType"),
    (#"{"employeeId":"E","idInfo":[{"idType":"PASSPORT","idNumber":"1"}]}"#, "idInfo[0].idType"),
    (#"{"employeeId":"E","idInfo":[{"idType":"ID_CARD"}]}"#, "idInfo[0].idNumber"),
    (#"{"employeeId":"E","customObject":[]}"#, "customObject"),
    (#"{"employeeId":"E","customObject":{"CF1":null}}"#, "customObject.CF1"),
    (#"{"employeeId":"E","enName":{}}"#, "enName"),
    (#"{"employeeId":"E","enName":""}"#, "enName"),
    (#"{"employeeId":"E","enName":{"lastName":"L"}}"#, "enName.firstName"),
    (#"{"employeeId":"E","enName":{"firstName":"F","lastName":null}}"#, "enName.lastName"),
  ])
  func `what cannot be read is refused by its path`(text: String, path: String) throws {
    let json = try JSON(parsing: text)
    let refused = #expect(throws: RowRefused.self) { try EmployeeRow(json: json) }
    #expect(refused?.problems.map(\.path) == [path])
  }

  @Test func `a request of several rows names the row`() throws {
    let json: JSON = [["employeeId": "E1"], ["employeeId": "E2", "gender": "X"], 7]
    let refused = #expect(throws: RowRefused.self) { try EmployeeRow.rows(of: json) }
    #expect(refused?.problems.map(\.path) == ["[1].gender", "[2]"])
    #expect(try EmployeeRow.rows(of: ["employeeId": "E1"]).map(\.employeeID) == ["E1"])
  }

  @Test func `a name in Latin letters cannot be cleared, and the sentence says so`() throws {
    let refused = #expect(throws: RowRefused.self) {
      try EmployeeRow(json: ["employeeId": "E1", "enName": [:]])
    }
    #expect(refused?.message.contains("enName cannot be cleared") == true)
  }
}
