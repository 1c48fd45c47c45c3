import LedgerVerification
import ArgumentParser
import Ledger
import Tables
import TransparencyLog
import Roster

/// The command `rollbook export`.
struct ExportCommand: RollbookCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write the log as a tiled log, which any web server can publish; it names no person.",
    discussion: """
      The layout is that of C2SP tlog-tiles: `checkpoint`, `tile/0/…`, `tile/entries/…`. Entries \
      are the leaves of the log, in which people are behind salted hashes. Run again, it adds \
      what is new; the checkpoint is replaced last.

      Examples:
        rollbook export --tiles public/log
      """
  )

  @Option(help: ArgumentHelp("The folder.", valueName: "folder"), completion: .directory)
  var tiles: String

  @OptionGroup var global: GlobalOptions

  func run(in environment: CommandEnvironment) async throws -> ExitStatus {
    let context = try CommandContext(global, environment)
    let head = try context.ledger.head()
    let folder = TileFolder(path: environment.path(tiles), name: tiles)
    let written = try folder.update(to: head, of: context.ledger)
    try context.write(
      head.log.checkpoint.size,
      [
        Column("folder", title: "folder") { [tiles] _ in .text(tiles) },
        Column("size", title: "entries") { .integer(Int64($0)) },
        Column("files", title: "files written") { _ in Datum(written) },
      ]
    )
    return .done
  }
}
