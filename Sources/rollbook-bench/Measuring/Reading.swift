import Foundation
import Ledger
import LedgerHistory
import LedgerQuery
import Reports
import Tables
import Roster

/// How fast the ledger is read.
struct Reading {
  let bench: Bench
  let ledger: Ledger

  func report(day: Int, to sheet: inout Results) throws {
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
    try reportThen(day: day, people: people, to: &sheet)
  }
}

extension Reading {
  /// Reads the roster of the first day, and the changes since the day before the last.
  private func reportThen(day: Int, people: [Verbatim], to sheet: inout Results) throws {
    let rounds = bench.options.rounds
    let operations = try ledger.operations().filter { $0.kind == .fetch }.map(\.operation).sorted()
    guard let first = operations.first, let last = operations.last,
      let before = operations.dropLast().last
    else { return }
    let then = try ledger.position(at: .after(operation: first))
    let one = try Stopwatch.best(of: rounds) {
      for person in people {
        try ledger.roster(RosterFilter(users: [person], position: then)) { _ in }
      }
    }
    sheet.put("one person, as of day 1", "ms", one.wall * 1000 / Double(people.count), day: day)
    let whole = try Stopwatch.best(of: min(rounds, 3)) {
      try ledger.roster(RosterFilter(position: then)) { _ in }
    }
    sheet.put("whole roster, as of day 1", "ms", whole.wall * 1000, day: day)
    let (from, to) = (
      try ledger.position(at: .after(operation: before)),
      try ledger.position(at: .after(operation: last))
    )
    let diff = try Stopwatch.best(of: min(rounds, 3)) { _ = try ledger.diff(from: from, to: to) }
    sheet.put("diff of the last two days", "ms", diff.wall * 1000, day: day)
  }

  /// Runs each report, with the first person where one is needed.
  func runReports(day: Int, to sheet: inout Results) throws {
    guard let times = Times(zone: "Asia/Shanghai") else { return }
    let given = ["seed": "bench", "user": bench.transport.workload.userID(0)]
    for definition in try ReportLibrary.all() {
      let names = Set(definition.parameters.map(\.name))
      let run = ReportRun(
        definition,
        values: given.filter { names.contains($0.key) },
        times: times,
        names: ReportRun.Names(user: { Verbatim($0) }, field: { Verbatim($0) }),
        tables: Self.mapping,
        timeLimit: .seconds(30),
        program: "bench"
      )
      let watch = Stopwatch()
      _ = try run.run(on: ledger, timekeeper: bench.clock) { _ in }
      sheet.put("report \(definition.name)", "ms", watch.taken.wall * 1000, day: day)
    }
  }

  /// How the fields of the two systems correspond, for the reports that ask.
  private static let mapping = [
    QueryTable(
      name: "mapping",
      columns: ["dingtalk", "maycur", "rule"],
      rows: [[.text("sys00-name"), .text("name"), .text("text")]]
    ),
    QueryTable(name: "mapping_labels", columns: ["maycur", "label", "code"], rows: []),
  ]
}
