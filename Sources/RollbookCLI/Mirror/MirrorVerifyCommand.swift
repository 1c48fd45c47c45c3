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
    let standing = try log.standing(mirror, settings)
    let keys = try log.keys(standing, settings)
    let path = settings.ledger + ".mirror"
    environment.removeWhenStopped(path + Unfinished.ending)
    let progress = ProgressNotes(environment, isQuiet: global.quiet)
    let verification = try mirror.verify(standing, at: path, keys: keys) {
      progress.present(VerifiedSoFar(done: $0, total: $1))
    }
    progress.end()
    return try global.present(verification, settings, in: environment)
  }
}
