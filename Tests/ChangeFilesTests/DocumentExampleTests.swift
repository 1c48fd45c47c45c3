import ChangeFiles
import Roster
import RollbookTestSupport
import Testing

/// The examples of the page for administrators do what the page says.
@Suite struct DocumentExampleTests {
  private static func examples() throws -> [String] {
    try Repository.text("docs/change-files.md").split(separator: "\n\n")
      .filter { block in block.split(separator: "\n").allSatisfy { $0.hasPrefix("    ") } }
      .map { $0.split(separator: "\n").map { $0.dropFirst(4) }.joined(separator: "\n") }
  }

  @Test func `the two tables are read, and mean what is written below them`() throws {
    let examples = try Self.examples()
    #expect(examples.count == 2)
    let resolver = ChangeResolver(
      system: .dingtalk,
      catalog: Samples.catalog,
      people: { [PersonCandidate(key: UserKey(.dingtalk, $0), name: nil, jobNumber: $0)] }
    )
    let changes = try examples.map { example in
      let file = try ChangeFile(reading: Array(example.utf8), system: .dingtalk)
      let resolved = try resolver.resolve(file)
      #expect(resolved.problems.isEmpty, "\(resolved.problems)")
      return resolved.changes
    }
    #expect(changes[0].map(\.user) == ["E1001", "E1002", "E1003"])
    #expect(changes[0].map(\.edits.count) == [3, 1, 1])
    #expect(changes[0][2].edits == [CellEdit(CellAddress("sys03-highestEdu"), .clear)])
    #expect(changes[1].map(\.edits) == [changes[0][0].edits])
  }

  @Test func `every field that Maycur's table shows is found`() throws {
    let page = try Repository.text("docs/change-files.md")
    let section = page.split(separator: "### Maycur")[1].split(separator: "\n## ")[0]
    let rows = section.split(separator: "\n").filter { $0.hasPrefix("| ") }.dropFirst(1)
    var fields: Set<String> = []
    for row in rows {
      let cells = row.split(separator: "|").map { $0.trimmingPrefix(" ") }
      for name in cells[0].split(separator: ",") {
        fields.insert(String(name.filter { !" …".contains($0) }))
      }
      for code in cells[1].matches(of: /`([A-Za-z][^`]+)`/) { fields.insert(String(code.1)) }
    }
    fields.subtract(["MAN", "WOMAN"])
    #expect(fields.count > 20)
    for field in fields {
      let value =
        ["性别", "gender"].contains(field) ? "男" : field.contains("入职") ? "2020-09-01" : "1"
      let usable = field == "hireDate" ? "2020-09-01" : value
      let table = "工号,\(field)\nE1,\(usable)\n"
      let meaning = try Samples.meaning(table, .maycur)
      #expect(meaning.first?.hasPrefix("E1: ") == true, "\(field): \(meaning)")
    }
  }
}
