import DingTalk
import Foundation
import Ledger
import LedgerProof
import Logging
import Operations
import RemoteAPI
import Roster

/// A company, its ledger, and the days that pass.
struct Bench {
  let options: Options
  let people: Int
  let transport: MemoryTransport
  let clock = BenchClock()

  /// Measures each company, and the baselines of the first one.
  static func run(_ options: Options, emit: (String) -> Void) async throws -> Results {
    var sheet = Results()
    for people in options.people {
      sheet.people = people
      try await Bench(options, people: people).run(to: &sheet, emit: emit)
    }
    sheet.people = options.people[0]
    emit("measuring baselines")
    try await Bench(options, people: options.people[0]).measureBaselines(to: &sheet)
    return sheet
  }

  init(_ options: Options, people: Int) {
    self.options = options
    self.people = people
    transport = MemoryTransport(
      Workload(
        seed: options.seed,
        people: people,
        changingPerThousand: options.changingPerThousand
      )
    )
  }

  /// Runs to the last day, and measures on the way.
  private func run(to sheet: inout Results, emit: (String) -> Void) async throws {
    let folder = try Folder(options.keep.map { "\($0)/\(people)" })
    defer { folder.remove() }
    let ledger = try Ledger.create(
      at: folder.path("bench.sqlite"),
      now: clock.now(),
      signing: SigningConfiguration(keyPath: folder.path("bench.key"))
    )
    _ = try ledger.makeSigningKey()
    var days = 0
    for stop in options.days {
      emit("\(people) people: fetching to day \(stop)")
      Stopwatch.forgetPeakMemory()
      var fetches = Fetching(bench: self, ledger: ledger)
      while days < stop {
        if days > 0 { passDay() }
        days += 1
        try await fetches.fetch()
        if days == 1 {
          fetches.report(first: true, day: stop, to: &sheet)
          fetches = Fetching(bench: self, ledger: ledger)
          Stopwatch.forgetPeakMemory()
        }
      }
      fetches.report(first: false, day: stop, to: &sheet)
      emit("\(people) people: reading on day \(stop)")
      try Space.report(ledger, folder.path("bench.sqlite"), day: stop, to: &sheet)
      try peak(of: "reading", day: stop, to: &sheet) {
        try Reading(bench: self, ledger: ledger).report(day: stop, to: &$0)
      }
      try peak(of: "verifying", day: stop, to: &sheet) {
        try Verifying(ledger: ledger).report(day: stop, to: &$0)
      }
      emit("\(people) people: reporting on day \(stop)")
      try peak(of: "reports", day: stop, to: &sheet) {
        try Reading(bench: self, ledger: ledger).runReports(day: stop, to: &$0)
      }
    }
    let last = options.days.last ?? 0
    if let python = options.peers, people == options.people[0] {
      emit("asking DuckDB")
      try Peers(python: python).report(folder.path("bench.sqlite"), day: last, to: &sheet)
    }
    emit("\(people) people: fetching once more")
    passDay()
    var later = Fetching(bench: self, ledger: ledger)
    try await later.fetch()
    try Verifying(ledger: ledger).reportLater(day: last, to: &sheet)
    emit("\(people) people: pushing")
    Stopwatch.forgetPeakMemory()
    try await Pushing(bench: self, ledger: ledger).report(day: last, to: &sheet)
    sheet.put("peak memory, pushing", "MB", Double(Stopwatch.peakMemory()) / 1e6, day: last)
  }

  /// Puts the peak of the memory beside what is measured.
  private func peak(
    of what: String,
    day: Int,
    to sheet: inout Results,
    _ measure: (inout Results) throws -> Void
  ) rethrows {
    Stopwatch.forgetPeakMemory()
    try measure(&sheet)
    sheet.put("peak memory, \(what)", "MB", Double(Stopwatch.peakMemory()) / 1e6, day: day)
  }

  private func measureBaselines(to sheet: inout Results) async throws {
    let folder = try Folder(nil)
    defer { folder.remove() }
    let last = options.days.last ?? 0
    let rows = try RowPerValue(folder.path("baseline.sqlite"))
    try await Decoding(bench: self).report(day: last, to: &sheet)
    try await Baselines(bench: self, rows: rows).report(day: last, to: &sheet)
  }

  private func passDay() {
    transport.passDay()
    clock.advance(by: .seconds(86_400))
  }

  /// A client whose calls get responses from memory.
  func client(_ transport: some Transport) -> DingTalkClient {
    DingTalkClient(
      configuration: DingTalkConfiguration(
        baseURL: "https://bench.invalid",
        appKey: "bench",
        appSecret: Secret("bench"),
        agentID: 1
      ),
      transport: transport,
      timekeeper: clock,
      random: { 0.5 },
      log: Bench.log
    )
  }

  static let log = Logger(label: "bench") { _ in SwiftLogNoOpLogHandler() }
}

/// A folder for one run.
struct Folder {
  private let url: URL
  private let isKept: Bool

  /// Creates the folder; one without a name is deleted with ``remove()``.
  init(_ path: String?) throws {
    isKept = path != nil
    url =
      path.map { URL(fileURLWithPath: $0) }
      ?? FileManager.default.temporaryDirectory
      .appendingPathComponent("rollbook-bench-\(ProcessInfo.processInfo.processIdentifier)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  func path(_ name: String) -> String { url.appendingPathComponent(name).path }

  func remove() { if !isKept { try? FileManager.default.removeItem(at: url) } }
}
