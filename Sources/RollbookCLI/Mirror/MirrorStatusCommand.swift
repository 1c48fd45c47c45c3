import ArgumentParser
import Ledger
import Mirror
import Roster
import Tables
import TransparencyLog

/// The command `rollbook mirror status`.
struct MirrorStatusCommand: RollbookCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "Print the logs that a mirror has, and how far each goes.",
    discussion: """
      For this ledger it says how many entries the mirror lacks; an entry that is only here is lost \
      with this machine. It needs no ledger.

      Examples:
        rollbook mirror status
        rollbook mirror status --format json
      """
  )

  @OptionGroup var options: MirrorOptions

  @OptionGroup var global: GlobalOptions

  func run(in environment: CommandEnvironment) async throws -> ExitStatus {
    let settings = try global.settings(in: environment)
    let mirror = Mirror(try options.connector(settings)())
    let ledger = try? Ledger.open(at: settings.ledger)
    let own = try ledger?.identifier()
    let last = try ledger?.extent().entry
    let lacking: [Column<MirrorStanding>] = [
      Column("isOwn", title: "this ledger") { .flag(Hexadecimal.text($0.identifier) == own) },
      Column("lacking", title: "lacking", .trailing) { standing in
        let isOwn = Hexadecimal.text(standing.identifier) == own
        return Datum(isOwn ? last.map { Int64($0 - standing.extent.entry) } : nil)
      },
    ]
    let sink = environment.output.result
    var table = OutputTable(
      Column.standing + lacking,
      style: global.style(settings.times, in: environment),
      emptyNote: "No ledger is in it yet."
    ) {
      try sink.write($0)
    }
    for standing in try mirror.standings() { try table.add(standing) }
    try table.finish()
    return .done
  }
}
