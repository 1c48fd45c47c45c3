import Ledger
import LedgerHistory
import LedgerStorage
@testable import Operations
import RollbookTestSupport
import Roster
import Testing

/// Compares the log with what happened outside, and with the rules.
struct Judge {
  let log: LogModel
  let notebook: Notebook
  let world: OutsideWorld
  /// What is wrong, each in a sentence.
  private(set) var problems: [String] = []

  init(_ log: LogModel, _ notebook: Notebook, _ world: OutsideWorld) {
    (self.log, self.notebook, self.world) = (log, notebook, world)
  }

  /// Notes a problem unless something is so.
  mutating func check(_ isSo: Bool, _ problem: @autoclosure () -> String) {
    if !isSo { problems.append(problem()) }
  }

  /// Entries are numbered without gaps, and every operation is opened and closed once.
  mutating func checkOrder() {
    check(
      log.entries.map(\.number) == (1...Int64(log.entries.count)).map { $0 },
      "The entries have a gap."
    )
    for kind in [Int64(2), 3] {
      let numbers = log.entries.filter { $0.kind == kind }.map(\.operation)
      check(Set(numbers).count == numbers.count, "An operation has two entries of kind \(kind).")
      check(Set(numbers) == Set(log.operations.keys), "One has no entry of kind \(kind).")
    }
  }

  /// No row is intended against anything but the latest event of each of its cells, and rows are
  /// refused where and only where a base moved.
  mutating func checkBases() {
    var waiting = notebook.attempts
    let log = log
    log.replay { entry, latest in
      if entry.kind == 9 {
        for (event, cell) in log.events[entry.number] ?? [] {
          let base = log.bases[event] ?? nil
          check(base == latest[cell], "Entry \(entry.number) overwrites \(cell).")
        }
      }
      for attempt in waiting where attempt.after == entry.number - 1 {
        check(attempt, latest)
      }
      waiting.removeAll { $0.after == entry.number - 1 }
    }
    check(waiting.isEmpty, "An attempt was after the end.")
  }

  private mutating func check(_ attempt: Notebook.Attempt, _ latest: LogModel.Latest) {
    let moved = attempt.bases.filter { latest[$0.cell] != $0.base }
    check(
      moved.isEmpty != attempt.wasRefused,
      "After entry \(attempt.after) \(moved) moved; refused: \(attempt.wasRefused)."
    )
  }

  /// Who was open beside whom, and who closed what.
  mutating func checkExclusion() {
    var open: Set<Int64> = []
    var left: Set<Int64> = []
    for entry in log.entries {
      let last = entry.number - 1
      if notebook.deaths.contains(last) {
        left.formUnion(open)
        open = []
      }
      let given = Set(notebook.givenUp.filter { $0.value <= last }.keys)
      left.formUnion(open.intersection(given))
      open.subtract(given)
      if entry.kind == 2 {
        check(!open.isEmpty || left.isEmpty, "\(left) are open at entry \(entry.number).")
        for other in open where excludes(entry.operation, other) {
          problems.append("Operation \(entry.operation) is open beside \(other).")
        }
        open.insert(entry.operation)
      } else if entry.kind == 3, left.remove(entry.operation) != nil {
        let isInterrupted = log.operations[entry.operation]?.status == .interrupted
        check(open.isEmpty && isInterrupted, "\(entry.operation) was closed by its process.")
      } else if entry.kind == 3 {
        check(open.remove(entry.operation) != nil, "\(entry.operation) was not open.")
      } else {
        check(open.contains(entry.operation), "Entry \(entry.number) is of one that is not open.")
      }
    }
    check(open.isEmpty && left.isEmpty, "\(open) and \(left) are open.")
  }

  /// One fetch and one batch for a system, imports alone in theirs, and erasures altogether.
  private func excludes(_ one: Int64, _ other: Int64) -> Bool {
    guard let first = log.operations[one], let second = log.operations[other] else { return true }
    let kinds = [first.kind, second.kind]
    if kinds.contains(.erase) { return true }
    guard first.system == second.system, !kinds.contains(.readmit) else { return false }
    return kinds.contains(.import) || (first.kind == .fetch) == (second.kind == .fetch)
  }

  /// After an erasure nothing is left of a person, unless a readmission came after it.
  mutating func checkErasures(_ ledger: Ledger) throws {
    for erasure in try ledger.erasures() {
      notebook.count("erased")
      let number = try #require(log.entries[Int(erasure.entry.rawValue) - 1].user)
      let kept: Int? = try ledger.read { database in
        try database.first(
          """
          SELECT count(*) FROM personal_value v JOIN event e ON e.id = v.id
          JOIN entry n ON n.id = e.entry WHERE n.user = ? AND v.form <> 35
          """,
          [number]
        ) { Int($0.integer(0) as Int64) }
      }
      check(kept == 0, "The erased user \(number) has values.")
      // The number is never used again: who is readmitted gets another one.
      let later = log.entries.last { $0.user == number && [0, 9, 18].contains($0.kind) }
      check((later?.number ?? 0) < erasure.entry.rawValue, "User \(number) is there again.")
    }
    let people = world.people.flatMap { system, users in users.map { UserKey(system, $0) } }
    for (user, _) in try ledger.erased(among: people) {
      let texts = notebook.rows.filter { $0.user == user }.flatMap(\.texts)
      for text in texts where text.hasPrefix("written-") {
        let isThere = try Files.contains(text, ledger.path)
        check(!isThere, "\(text) of \(user) is in the file.")
      }
    }
  }

  /// What the ledger has of everybody in the end is what the systems hold.
  mutating func checkRoster(_ ledger: Ledger) throws {
    var known: [Verbatim: [FieldCode: String]] = [:]
    try ledger.roster(RosterFilter(system: .dingtalk)) { cell in
      guard let value = cell.content.value else { return }
      known[cell.user, default: [:]][cell.cell.address.field] = value.text
    }
    let users = world.people[.dingtalk] ?? []
    let erased = try ledger.erased(among: users.map { UserKey(.dingtalk, $0) })
    let held = world.held()
    for user in users {
      let expected = erased[UserKey(.dingtalk, user)] == nil ? held[user] : nil
      check(
        known[user] == expected,
        "Of \(user) is known \(known[user] ?? [:]), and held \(expected ?? [:])."
      )
    }
  }
}
