import Foundation
import Reports
import Tables
@testable import RollbookCLI
import RollbookTestSupport
import Roster
import Sandbox
import Testing
import VerbatimJSON

/// `report` on the ledger of a small company, and what it refuses.
@Suite struct ReportCommandTests {
  /// A transcript without what is drawn anew for each ledger.
  private static func golden(_ run: Stage.Run, _ scene: PushingStage) -> String {
    scene.golden(run).replacing(/\b[0-9a-f]{32}\b/, with: "LEDGER")
      .replacing(/(, root |"root":")[A-Za-z0-9+\/=]{44}/) { "\($0.1)ROOT" }
  }

  private static let needed = [
    "accesses-by-actor": " --param from=2026-01-01",
    "change-sample": " --param seed=2026 --param size=3",
    "contracts-ending": " --param within=500",
    "field-changes": " --param from=2026-01-01",
    "headcount": " --param from=2026-01-01 --param every=14",
    "joiners-and-leavers": " --param from=2026-01-01",
    "reveals": " --param from=2026-01-01",
    "unattributed-changes": " --param from=2026-01-01",
    "unusual-accesses": " --param from=2026-01-01 --param people=3",
  ]

  @Test func `every report says what it should, and is the same as of its last entry`()
    async throws
  {
    try await PushingStage.play(people: 6) { scene in
      try await ReportMonths.present(&scene)
      for name in ReportLibrary.names {
        let person =
          ["person-file", "accesses-of-person"].contains(name)
          ? " --param user=\(scene.people[0])" : ""
        let line = "report \(name)\(Self.needed[name] ?? person)"
        let run = await scene.run(line)
        #expect(Golden.difference(Self.golden(run, scene), "report-\(name).txt") == nil)
        let now = await scene.run("\(line) --format csv --quiet")
        #expect(now.status == .done && now.result.split(separator: "\r\n").count > 1, "\(name)")
        let then = await scene.run("\(line) --format csv --quiet --as-of 2026-03-17T08:00")
        #expect(then.result == now.result, "\(name)")
        let before = await scene.run("\(line) --format csv --quiet --as-of entry:0")
        #expect(before.status == .done, "\(before.notes)")
        #expect(before.result.split(separator: "\r\n").count == 1, "\(name)")
      }
    }
  }

  @Test func `what could not be compared is not reported as equal, nor the first list as changes`()
    async throws
  {
    try await PushingStage.play(people: 6) { scene in
      let all = await scene.run("report dingtalk-against-maycur --format csv --quiet")
      #expect(all.result.contains("6 of 6 people have no link, or several, and were not compared"))
      let joined = await scene.run("report joiners-and-leavers --format csv --quiet")
      #expect(joined.result.split(separator: "\r\n").count == 2, "\(joined.result)")
      #expect(joined.result.contains("\"first list, of 6 people\""), "\(joined.result)")
      _ = await scene.run("link --job-numbers")
      let linked = await scene.run("report dingtalk-against-maycur --format csv --quiet")
      #expect(linked.result.contains("values are not known of Maycur, and were not compared"))
      scene.stage.timekeeper.advance(by: .seconds(86_400))
      let gone = scene.people[1]
      try await scene.server.withCompany { try $0.leave(gone) }
      _ = await scene.run("link --dingtalk \(gone) --maycur \(scene.employees[1]) --unlink")
      _ = await scene.run("fetch")
      let leavers = await scene.run("report leavers-in-maycur --format csv --quiet")
      #expect(leavers.result.contains("not linked: who they are in Maycur is not known"))
      // With the newer calls it is known when and why a person left.
      let last = scene.people[2]
      try await scene.server.withCompany { try $0.leave(last) }
      scene.stage.environment["ROLLBOOK_DINGTALK_API"] = "new"
      _ = await scene.run("fetch")
      let moves = await scene.run("report joiners-and-leavers --format csv --quiet").result
      let lines = moves.split(separator: "\r\n")
      let reported = lines.filter { $0.contains("left,\(last)") }
      let pattern = /,2026-01-01,"?(家庭|个人|薪酬|身体|试用|合同|组织)[^,]+/
      #expect(reported.count == 1 && reported[0].contains(pattern), "\(moves)")
      #expect(lines.count { $0.contains(",left,") } == 2, "\(moves)")
    }
  }

  @Test func `each format has its form, and says what it was made from`() async throws {
    try await PushingStage.play(people: 6) { scene in
      try await ReportMonths.present(&scene)
      let headcount = "report headcount --param from=2026-01-01 --param every=7"
      for (line, name) in [
        ("\(headcount) --as-of 2026-02-15 --format json", "json"),
        ("\(headcount) --format html", "html"),
        ("report volatile-fields --format html", "bars"),
        ("report field-changes --for excel --as-of before:batch:6", "excel"),
        ("report", "list"),
      ] {
        let run = await scene.run(line)
        #expect(Golden.difference(Self.golden(run, scene), "reporting-\(name).txt") == nil)
      }
      let wanted = "report field-changes --param fields=备注,银行卡号 --param from=2026-01-01"
      let written = await scene.run("\(wanted) --format html --output changes.html")
      #expect(written.status == .done && written.result.isEmpty)
      let path = scene.stage.folder.path("changes.html")
      let page = try String(contentsOfFile: path, encoding: .utf8)
      #expect(page.contains("&lt;b&gt;&amp;=1+1") && !page.contains("<b>"))
      #expect(page.hasSuffix("</html>\n"))
      let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
      #expect(mode == 0o600)
      let nowhere = await scene.run("report headcount --output nowhere/x.html")
      #expect(nowhere.status == .cannotCreate && nowhere.notes.contains("[fileUnwritable]"))
    }
  }

  private static let header = """
    -- title: t
    -- question: q
    -- column: a integer; a

    """

  @Test(arguments: [
    ("DELETE FROM entry", "queryWrites", "deletes from entry"),
    ("INSERT INTO roster VALUES (1)", "queryWrites", "inserts into roster"),
    ("ATTACH 'other.sqlite' AS o", "queryForbidden", "attaches another file"),
    ("SELECT 1 AS a; SELECT 2", "querySeveralStatements", "more than one statement"),
    ("SELECT lookup_key AS a FROM ledger", "queryForbidden", "reads ledger"),
    ("SELECT :who AS a", "queryParameterMissing", ":who"),
    ("SELECT 'x' AS a", "reportValueWrong", "no integer"),
    ("SELECT 1 AS b", "reportColumnsDiffer", "states the columns a"),
    ("SELECT wages AS a FROM roster", "queryWrong", "(line 4): no such column: wages"),
  ])
  func `a mistaken report of one's own is refused in one sentence`(
    sql: String,
    name: String,
    says: String
  ) async throws {
    let stage = try Stage()
    _ = await stage.run("init")
    try stage.write(Self.header + sql, to: "mine.sql")
    let run = await stage.run("report", "--file", "mine.sql")
    #expect(run.status == .badData && run.result.isEmpty)
    #expect(run.notes.hasSuffix("[\(name)]\n") && run.notes.contains(says), "\(run.notes)")
    #expect(run.notes.split(separator: "\n").count == 1)
  }

  @Test(arguments: [
    ("report nothing", "reportUnknown"), ("report change-sample", "reportParameterMissing"),
    ("report headcount --param to=1", "reportParameterUnknown"),
    ("report headcount --param every=soon", "reportParameterWrong"),
    ("report headcount --param every=-1", "reportParameterWrong"),
    ("report headcount --param from=2026-02-30", "reportParameterWrong"),
    ("report headcount --param field=血型", "fieldUnknown"),
    ("report person-file --param user=nobody", "userUnknown"),
    ("report headcount --as-of entry:7", "noSuchEntry"),
    ("report headcount --as-of soon", "usage"), ("report headcount --param every", "usage"),
    ("report headcount --param every=1 --param every=2", "usage"),
    ("report headcount --for excel --format html", "usage"), ("report --format html", "usage"),
    ("report headcount --file mine.sql", "usage"),
  ])
  func `what cannot be asked is refused in one sentence`(line: String, name: String) async throws {
    let stage = try Stage()
    _ = await stage.run("init")
    let run = await stage.run(line.split(separator: " ").map(String.init))
    #expect(run.status == .usage && run.result.isEmpty, "\(run.transcript)")
    #expect(run.notes.hasSuffix("[\(name)]\n"), "\(run.notes)")
    #expect(run.notes.split(separator: "\n").count == 1)
  }

  @Test func `a file in the folder reports is a report, under a name of its own`() async throws {
    let stage = try Stage()
    _ = await stage.run("init")
    let folder = stage.folder.url.appendingPathComponent("reports")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try stage.write(Self.header + "SELECT 7 AS a", to: "reports/seven.sql")
    #expect(await stage.run("report").result.contains("\nseven  "))
    let run = await stage.run("report", "seven", "--format", "json")
    let document = try JSON(parsing: Array(run.result.utf8))
    #expect(document.keys == ["provenance", "rows"])
    #expect(document["rows"] == [["a": 7]] && document["provenance"]?["rows"] == 1)
    try stage.write(Self.header + "SELECT 7 AS a", to: "reports/headcount.sql")
    let taken = await stage.run("report", "headcount")
    #expect(taken.status == .badData && taken.notes.contains("comes with the program"))
  }
}
