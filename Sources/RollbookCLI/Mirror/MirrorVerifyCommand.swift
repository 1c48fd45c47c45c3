import ArgumentParser
import LedgerStorage
import Mirror
import Roster

/// The command `rollbook mirror verify`.
struct MirrorVerifyCommand: RollbookCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Show that the log in a mirror is as it was recorded, or what is not.",
    discussion: """
      It makes a ledger from the rows, beside this one and for the time being, and verifies all of it: \
      so nothing of the mirror is trusted. The exit codes are those of `rollbook verify`.

      Examples:
        rollbook mirror verify
        rollbook mirror verify --log 2
      """
  )

  @OptionGroup var options: MirrorOptions

  @OptionGroup var log: MirroredLogOptions

  @OptionGroup var global: GlobalOptions

  func run(in environment: CommandEnvironment) async throws -> ExitStatus {
    let settings = try global.settings(in: environment)
    let mirror = Mirror(try options.connector(settings)())
    let path = settings.ledger + ".mirror"
    let verification = try log.verification(of: mirror, at: path, settings, global, in: environment)
    {
      try mirror.verify($0, at: path, keys: $1, progress: $2)
    }
    return try global.present(verification, settings, in: environment)
  }
}
