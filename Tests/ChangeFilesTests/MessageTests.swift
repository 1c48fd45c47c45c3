import ChangeFiles
import Roster
import RollbookTestSupport
import Testing

/// The messages that people get, file by file, kept as text that a person reviews.
@Suite struct MessageTests {
  /// A file, and what it shows.
  typealias Case = (what: String, text: String)

  @Test func `every refusal of a table is a sentence with place, cause and remedy`() throws {
    try compare(MessageCases.tables, .dingtalk, "tables.txt")
  }

  @Test func `every refusal of a body is a sentence with place, cause and remedy`() throws {
    try compare(MessageCases.bodies, .dingtalk, "bodies.txt")
  }

  @Test func `every refusal of Maycur's forms is a sentence with place, cause and remedy`() throws {
    try compare(MessageCases.maycur, .maycur, "maycur.txt")
  }

  private func compare(_ cases: [Case], _ system: System, _ golden: String) throws {
    var page = ""
    for (what, text) in cases {
      page += "== \(what)\n\(text)\n--\n"
      let meaning = try Samples.meaning(text, system)
      page += meaning.isEmpty ? "(nothing is wanted)\n" : meaning.map { "\($0)\n" }.joined()
      page += "\n"
    }
    let difference = Golden.difference(page, golden)
    #expect(difference == nil, "\(difference ?? "")")
  }

  @Test func `every message ends as a sentence, and none shows a long value whole`() throws {
    let long = String(repeating: "长", count: 5000)
    let table = "userid,入职时间,最高学历[0],\(long)\nuser456,\(long),\(long),x\n"
    let resolved = try Samples.resolver(.dingtalk).resolve(
      ChangeFile(reading: Array(table.utf8), system: .dingtalk)
    )
    #expect(resolved.problems.count == 3)
    for problem in resolved.problems {
      #expect(problem.message.hasSuffix("."))
      #expect(problem.message.count < 400)
      #expect(!problem.name.isEmpty)
    }
  }

  @Test func `all problems of a row are reported at once`() throws {
    let table = "userid,入职时间,部门,最高学历[0],备注\n,2020/9/1,研发,博士,#N/A\n"
    let file = try ChangeFile(reading: Array(table.utf8), system: .dingtalk)
    #expect(file.problems.map(\.name) == ["userMissing", "spreadsheetError"])
    let resolved = try Samples.resolver(.dingtalk).resolve(file)
    #expect(resolved.changes.isEmpty)
    #expect(resolved.badRows == [1])
    #expect(
      resolved.problems.map(\.name) == [
        "fieldNotWritable", "userMissing", "dateUnreadable", "optionUnknown", "spreadsheetError",
      ]
    )
  }

  @Test func `a bad column is reported once, and refuses the rows that use it`() throws {
    let table = "userid,部门,备注\nuser456,研发,a\n0123,,b\n0456,研发,c\n"
    let resolved = try Samples.resolver(.dingtalk).resolve(
      ChangeFile(reading: Array(table.utf8), system: .dingtalk)
    )
    #expect(resolved.problems.map(\.rows) == [[1, 3]])
    #expect(resolved.problems.map(\.position.description) == ["line 1, column 2 (B)"])
    #expect(resolved.changes.map(\.user) == ["0123"])
  }
}
