import Foundation
import Ledger
import Roster

/// How fast the ledger answers.
struct Reading {
  let bench: Bench
  let ledger: Ledger

  func report(day: Int, to sheet: inout Sheet) throws {
    let workload = bench.transport.workload
    let people = (0..<100).map { Verbatim(workload.userID($0 * 97 % workload.people)) }
    let rounds = bench.options.rounds
    let one = try Stopwatch.best(of: rounds) {
      for person in people { try ledger.roster(RosterFilter(users: [person])) { _ in } }
    }
    sheet.put("one person", "ms", one.wall * 1000 / Double(people.count), day: day)
    let field = Verbatim(WorkloadField.all[WorkloadField.derived].code)
    let history = try Stopwatch.best(of: rounds) {
      for person in people {
        let user = UserKey(.dingtalk, person)
        try ledger.history(HistoryFilter(user: user, fields: [field], item: 0)) { _ in }
      }
    }
    sheet.put("one cell's history", "ms", history.wall * 1000 / Double(people.count), day: day)
    let whole = try Stopwatch.best(of: min(rounds, 3)) {
      try ledger.roster(RosterFilter()) { _ in }
    }
    sheet.put("whole roster", "ms", whole.wall * 1000, day: day)
    let rebuilt = try Stopwatch.best(of: 1) { _ = try ledger.checkProjections() }
    sheet.put("rebuild --check", "ms", rebuilt.wall * 1000, day: day)
  }
}
