@testable import Maycur
import Roster
import Testing

struct RowCheckTests {
  private static let fifty = Verbatim(String(repeating: "工", count: 50))
  private static let fiftyOne = Verbatim(String(repeating: "工", count: 51))

  private static func name(_ first: Verbatim, _ last: Verbatim?) -> EnglishName {
    EnglishName(firstName: first, lastName: last)
  }

  @Test(arguments: [
    (EmployeeRow(employeeID: "", email: .value("x")), ["employeeId"]),
    (EmployeeRow(employeeID: fiftyOne, email: .value("x")), ["employeeId"]),
    (EmployeeRow(employeeID: fifty, email: .value(fifty)), []),
    (EmployeeRow(employeeID: "E1 ", email: .value("x")), ["employeeId"]),
    (EmployeeRow(employeeID: "E1", email: .value(fiftyOne)), ["email"]),
    (EmployeeRow(employeeID: "E1", phoneNo: .value(fiftyOne)), ["phoneNo"]),
    (EmployeeRow(employeeID: "E1", email: .value("")), ["email"]),
    (EmployeeRow(employeeID: "E1", roleNames: .value([])), ["roleNames"]),
    (EmployeeRow(employeeID: "E1", roleNames: .value(["a", ""])), ["roleNames[1]"]),
    (EmployeeRow(employeeID: "E1", residences: .value([])), ["residences"]),
    (
      EmployeeRow(employeeID: "E1", residences: .value([Residence(placeCode: "")])),
      ["residences[0].placeCode"]
    ),
    (EmployeeRow(employeeID: "E1", customObject: .value([])), ["customObject"]),
    (EmployeeRow(employeeID: "E1", idInfo: .value([])), ["idInfo"]),
    (
      EmployeeRow(
        employeeID: "E1",
        idInfo: .value([
          IdentityDocument(type: .idCard, number: "1"), IdentityDocument(type: .idCard, number: ""),
        ])
      ),
      ["idInfo[1].idNumber", "idInfo[1].idType"]
    ),
    (EmployeeRow(employeeID: "E1", enName: name("", nil)), ["enName.firstName"]),
    (EmployeeRow(employeeID: "E1", enName: name("F", "")), ["enName.lastName"]),
    (EmployeeRow(employeeID: "E1", email: .clear, phoneNo: .clear), ["The row"]),
    (EmployeeRow(employeeID: "E1", email: .clear, phoneNo: .value("1")), []),
  ])
  func `what Maycur would refuse is refused here`(row: EmployeeRow, paths: [String]) {
    #expect(row.problems().filter { !$0.isWarning }.map(\.path) == paths)
  }

  @Test(arguments: [
    (EmployeeRow(employeeID: "E1"), ["The row"]),
    (EmployeeRow(employeeID: "E1", email: .clear), ["email"]),
    (EmployeeRow(employeeID: "E1", phoneNo: .clear), ["phoneNo"]),
    (EmployeeRow(employeeID: "E1", roleNames: .value(["a", "a"])), ["roleNames[1]"]),
    (
      EmployeeRow(
        employeeID: "E1",
        residences: .value([Residence(placeCode: "1"), Residence(placeCode: "2")])
      ),
      ["residences"]
    ),
    (Samples.full, []),
  ])
  func `what may go wrong is a warning`(row: EmployeeRow, paths: [String]) {
    #expect(row.problems().allSatisfy { $0.isWarning })
    #expect(row.problems().map(\.path) == paths)
  }

  @Test func `one employee twice in a batch is refused, in another case too`() {
    let rows = ["E1", "E2", "e1", "E2"].map { EmployeeRow(employeeID: $0, email: .value("x")) }
    let problems = BatchProblem.problems(in: rows)
    #expect(problems.map(\.rows) == [[0, 2], [1, 3]])
    #expect(problems.map(\.name) == ["maycurDuplicateEmployee", "maycurDuplicateEmployee"])
    #expect(problems[0].message.contains("E1 and e1"))
    #expect(problems[1].message.contains("Rows 2 and 4"))
  }

  @Test func `two numbers that only look alike are two employees`() {
    let rows = ["\u{E9}", "e\u{301}"].map { EmployeeRow(employeeID: $0, email: .value("x")) }
    #expect(BatchProblem.problems(in: rows) == [])
  }

  @Test(arguments: [(0, "maycurBatchEmpty"), (200, nil), (201, "maycurBatchTooLarge")])
  func `a batch has one row to two hundred`(count: Int, name: String?) {
    let rows = (0..<count).map {
      EmployeeRow(employeeID: Verbatim("E\($0)"), email: .value("x"))
    }
    #expect(BatchProblem.problems(in: rows).map(\.name) == (name.map { [$0] } ?? []))
  }
}
