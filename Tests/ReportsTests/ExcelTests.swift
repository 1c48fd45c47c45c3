import ChangeFiles
import Foundation
import Ledger
import LedgerQuery
import Reports
import Tables
import RollbookTestSupport
import Roster
import Testing

/// That a table for Excel is read back by `push` as what it was.
@Suite struct ExcelTests {
  private static let report = """
    -- title: t
    -- question: q
    -- column: user text; user
    -- column: field text; field
    -- column: item integer; item
    -- column: value text; value
    SELECT user, field, item, value FROM told
    """

  /// What the table for Excel of some values is.
  private static func table(_ values: [String]) throws -> String {
    let folder = try TemporaryFolder()
    let clock = ManualTimekeeper()
    let ledger = try Ledger.create(at: folder.path("ledger"), now: clock.now())
    let report = try ReportDefinition(name: "told", sql: report)
    let rows = values.enumerated().map { index, value -> [QueryValue] in
      [.text(Verbatim("0\(index)")), .text("sys00-remark"), .integer(0), .text(Verbatim(value))]
    }
    let run = ReportRun(
      report,
      times: .universal,
      names: ReportRun.Names(user: { Verbatim($0) }, field: { Verbatim($0) }),
      tables: [
        QueryTable(name: "told", columns: ["user", "field", "item", "value"], rows: rows)
      ],
      program: "test"
    )
    var written = ""
    var renderer = ReportFormat.csv.renderer(
      for: report,
      audience: .excel,
      times: .universal
    ) { written += $0 }
    try renderer.finish(try run.run(on: ledger, timekeeper: clock) { try renderer.add($0) })
    return written
  }

  private static func readBack(_ table: String) throws -> [Verbatim] {
    let file = try ChangeFile(reading: Array(table.utf8), system: .dingtalk)
    #expect(file.problems.isEmpty, "\(file.problems)")
    return file.rows.flatMap(\.cells).compactMap { cell in
      if case .set(.text(let text)) = cell.edit { text } else { nil }
    }
  }

  private static let values = [
    "00123", "330106199001011234", "6222020200112230000", "+86-13800138000", "=1+1", "@SUM(A1)",
    "-5", "2020-09-01", "1E5", "4.25E+14", "TRUE", "Mar 1", "#N/A", "#清空#", "'00123", "＝1＋1",
    "他说\"好\"", "=\"a\"", "a,b\r\nc", " 007", "   ", "北京市 1 号", "张伟", "e\u{301}", "1.00", "½",
    "=" + String(repeating: "\"长", count: 400), "\t1", "x&\"y\"", "1-2", "3/4", "12:30",
  ]

  @Test func `what Excel and WPS would change is kept as text, and read back to the byte`() throws {
    let table = try Self.table(Self.values)
    #expect(table.utf8.starts(with: [0xEF, 0xBB, 0xBF]))
    #expect(try Self.readBack(table) == Self.values.map { Verbatim($0) })
    let users = try ChangeFile(reading: Array(table.utf8), system: .dingtalk).rows.map(\.user)
    #expect(users == Self.values.indices.map { Verbatim("0\($0)") })
    for plain in ["北京市 1 号", "张伟", "½"] { #expect(table.contains(",0,\(plain)\r\n"), "\(plain)") }
    for line in table.split(separator: "\r\n").dropFirst() where line.contains(",sys00-remark,") {
      let cell = line.split(separator: ",", maxSplits: 3).last ?? ""
      let start = cell.first.map(String.init) ?? ""
      #expect(!["=", "+", "-", "@"].contains(start), "\(cell) would be calculated")
    }
  }

  @Test func `any text is read back to the byte`() throws {
    var system = SystemRandomNumberGenerator()
    let seed = UInt64.random(in: 0...UInt64.max, using: &system)
    var random = Seeded(seed)
    let pieces = [
      "=", "\"", "&", "0", "12", "清空", "#", "'", ",", "\r\n", "é", " ", "-", "E", "TRUE", "?",
      "＃", "\u{FFFD}", "\u{2003}", "\n", "\r",
    ]
    let values = (0..<300).map { _ in
      (0...Int.random(in: 0...6, using: &random)).map { _ in
        pieces.randomElement(using: &random) ?? ""
      }.joined()
    }
    #expect(try Self.readBack(Self.table(values)) == values.map { Verbatim($0) }, "seed \(seed)")
  }
}
