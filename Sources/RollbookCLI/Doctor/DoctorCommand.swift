import ArgumentParser
import Tables
import Roster

/// The command `rollbook doctor`.
struct DoctorCommand: RollbookCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Check everything that a fetch needs, and say what to do.",
    discussion: """
      It checks settings, secret, ledger, coverage, disk, credentials, fields, people, values and \
      clock, and Maycur if it is set. It writes nothing to the ledger. The exit code is 1 if a \
      check failed.

      Examples:
        rollbook doctor
        rollbook doctor --service --config /etc/rollbook/company.yaml
        rollbook doctor --format json
      """
  )

  @Flag(help: "Check also what `rollbook serve` needs.")
  var service = false

  @OptionGroup var global: GlobalOptions

  func run(in environment: CommandEnvironment) async throws -> ExitStatus {
    let found = await diagnoses(environment)
    let sink = environment.output.result
    if global.written == .table {
      for diagnosis in found { try sink.write(Self.line(diagnosis)) }
      try sink.write("\n" + Self.summary(found) + "\n")
    } else {
      var report = OutputTable(
        Column.diagnosis,
        style: global.style(.universal, in: environment)
      ) { try sink.write($0) }
      for diagnosis in found { try report.add(diagnosis) }
      try report.finish()
    }
    return found.contains { $0.verdict == .fail } ? .attention : .done
  }

  private func diagnoses(_ environment: CommandEnvironment) async -> [Diagnosis] {
    let settings: Settings
    do {
      settings = try global.settings(in: environment)
    } catch {
      return [Diagnosis("settings", failed: error)]
        + RemoteChecks.skipped(
          [
            "secret", "ledger", "coverage", "disk", "credentials", "fields", "people", "values",
            "clock",
          ] + (service ? ServiceChecks.names : [])
        )
    }
    let local = LocalChecks(
      settings: settings,
      now: environment.timekeeper.now(),
      folder: environment.folder
    ).diagnoses()
    let connection = SystemConnection(settings, environment, global)
    let maycur = await MaycurCheck(connection: connection).diagnosis()
    return local + (await remote(connection)) + [maycur].compactMap { $0 }
      + (service ? await ofService(environment) : [])
  }

  private func ofService(_ environment: CommandEnvironment) async -> [Diagnosis] {
    do {
      return await ServiceChecks(context: try CommandContext(global, environment)).diagnoses()
    } catch {
      // What is wrong with the ledger is said above.
      return RemoteChecks.skipped(ServiceChecks.names)
    }
  }

  private func remote(_ connection: SystemConnection) async -> [Diagnosis] {
    let environment = connection.environment
    let never = connection.settings.never
    var clock: ClockCheck?
    do {
      let found = try await connection.withClient(
        through: { transport in
          let check = ClockCheck(transport, timekeeper: environment.timekeeper)
          clock = check
          return check
        },
        { await RemoteChecks(client: $0, never: never).diagnoses() }
      )
      return found + (clock.map { [$0.diagnosis] } ?? [])
    } catch {
      // The missing settings are printed above.
      return RemoteChecks.skipped(["credentials", "fields", "people", "values", "clock"])
    }
  }

  private static func line(_ diagnosis: Diagnosis) -> String {
    let verdict = diagnosis.verdict.rawValue
    let first = verdict + String(repeating: " ", count: 9 - verdict.count)
    let second = diagnosis.check + String(repeating: " ", count: 13 - diagnosis.check.count)
    return first + second + Printable.oneLine(diagnosis.message) + "\n"
  }

  private static func summary(_ found: [Diagnosis]) -> String {
    let failed = found.filter { $0.verdict == .fail }.count
    let warned = found.filter { $0.verdict == .warn }.count
    if failed > 0 {
      return "\(failed.counted("check")) failed: correct it first."
    }
    return warned > 0
      ? "Rollbook can fetch; \(warned == 1 ? "one thing" : "\(warned) things") should be corrected."
      : "All is well: `rollbook fetch` can run."
  }
}
