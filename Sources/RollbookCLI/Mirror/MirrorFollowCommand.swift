import ArgumentParser
import Mirror
import PostgreSQL
import Roster
import Tables

/// The command `rollbook mirror follow`.
struct MirrorFollowCommand: RollbookCommand {
  static let configuration = CommandConfiguration(
    commandName: "follow",
    abstract: "Send the mirror what it lacks of the log, until Ctrl-C or once.",
    discussion: """
      Each round is one transaction, and ends with an append. It may run beside a service, beside \
      other commands, and be stopped at any time. What was erased here is deleted there in the same \
      transaction. If the mirror has what this ledger has not, nothing is changed.

      Examples:
        rollbook mirror follow --once
        rollbook mirror follow --every 10s
      """
  )

  @Flag(help: "Send what is lacking now, and end.")
  var once = false

  @Option(help: ArgumentHelp("How often to look for new entries (2s, 1m).", valueName: "span"))
  var every = OperationSpan(.seconds(2))

  @OptionGroup var options: MirrorOptions

  @OptionGroup var global: GlobalOptions

  func run(in environment: CommandEnvironment) async throws -> ExitStatus {
    let context = try CommandContext(global, environment)
    var follower = MirrorFollower(context.ledger, connect: try options.connector(context.settings))
    let sink = environment.output.result
    var document = OutputTable(
      Column.mirrored,
      style: context.style(),
      emptyNote: "The mirror has all of the log."
    ) { try sink.write($0) }
    if once {
      if let progress = try follower.round() { try document.add(progress) }
      try document.finish()
      return .done
    }
    // A round that is cut off is undone, so Ctrl-C need not wait for its end.
    while true {
      do {
        if let progress = try follower.round() {
          try sink.write(line(progress, context) + "\n")
          try sink.flush()
        }
      } catch let error as PostgresError where error.mayPass {
        global.note("\(error.message) Trying again in a while.", in: environment)
      }
      try await environment.timekeeper.sleep(for: every.duration)
    }
  }

  private func line(_ progress: MirrorProgress, _ context: CommandContext) throws -> String {
    if context.format == .table {
      let now = context.settings.times.human(context.environment.timekeeper.now())
      return "\(now)  entry \(progress.to): \(progress.rows.counted("row")) sent, "
        + "\(progress.erased.counted("row")) erased"
    }
    var text = ""
    let style = OutputTable<MirrorProgress>.Style(format: .json, times: context.settings.times)
    try OutputTable.one(progress, Column.mirrored, style: style) { text += $0 }
    return text.split(whereSeparator: \.isNewline).joined()
  }
}
