import ArgumentParser
import Mirror
import Roster
import Tables

/// The command `rollbook mirror scrub`.
struct MirrorScrubCommand: RollbookCommand {
  static let configuration = CommandConfiguration(
    commandName: "scrub",
    abstract:
      "Rewrite the tables of a mirror that held values, so that erased ones are in no table.",
    discussion: """
      Following deletes erased rows; their bytes remain in the files of tables until these are \
      rewritten (VACUUM FULL). Each table is locked meanwhile: nobody reads it, and following waits. \
      Out of reach are archives of the write-ahead log, base backups, standbys, snapshots and exports.

      Examples:
        rollbook mirror scrub
      """
  )

  @OptionGroup var options: MirrorOptions

  @OptionGroup var global: GlobalOptions

  func run(in environment: CommandEnvironment) async throws -> ExitStatus {
    let settings = try global.settings(in: environment)
    let mirror = Mirror(try options.connector(settings)())
    global.note("Each table is locked while it is rewritten.", in: environment)
    let sink = environment.output.result
    var table = OutputTable(
      [Column<String>("table", title: "rewritten") { .text($0) }],
      style: global.style(settings.times, in: environment)
    ) { try sink.write($0) }
    for name in try mirror.scrub() { try table.add(name) }
    try table.finish()
    global.note(
      """
      What was erased may still be in archives of the server's write-ahead log, in base backups, \
      standbys, snapshots and exports, which nothing here can reach: let them expire.
      """,
      in: environment
    )
    return .done
  }
}
