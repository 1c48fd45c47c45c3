import ArgumentParser
import Ledger
import Reports
import TransparencyLog

/// The command `rollbook export`.
struct ExportCommand: RollbookCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write the book as a tiled log, which any web server can publish; it shows nobody.",
    discussion: """
      The layout is that of C2SP tlog-tiles: `checkpoint`, `tile/0/…`, `tile/entries/…`. Entries are \
      the leaves of the book, in which people are behind salted hashes. Run again, it adds what is \
      new; the checkpoint is replaced last.
      """
  )

  @Option(help: ArgumentHelp("The folder.", valueName: "folder"), completion: .directory)
  var tiles: String

  @OptionGroup var global: GlobalOptions

  private struct Exported: Sendable {
    let folder: String
    let size: UInt64
    let files: Int
  }

  func run(in surroundings: Surroundings) async throws -> ExitStatus {
    let desk = try Desk(global, surroundings)
    let head = try desk.ledger.head()
    let folder = TileFolder(path: surroundings.path(tiles), name: tiles)
    let written = try folder.update(to: head, of: desk.ledger)
    try desk.write(
      Exported(folder: tiles, size: head.log.checkpoint.size, files: written),
      [
        Column("folder", title: "folder") { .text($0.folder) },
        Column("size", title: "entries") { .integer(Int64($0.size)) },
        Column("files", title: "files written") { Datum($0.files) },
      ]
    )
    return .done
  }
}
