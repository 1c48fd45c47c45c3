import ArgumentParser
import LedgerStorage
import LedgerVerification
import Mirror
import Roster

/// The command `rollbook mirror restore`.
struct MirrorRestoreCommand: RollbookCommand {
  static let configuration = CommandConfiguration(
    commandName: "restore",
    abstract: "Make a ledger from the log in a mirror, and verify all of it.",
    discussion: """
      A file that is already there is left alone, and nothing is left of one that is damaged. The key \
      that signs is not in a mirror: bring it from where you keep it. The exit codes are those of \
      `rollbook verify`; after 1 and 3 the file is there, too.

      Examples:
        rollbook mirror restore rollbook.sqlite --mirror postgresql://rollbook@db.example/audit
      """
  )

  @Argument(help: "The new file.", completion: .file())
  var file: String

  @OptionGroup var options: MirrorOptions

  @OptionGroup var log: MirroredLogOptions

  @OptionGroup var global: GlobalOptions

  func run(in environment: CommandEnvironment) async throws -> ExitStatus {
    let settings = try global.settings(in: environment)
    let mirror = Mirror(try options.connector(settings)())
    let path = environment.path(file)
    let verification = try log.verification(of: mirror, at: path, settings, global, in: environment)
    {
      try mirror.restore($0, at: path, keys: $1, progress: $2)
    }
    let isDamaged = verification.verdict == .damaged
    global.note(
      isDamaged
        ? "Nothing was made: the rows of the mirror are damaged."
        : "The ledger \(file) is made. It ends at entry \(verification.size).",
      in: environment
    )
    return try global.present(verification, settings, in: environment)
  }
}
