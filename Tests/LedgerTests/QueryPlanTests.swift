import Foundation
import GRDB
import Ledger
import LedgerQuery
import RollbookTestSupport
import Roster
import Testing

/// How SQLite answers the reports.
///
/// Its account of a plan differs between versions of SQLite, so the golden files hold for one of them;
/// QueryWorkTests counts steps with each.
@Suite struct QueryPlanTests {
  private static let version = "3.40.1"

  private static func isOfVersion() throws -> Bool {
    try DatabaseQueue().read { try String.fetchOne($0, sql: "SELECT sqlite_version()") } == version
  }

  /// The steps of a plan, each indented below the one that it is a part of.
  private static func plan(_ query: LedgerQuery, of ledger: Ledger) throws -> [String] {
    var depth: [Int64: Int] = [0: -1]
    var steps: [String] = []
    _ = try ledger.query(query, timekeeper: ManualTimekeeper(), begin: { _ in }) { row in
      guard case .integer(let id) = row[0], case .integer(let parent) = row[1],
        case .text(let step) = row[3]
      else { return }
      let own = (depth[parent] ?? -1) + 1
      depth[id] = own
      steps.append(String(repeating: "  ", count: own) + step.text)
    }
    return steps
  }

  @Test func `the plan of each report is the one that was reviewed`() throws {
    guard try Self.isOfVersion() else { return }
    let bench = try Bench()
    let names = ReportQuestion.names()
    #expect(names.count > 15)
    for name in names {
      let query = try ReportQuestion(name).query(before: "EXPLAIN QUERY PLAN\n")
      let steps = try Self.plan(query, of: bench.ledger).joined(separator: "\n") + "\n"
      let difference = Golden.difference(steps, "plan-\(name).txt")
      #expect(difference == nil, "\(difference ?? "")")
    }
  }
}
