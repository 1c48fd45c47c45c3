import Reports
import Tables
@testable import RollbookCLI
import Roster
import RollbookTestSupport
import Testing
import VerbatimJSON

@Suite struct ReadingTests {
  private let stage: Stage

  init() async throws {
    stage = try Stage()
    try await SmallCompany.found(at: stage.folder.path("rollbook.sqlite"), stage.timekeeper)
  }

  @Test(arguments: [
    ("roster", "roster"), ("roster --format json", "roster-json"),
    ("roster --format csv --user 0456", "roster-csv"),
    ("roster --include-left --field 姓名 --field sys00-mobile", "roster-fields"),
    ("roster --user 0013", "roster-job-number"), ("show 欧阳娜娜", "show"),
    ("show manager4220 --format json", "show-json"), ("show 0457 --zone UTC", "show-left"),
    ("history 欧阳娜娜 手机号", "history"), ("history 0012 手机号 --format json", "history-json"),
    ("history manager4220 sys03-graduateSchool --item 1", "history-item"),
    ("history 0456", "history-all"), ("log", "log"),
    ("log --format json --operation 2", "log-json"),
    ("log --limit 3 --format csv", "log-csv"), ("log --user 0015", "log-user"),
    ("log --events --operation 2", "log-events"),
    ("log --events --user 0456 --format json", "log-events-json"),
    ("operations", "operations"), ("operations --format json", "operations-json"),
    ("status", "status"), ("status --format json --max-age 2h", "status-json"),
    ("status --max-age 30m", "status-old"),
    ("roster --as-of 2026-01-01 --field 手机号 --include-left", "roster-as-of"),
    ("roster --as-of before:batch:2 --format json --user 0457", "roster-as-of-json"),
    ("roster --as-of before:batch:1", "roster-nothing"),
    ("roster --as-of 2025-12-31 --format json", "roster-nothing-json"),
    ("show 0500 --as-of after:batch:1", "show-unknown"),
    ("show manager4220 --as-of entry:7 --values observed", "show-as-of"),
    ("show manager4220 --as-of 2026-01-01 --hindsight", "show-hindsight"),
    ("roster --as-of 2026-01-01 --hindsight --user 0456 --format json", "roster-hindsight-json"),
    ("history manager4220 手机号 --as-of entry:8", "history-as-of"),
    ("history manager4220 --by-item", "history-rows"),
    ("history manager4220 --by-item --format json", "history-rows-json"),
    ("blame 0456", "blame"), ("blame 0456 --format json", "blame-json"),
    ("blame manager4220 --by-item --as-of 2026-01-01", "blame-rows"),
    ("diff before:batch:2 now", "diff"), ("diff before:batch:2 now --format json", "diff-json"),
    ("diff before:batch:2 now --wide --user 0456 --user manager4220", "diff-wide"),
    ("diff before:batch:2 now --by-item --user manager4220", "diff-rows"),
    ("diff now now", "diff-nothing"), ("drift", "drift"), ("drift --format json", "drift-json"),
    ("drift --since now", "drift-nothing"),
  ])
  func `a reading command prints what it should`(line: String, golden: String) async throws {
    let run = await stage.run(line.split(separator: " ").map(String.init))
    #expect(Golden.difference(run.transcript, "\(golden).txt") == nil)
  }

  @Test func `a name that a leaver still bears means the one who is there`() async throws {
    let run = await stage.run("show", "张伟")
    #expect(run.status == .done && run.result.hasPrefix("张伟 (userid 0456"))
    let near = await stage.run("show", "欧阳娜")
    #expect(near.status == .usage && near.notes.contains("Perhaps 欧阳娜娜 (user manager4220"))
  }

  @Test(arguments: [
    ("erase 张伟 --dry-run", "ambiguous"), ("show 王五", "nobody"),
    ("history 0012 手机", "near-name"),
    ("roster --field sys03-highestedu --format json", "near-code"),
    ("roster --field 血型", "no-field"), ("log --operation 9", "no-operation"),
    ("log --limit 0", "bad-limit"), ("status --max-age soon", "bad-span"),
    ("roster --ledger elsewhere.sqlite", "no-ledger"), ("init", "init-again"),
    ("roster --zone Asia/Shangai", "no-zone"), ("frobnicate", "no-command"),
    ("history 0012 手机号 --item -1", "bad-item"), ("backup rollbook.sqlite", "backup-over"),
    ("roster --as-of entry:99", "no-entry"), ("roster --as-of 2026-02-30", "bad-moment"),
    ("roster --as-of after:batch:9", "no-batch"), ("roster --hindsight", "no-time"),
    ("show 0456 --hindsight --as-of entry:3", "no-time-entry"), ("diff now entry:1", "reversed"),
    ("show", "no-argument"), ("roster --format xml", "no-format"), ("show 0456 --loud", "no-flag"),
  ])
  func `what cannot be done is refused in a sentence`(line: String, golden: String) async throws {
    let run = await stage.run(line.split(separator: " ").map(String.init))
    #expect(run.result.isEmpty)
    #expect(run.notes.split(separator: "\n").count == 1)
    #expect(Golden.difference(run.transcript, "refused-\(golden).txt") == nil)
  }

  /// Every place of the command line for a moment, except in commands that write.
  private static let places = [
    "roster --as-of MOMENT", "show 0456 --as-of MOMENT", "history 0456 --as-of MOMENT",
    "blame 0456 --as-of MOMENT", "drift --as-of MOMENT", "drift --since MOMENT",
    "diff entry:0 MOMENT", "report headcount --as-of MOMENT",
    "report headcount --param from=MOMENT",
    "report headcount --param until=MOMENT",
  ]

  @Test(arguments: places)
  func `every place that takes a moment takes each form, and says the forms`(
    place: String
  ) async throws {
    func run(_ moment: String) async -> Stage.Run {
      let words = place.split(separator: " ").map(String.init)
      return await stage.run(words.map { $0.replacing("MOMENT", with: moment) })
    }
    for moment in [
      "now", "today", "yesterday", "today-3", "2026-01-01", "2026/1/1", "2026-01-01 08:00",
      "2026-01-01T00:00:30Z", "now-1d", "-90min", "entry:3", "before:batch:2", "after:batch:2",
    ] where !(place.hasPrefix("diff") && moment.hasPrefix("-")) {
      let reported = await run(moment)
      #expect(reported.status == .done, "\(place), \(moment): \(reported.notes)")
    }
    for moment in ["soon", "2026-02-30", "1d", "entry:"] {
      let reported = await run(moment)
      #expect(
        reported.status == .usage && reported.notes.contains(Moment.forms),
        "\(reported.notes)"
      )
    }
  }

  @Test(arguments: [
    "replay --to maycur --since soon", "replay --to maycur --since now --until soon",
    "rehearse --to maycur --since soon", "import x.csv --captured-at soon", "diff soon now",
  ])
  func `what is no moment is refused with the forms, by commands that write too`(
    line: String
  ) async {
    let reported = await stage.run(line.split(separator: " ").map(String.init))
    #expect(reported.status == .usage && reported.notes.contains(Moment.forms), "\(reported.notes)")
  }

  @Test func `since a day is with that day, and without the day before`() async {
    let all = await stage.run("drift", "--format", "csv")
    // All of it happened on that day.
    for since in ["2026-01-02", "today", "yesterday", "2026/1/1", "entry:0", "-1d"] {
      let reported = await stage.run("drift", "--format", "csv", "--since", since)
      #expect(reported.result == all.result, "\(since): \(reported.transcript)")
    }
    let later = await stage.run("drift", "--since", "2026-01-03", "--format", "csv")
    #expect(later.result.split(separator: "\r\n").count == 1, "\(later.transcript)")
  }

  @Test func `stats has the keys of the contract, in its order`() async throws {
    let run = await stage.run("stats", "--format", "json")
    guard case .object(let members) = try JSON(parsing: Array(run.result.utf8)) else {
      Issue.record("not an object: \(run.result)")
      return
    }
    #expect(
      members.map(\.key) == [
        "entries", "events", "storedEvents", "users", "cells", "bytes", "bytesPerEvent",
      ]
    )
    #expect(members.first { $0.key == "users" }?.value == 4)
  }

  @Test(arguments: [["rebuild"], ["rebuild", "--check"]])
  func `a rebuild names the projections, which equal what the log gives`(
    words: [String]
  ) async throws {
    let run = await stage.run(words + ["--format", "json"])
    #expect(run.status == .done && run.notes.isEmpty)
    let reports = try JSON(parsing: Array(run.result.utf8)).elements ?? []
    let roster = reports.first { $0["projection"] == "projected_roster" }
    #expect(roster?["rows"] == 25)
    #expect(reports.allSatisfy { $0["differences"] == 0 })
    let table = await stage.run(words)
    #expect(table.result.hasPrefix("projection  "))
  }

  @Test func `a backup is a ledger that reads alike`() async throws {
    let run = await stage.run("backup", "copy.sqlite", "--format", "json")
    #expect(run.status == .done)
    let original = await stage.run("log", "--events", "--format", "json")
    let copy = await stage.run(
      "log",
      "--events",
      "--format",
      "json",
      "--ledger",
      "copy.sqlite"
    )
    #expect(copy.result == original.result)
    #expect(copy.result.count > 1000)
  }

  @Test func `rows come in order however wide the terminal is, and none is lost`() async throws {
    var narrow = stage
    narrow.width = 72
    let run = await narrow.run("show", "欧阳娜娜")
    #expect(Golden.difference(run.transcript, "show-narrow.txt") == nil)
  }
}
