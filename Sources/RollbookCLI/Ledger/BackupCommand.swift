import ArgumentParser
import Foundation
import Ledger
import LedgerStorage
import Tables
import Roster

/// The command `rollbook backup`.
struct BackupCommand: RollbookCommand {
  static let configuration = CommandConfiguration(
    commandName: "backup",
    abstract: "Copy the ledger as it is now to a new file, and check the copy.",
    discussion: """
      It may run while a fetch is writing. A file that is already there is left alone.

      Examples:
        rollbook backup /mnt/backup/rollbook-2026-11-30.sqlite
      """
  )

  @Argument(help: "The new file.", completion: .file())
  var file: String

  @OptionGroup var global: GlobalOptions

  func run(in environment: CommandEnvironment) async throws -> ExitStatus {
    let context = try CommandContext(global, environment)
    let path = environment.path(file)
    environment.removeWhenStopped(path + Unfinished.ending)
    let statistics = try context.ledger.backUp(to: path)
    try context.write(
      statistics,
      [
        Column("backup", title: "backup") { [file] _ in .text(file) },
        Column("entries", title: "entries") { Datum($0.entries) },
        Column("bytes", title: "bytes") { Datum($0.bytes) },
      ]
    )
    return .done
  }
}
