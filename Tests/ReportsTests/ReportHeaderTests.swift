import Foundation
import Reports
import Tables
import RollbookTestSupport
import Testing

@Suite struct ReportHeaderTests {
  private static let good = """
    -- title: 合同到期 Contracts
    -- question: Whose contract
    -- question: ends soon?
    -- parameter: on date = today; the day
    -- parameter: note text; anything
    -- parameter: left text = none; or nothing
    -- column: ends date; 到期日
    -- column: people integer; people
    -- chart: bar; x ends; y people
    -- This comment is the query's.
    """

  private static func read(_ header: String) throws -> ReportDefinition {
    try ReportDefinition(name: "mine", sql: header + "\nSELECT 1")
  }

  @Test func `a header states what a report asks, needs and returns`() throws {
    let text = Self.good.replacing("\n-- This comment is the query's.", with: "")
    let report = try Self.read(text)
    #expect(report.title == "合同到期 Contracts")
    #expect(report.question == "Whose contract ends soon?")
    #expect(report.parameters.map(\.standard) == [.text("today"), .required, .none])
    #expect(report.columns.map(\.kind) == [.date, .integer])
    #expect(report.chart?.kind == .bar && report.chart?.x == "ends" && report.chart?.y == "people")
  }

  @Test(arguments: [
    ("-- title: a\n-- titel: b", 2, "`titel` is none of"), ("SELECT 1", 1, "no title"),
    ("-- title: a\n-- title: b", 2, "twice"), ("-- title:", 1, "nothing is after"),
    ("-- title: a\n-- a remark", 2, "must be `-- KEY: …`"), ("-- title: a", 1, "no question"),
    ("-- title: a\n-- question: b", 2, "no columns"),
    ("-- parameter: a number; b", 1, "`number` is no type"), ("-- parameter: a text", 1, "`;`"),
    ("-- parameter: A text; b", 1, "no name"), ("-- parameter: a text 5; b", 1, "a default must"),
    ("-- parameter: a text; b\n-- parameter: a text; c", 2, "twice"),
    ("-- column: a; b", 1, "must be `NAME TYPE"), ("-- column: a money; b", 1, "no type"),
    ("-- column: a text; b\n-- column: a text; c", 2, "twice"),
    ("-- chart: pie; x a; y b", 1, "`bar` or `line`"), ("-- chart: bar; x a", 1, "needs"),
    ("-- chart: bar; z a", 1, "a chart is"),
    ("-- chart: bar; x a; y b\n-- title: t\n-- question: q\n-- column: a text; a", 1, "no column"),
    ("-- title: t\n-- question: q\n-- column: a text; a\n-- chart: bar; x a; y a", 4, "no number"),
  ])
  func `a mistaken header is refused with its line`(header: String, line: Int, says: String) {
    do {
      _ = try Self.read(header)
      Issue.record("\(header) was taken")
    } catch let error as ReportError {
      #expect(error.message.contains("at line \(line):"), "\(error.message)")
      #expect(error.message.contains(says), "\(error.message)")
    } catch {
      Issue.record(error)
    }
  }

  @Test func `every file in the folder is a report, and every report a file`() throws {
    let files = Repository.files(below: "reports/sql", ending: ".sql")
      .compactMap { $0.split(separator: "/").last?.dropLast(4) }.map(String.init)
    #expect(files.count > 10)
    #expect(ReportLibrary.names == files)
    for report in try ReportLibrary.all() {
      #expect(report.sql == (try Repository.text("reports/sql/\(report.name).sql")))
      #expect(!report.title.isEmpty && report.question.hasSuffix("?"), "\(report.name)")
    }
  }
}
