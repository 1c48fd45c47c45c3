import Foundation
import Ledger
import LedgerStorage
import PublicAPI
import Roster
import Schedule
import Synchronization
import Tables

/// Runs what the schedule asks for, as commands of the service with the actor `schedule`.
final class ScheduledWork: Sendable {
  /// When the last run of each line began, in milliseconds, by the name of the line; it may be lost.
  private typealias Runs = [String: Int64]

  private let commands: ServiceCommands
  private let note: @Sendable (String) -> Void
  private let file: SideFile<Runs>
  private let runs: Mutex<Runs>
  private let damage = Mutex<Int?>(nil)

  /// - Parameters:
  ///   - commands: Runs the commands.
  ///   - note: Gets a line about each run.
  init(_ commands: ServiceCommands, note: @escaping @Sendable (String) -> Void) {
    self.commands = commands
    self.note = note
    file = Self.file(beside: commands.kept.ledger.path)
    runs = Mutex(file.read() ?? [:])
  }

  private static func file(beside ledger: String) -> SideFile<Runs> {
    SideFile(path: ledger + ".schedule")
  }

  /// When the last run of each line began, by the name of the line, as the service remembers it.
  static func lastRuns(beside ledger: String) -> [String: Instant] {
    (file(beside: ledger).read() ?? [:]).mapValues { Instant(milliseconds: $0) }
  }

  /// What decides which lines of the settings are due.
  static func decider(_ settings: Settings) -> ScheduleDecider {
    ScheduleDecider(
      lines: settings.schedule,
      times: settings.times,
      seed: seed(settings.ledger)
    )
  }

  /// How many findings of damage the last verification had; nil if none ran since the start.
  var damageFindings: Int? { damage.withLock { $0 } }

  /// Runs until the task is cancelled; what runs then is ended in good order.
  func run() async {
    let settings = commands.kept.settings
    guard !settings.schedule.isEmpty else { return }
    let timekeeper = commands.environment.timekeeper
    let runner = ScheduleRunner(
      decider: Self.decider(settings),
      since: timekeeper.now(),
      timekeeper: timekeeper,
      lastRuns: { self.runs.withLock { $0.mapValues { Instant(milliseconds: $0) } } },
      perform: { await self.perform($0) }
    )
    try? await runner.run()
  }

  private static func seed(_ text: String) -> UInt64 {
    text.utf8.reduce(14_695_981_039_346_656_037) { ($0 ^ UInt64($1)) &* 1_099_511_628_211 }
  }

  private func perform(_ task: ScheduledTask) async -> TaskOutcome {
    let began = commands.environment.timekeeper.now()
    let call = CommandCall(
      words: words(of: task, at: began),
      actor: "schedule",
      sight: .everything
    ) { _ in }
    let end = await commands.runUntilCancelled(call)
    if end.error?.code.name == "ledgerBusy" { return .busy }
    remember(task, began)
    if case .verify = task.line.action { damage.withLock { $0 = end.exit == .badData ? 1 : 0 } }
    if case .backup(let folder, let keep?) = task.line.action, end.error == nil {
      Self.removeOld(in: folder, keep: keep)
    }
    let how = end.error.map { "\($0.message) [\($0.code.name)]" } ?? "exit \(end.exit.rawValue)"
    note("schedule: \(task.line.name): \(how)")
    return .ended
  }

  private func remember(_ task: ScheduledTask, _ began: Instant) {
    let now = runs.withLock { runs in
      runs[task.line.name] = began.milliseconds
      return runs
    }
    do { try file.write(now) } catch {
      note("schedule: the last runs could not be written: \(error.reason)")
    }
  }

  private func words(of task: ScheduledTask, at time: Instant) -> [String] {
    // 2026-11-30T02:30:00.000Z without what a file's name should not have.
    let stamp = time.utc.prefix(19).replacing(":", with: "").replacing("-", with: "")
    switch task.line.action {
    case .fetch: return ["fetch", "--reason=\(task.line.name)"]
    case .verify(let weekly):
      return ["verify"] + (weekly && task.isFirstOfWeek ? ["--full"] : [])
    case .backup(let folder, _):
      Self.makeFolder(folder)
      return ["backup", "--", "\(folder)/\(Self.prefix)\(stamp).sqlite"]
    case .report(let name, let folder, let format):
      Self.makeFolder(folder)
      let format = format ?? "html"
      return [
        "report", "--format=\(format)", "--output=\(folder)/\(name)-\(stamp).\(format)", "--", name,
      ]
    case .forget: return ["forget", "--reason=\(task.line.name)"]
    case .cosign(let witness):
      return ["cosign"] + (witness.map { ["--witness=\($0)"] } ?? [])
    }
  }

  private static let prefix = "rollbook-"

  private static func makeFolder(_ path: String) {
    // A folder that cannot be made is an error of the command that writes into it.
    try? FileManager.default.createDirectory(
      atPath: path,
      withIntermediateDirectories: true,
      attributes: [.posixPermissions: 0o700]
    )
  }

  /// Removes all but the newest copies that the schedule made; their names have their times.
  private static func removeOld(in folder: String, keep: Int) {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    let copies = names.filter { name in
      let stamp = name.dropFirst(prefix.count).dropLast(".sqlite".count)
      return name.hasPrefix(prefix) && name.hasSuffix(".sqlite") && stamp.utf8.count == 15
        && stamp.allSatisfy { $0.isNumber || $0 == "T" }
    }
    for name in copies.sorted().dropLast(keep) { unlink("\(folder)/\(name)") }
  }
}
