import Foundation
import GRDB
import Ledger
import LedgerQuery
import RollbookTestSupport
import Roster
import Testing

/// That the reports, and the views below them, return what their plainest form returns.
@Suite struct ReportOracleTests {
  private static let folder = "Tests/LedgerTests/Oracle"

  /// A copy of a ledger whose views are the plain ones.
  private static func plain(_ ledger: Ledger, _ folder: TemporaryFolder) throws -> Ledger {
    let path = folder.path("plain-\(UUID().uuidString).sqlite")
    try DatabaseQueue(path: ledger.path).writeWithoutTransaction {
      try $0.execute(sql: "VACUUM INTO ?", arguments: [path])
    }
    let views = try Repository.text("\(Self.folder)/views.sql")
    let copy = try DatabaseQueue(path: path)
    try copy.write { database in
      for view in views.matches(of: /CREATE VIEW (\w+)/) {
        try database.execute(sql: "DROP VIEW \(view.1)")
      }
      try database.execute(sql: views)
    }
    try copy.close()
    return try Ledger.open(at: path)
  }

  /// Fields of a random company in place of those that the reports name.
  private static let replacing = [
    ("sys00-name", "a-name"), ("sys00-mainDept", "d-plain"), ("sys00-jobNumber", "d-plain"),
    ("sys05-contractCompanyName", "c-detail"), ("sys05-contractType", "d-plain"),
    ("sys05-nowContractEndTime", "a-name"), ("sys04-bankAccountNo", "d-plain"),
    ("sys02-certNo", "b-\u{e9}"), ("sys01-employeeStatus", "d-plain"),
    // No value of a random company is a date.
    ("GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'", "GLOB '*'"),
    ("value BETWEEN :on AND", "value NOT BETWEEN :on AND"),
  ]

  private static func rows(
    _ name: String,
    in folder: String,
    on ledger: Ledger,
    at moment: AsOf,
    user: Verbatim,
    _ clock: ManualTimekeeper
  ) throws -> [[QueryValue]] {
    let today = CivilDate(dayNumber: Int(clock.now().milliseconds / 86_400_000) + 1)
    let question = try ReportQuestion(
      name,
      in: folder,
      given: [
        "user": .text(user), "from": .text("1970-01-02"), "until": .text(Verbatim("\(today)")),
        "on": .text("2026-01-01"), "show": .text("all"), "left": .integer(1),
        "derived": .integer(1), "seed": .text("7"),
      ],
      replacing: replacing
    )
    var rows: [[QueryValue]] = []
    _ = try ledger.query(question.query(at: moment), timekeeper: clock, begin: { _ in }) {
      rows.append($0)
    }
    return rows
  }

  @Test(arguments: [false, true])
  func `each report returns, row for row, what its plain text returns over plain views`(
    erases: Bool
  ) async throws {
    var system = SystemRandomNumberGenerator()
    let seed = UInt64.random(in: 0...UInt64.max / 2, using: &system)
    var found: Set<String> = []
    // Erasures leave fewer rows, so that one log may not have enough of them.
    for number in UInt64(0)..<6 where found.count <= 8 {
      found.formUnion(try await compare(seed: seed &+ number, erases: erases))
    }
    #expect(found.count > 8, "seed \(seed): rows of \(found.sorted()) only")
  }

  /// Compares all reports on one random log.
  ///
  /// - Returns: The reports that had rows.
  private func compare(seed: UInt64, erases: Bool) async throws -> Set<String> {
    var log = try RandomLog(seed: seed, erases: erases)
    try await log.live(erases ? 50 : 40)
    let (ledger, clock) = (log.bench.ledger, log.bench.clock)
    let plain = try Self.plain(ledger, log.bench.folder)
    let last = try ledger.position(at: .now).entry
    var random = Seeded(seed)
    let moments: [AsOf] = [
      .now, .entry(EntryID(Int64.random(in: 1...last.rawValue, using: &random))),
    ]
    var found: Set<String> = []
    let names = ReportQuestion.names(in: Self.folder).filter { $0 != "views" }
    #expect(names.count > 10)
    for name in names {
      for moment in moments {
        for user: Verbatim in name == "person-file" ? ["u1", "u2", "u3"] : ["u1"] {
          let expected = try Self.rows(
            name,
            in: Self.folder,
            on: plain,
            at: moment,
            user: user,
            clock
          )
          let rows = try Self.rows(
            name,
            in: "reports/sql",
            on: ledger,
            at: moment,
            user: user,
            clock
          )
          #expect(rows == expected, "seed \(seed), \(name), \(moment), \(user)")
          if !rows.isEmpty { found.insert(name) }
        }
      }
    }
    return found
  }
}
