import ArgumentParser
import Ledger
import LedgerHistory
import Roster
import Schedule
import Tables

/// The command `rollbook settings`.
struct SettingsCommand: ReadingCommand {
  static let configuration = CommandConfiguration(
    commandName: "settings",
    abstract: "Print the settings, with people, rules of approval and the schedule; no secrets.",
    discussion: """
      Of a secret it prints only whether there is one, and of an address that may hold one only the \
      server. The service prints the settings with which it was started.

      Examples:
        rollbook settings
        rollbook settings --format json
      """
  )

  @OptionGroup var global: GlobalOptions

  func read(in context: CommandContext) throws -> ExitStatus {
    let settings = context.settings
    let last = ScheduledWork.lastRuns(beside: context.ledger.path)
    let now = context.environment.timekeeper.now()
    let next = ScheduledWork.decider(settings).next(
      ScheduleState(lastRuns: last, since: now),
      now: now
    )
    let fields = try context.ledger.fields(.dingtalk).map { ($0.code.text, $0.name.text) }
    let names = Dictionary(fields, uniquingKeysWith: { first, _ in first })
    try context.write(
      SettingsInForce(settings: settings, lastRuns: last, nextRuns: next, fieldNames: names),
      Column.settings
    )
    return .done
  }
}
