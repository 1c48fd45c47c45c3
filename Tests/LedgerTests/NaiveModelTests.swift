import LedgerVerification
import LedgerStorage
import Foundation
import Ledger
import LedgerHistory
import RollbookTestSupport
import Roster
import Testing

/// A log and its naive model, with the same operations in the same order.
private final class Twins {
  private let folder: TemporaryFolder
  private let seed: UInt64
  private var ledger: Ledger
  private var model = NaiveModel()
  private var random: Seeded
  private var company: RandomCompany
  private let clock = ManualTimekeeper()
  private(set) var withheld = 0
  private(set) var crashes = 0
  private(set) var erasures = 0
  /// What is left of anyone who was erased last under a key.
  private var names: [Verbatim: Verbatim] = [:]

  init(seed: UInt64) throws {
    self.seed = seed
    folder = try TemporaryFolder()
    random = Seeded(seed)
    ledger = try Ledger.create(at: folder.path("ledger"), now: clock.now())
    company = RandomCompany(using: &random)
  }

  private func happens(_ oneIn: Int) -> Bool { Int.random(in: 0..<oneIn, using: &random) == 0 }

  private var aWhile: Duration { .milliseconds(Int.random(in: -200...2_000, using: &random)) }

  /// Runs one operation to some end or other.
  func operate() async throws {
    company.live(using: &random)
    if happens(4) { ledger = try Ledger.open(at: folder.path("ledger")) }
    clock.advance(by: aWhile)
    let writer = try await begin(.fetch)
    #expect(writer.operation == model.operations, "seed \(seed)")
    if !happens(5) { try describe(writer) }
    if !happens(3) { try call(writer) }
    for _ in 0..<Int.random(in: 0...6, using: &random) { try hear(writer) }
    clock.advance(by: aWhile)
    if happens(5) {
      crashes += 1
      return
    }
    let endings: [OperationStatus] = [.finished, .interrupted, .failed]
    try writer.close(endings.randomElement(using: &random) ?? .finished, now: clock.now())
    model.close(now: clock.now())
  }

  private func begin(_ kind: OperationKind) async throws -> LedgerWriter {
    let writer = try await ledger.begin(
      OperationRequest(
        kind: kind,
        system: .dingtalk,
        actor: "tester@here",
        reason: "property",
        parameters: "{}",
        program: "test"
      ),
      wait: .zero,
      timekeeper: clock
    )
    model.open(now: clock.now())
    return writer
  }

  /// Erases a person, or fields of one, or lets one come back.
  func erase() async throws {
    clock.advance(by: aWhile)
    guard let user = company.people.randomElement(using: &random) else { return }
    let key = UserKey(.dingtalk, user)
    let fields: Set<FieldCode>? = happens(2) ? nil : [RandomCompany.fields[0], "c-detail"]
    let isErased = try ledger.erased(among: [key])[key] != nil
    let plan = try? ledger.erasurePlan(of: key, fields: fields)
    guard isErased || plan.map({ fields == nil || $0.values > 0 }) == true else { return }
    let writer = try await begin(isErased ? .readmit : .erase)
    if isErased {
      try writer.readmit(user, now: clock.now())
      model.readmit(user, as: names[user] ?? "", now: clock.now())
    } else {
      let entry = try writer.erase(user, fields: fields, now: clock.now())
      let name = try ledger.erasures().first { $0.entry == entry }?.user ?? ""
      if fields == nil { names[user] = name }
      model.erase(user, fields, as: name, now: clock.now())
      try writer.scrub()
    }
    try writer.close(.finished, now: clock.now())
    model.close(now: clock.now())
    erasures += 1
  }

  private func describe(_ writer: LedgerWriter) throws {
    clock.advance(by: aWhile)
    _ = try writer.append(
      company.catalog(at: clock.now(), using: &random),
      now: clock.now()
    )
    model.describe(now: clock.now())
  }

  private func call(_ writer: LedgerWriter) throws {
    clock.advance(by: aWhile)
    let listed = company.people.shuffled(using: &random).filter { _ in !happens(5) }
    let limit = ShrinkLimit(percent: 20, people: 1)
    let list = Enumeration(
      system: .dingtalk,
      users: listed,
      askedAt: clock.now(),
      receivedAt: clock.now(),
      requestID: nil
    )
    let outcome = try writer.append(list, limit: limit, now: clock.now())
    let before = model.lines.count
    model.call(listed, limit: limit, now: clock.now())
    let added = model.lines[before...]
    #expect(outcome.joined == added.count { $0.kind == .joined }, "seed \(seed)")
    #expect(outcome.rejoined == added.count { $0.kind == .rejoined }, "seed \(seed)")
    #expect(outcome.left == added.count { $0.kind == .left }, "seed \(seed)")
  }

  private func hear(_ writer: LedgerWriter) throws {
    clock.advance(by: aWhile)
    let users = company.people.shuffled(using: &random)
      .prefix(Int.random(in: 1...(happens(2) ? 2 : company.people.count), using: &random))
    var asked = Set(RandomCompany.fields.filter { _ in !happens(3) })
    if asked.isEmpty { asked = Set(RandomCompany.fields) }
    let response = company.response(Array(users), asked, at: clock.now(), using: &random)
    let outcome = try writer.append(response, now: clock.now())
    let before = model.lines.count
    let withheld = model.hear(response, now: clock.now())
    self.withheld += withheld.count
    let added = model.lines[before...]
    #expect(outcome.withheld == withheld, "seed \(seed)")
    #expect(outcome.values == added.reduce(0) { $0 + $1.values }, "seed \(seed)")
    #expect(outcome.changed == added.reduce(0) { $0 + $1.changed }, "seed \(seed)")
    #expect(outcome.users == added.count { $0.kind == .fetched }, "seed \(seed)")
    #expect(outcome.notReturned == added.count { $0.kind == .notReturned }, "seed \(seed)")
  }

  /// Compares all results of the ledger with those of the model.
  func compare() throws {
    try compareEntries()
    try compareEvents()
    for includesLeft in [false, true] {
      var roster: Set<NaiveModel.RosterLine> = []
      try ledger.roster(RosterFilter(includesLeft: includesLeft)) { row in
        let line = NaiveModel.RosterLine(
          user: row.user,
          cell: Cell(CellAddress(row.field, row.item), row.content),
          entry: row.entry,
          since: row.since,
          lastObserved: row.lastObserved
        )
        #expect(roster.insert(line).inserted, "seed \(seed): \(line) twice")
      }
      #expect(roster == model.roster(includeLeft: includesLeft), "seed \(seed)")
    }
    for person in company.people + model.erased.sorted() {
      var history: [NaiveModel.HistoryLine] = []
      try ledger.history(HistoryFilter(user: UserKey(.dingtalk, person))) { row in
        history.append(NaiveModel.HistoryLine(row))
      }
      let expected = model.history(of: person)
      #expect(history.count == expected.count, "seed \(seed)")
      #expect(Set(history) == Set(expected), "seed \(seed)")
    }
  }

  private func compareEntries() throws {
    var next: EntryID = 1
    var members: [[String]] = [[], []]
    try ledger.entries(EntryFilter()) { row in
      #expect(row.entry == next, "seed \(seed): a gap before \(row.entry)")
      guard let line = model.lines.dropFirst(next - 1).first else { return }
      next += 1
      #expect(row.operation == line.operation, "seed \(seed): entry \(row.entry)")
      #expect(row.recordedAt == line.recordedAt, "seed \(seed): entry \(row.entry)")
      #expect(row.values == line.values, "seed \(seed): entry \(row.entry)")
      #expect(row.changed == line.changed, "seed \(seed): entry \(row.entry)")
      // Within a list, the design does not say in which order people join and leave.
      if [.joined, .rejoined, .left].contains(line.kind) {
        members[0].append("\(row.operation) \(row.kind) \(row.user ?? "")")
        members[1].append("\(line.operation) \(line.kind) \(line.user ?? "")")
      } else {
        #expect(row.kind == line.kind, "seed \(seed): entry \(row.entry)")
        #expect(row.user == line.user, "seed \(seed): entry \(row.entry)")
      }
    }
    #expect(next == EntryID(model.lines.count + 1), "seed \(seed)")
    #expect(members[0].sorted() == members[1].sorted(), "seed \(seed)")
  }

  private func compareEvents() throws {
    var events: [NaiveModel.EventLine] = []
    try ledger.events(EntryFilter()) { events.append(NaiveModel.EventLine($0)) }
    let expected = model.events
    #expect(events.count == expected.count, "seed \(seed)")
    for (reported, event) in zip(events, expected) { #expect(reported == event, "seed \(seed)") }
  }

  /// Checks that the projections are what the log makes of them, and stay so when made anew.
  func rebuild() async throws {
    let findings = try ledger.verify().findings
    #expect(findings.isEmpty, "seed \(seed): \(findings)")
    let reports = try await ledger.rebuild(wait: .zero, timekeeper: clock)
    #expect(reports.allSatisfy { $0.differences == 0 }, "seed \(seed)")
    #expect(reports.contains { $0.rows > 0 }, "seed \(seed)")
    #expect(try ledger.checkProjections() == reports, "seed \(seed)")
  }
}

extension NaiveModel.EventLine {
  fileprivate init(_ row: LoggedEvent) {
    self.init(
      entry: row.event.entry,
      ordinal: row.event.ordinal,
      operation: row.operation,
      user: row.user,
      cell: Cell(CellAddress(row.field, row.item), row.content),
      recordedAt: row.recordedAt,
      isChanged: row.isChanged
    )
  }
}

extension NaiveModel.HistoryLine {
  fileprivate init(_ row: HistoryLine) {
    self.init(
      event: NaiveModel.EventLine(
        entry: row.event.entry,
        ordinal: row.event.ordinal,
        operation: row.operation,
        user: row.user,
        cell: Cell(CellAddress(row.field, row.item), row.content),
        recordedAt: row.recordedAt,
        isChanged: true
      ),
      lastObservedBefore: row.lastObservedBefore
    )
  }
}

@Suite struct NaiveModelTests {
  @Test(arguments: [false, true])
  func `whatever is fetched, the ledger reads as if it had stored every value`(
    erases: Bool
  ) async throws {
    var system = SystemRandomNumberGenerator()
    let first =
      ProcessInfo.processInfo.environment["ROLLBOOK_SEED"].flatMap { UInt64($0) }
      ?? UInt64.random(in: 0...UInt64.max / 2, using: &system)
    var withheld = 0
    var crashes = 0
    var erasures = 0
    for seed in first..<(first + 8) {
      let twins = try Twins(seed: seed)
      for _ in 0..<3 {
        for _ in 0..<5 {
          try await twins.operate()
          if erases { try await twins.erase() }
        }
        try twins.compare()
      }
      try await twins.rebuild()
      try twins.compare()
      withheld += twins.withheld
      crashes += twins.crashes
      erasures += twins.erasures
    }
    #expect(withheld > 0, "nothing was withheld from seed \(first) on")
    #expect(erasures > 0 || !erases, "nothing was erased from seed \(first) on")
    #expect(crashes > 0, "nothing crashed from seed \(first) on")
  }
}
