import ArgumentParser
import Ledger
import LedgerStorage
import LedgerVerification
import Roster
import Tables
import TransparencyLog

/// The command `rollbook verify`.
struct VerifyCommand: RollbookCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Show that the log is as it was recorded, or what is not.",
    discussion: """
      Every leaf is made again from what is stored, and compared with the hash that was stored, \
      signed, and kept elsewhere. Without --full, a log that was verified before is checked from \
      there on; the rows before are taken at that verification's word.

      The exit code is 0 if it is sound, or sound since the last mark, and 65 if it is damaged. \
      It is 3 if everything fits together but no genuine head covers the last entries, as while \
      an operation runs, and 1 if none covers any.

      Examples:
        rollbook verify
        rollbook verify --full
      """
  )

  @Flag(help: "Check everything, whatever was verified before.")
  var full = false

  @Option(
    help: ArgumentHelp(
      "A public key that is trusted, in place of those of the settings; may be repeated.",
      valueName: "key"
    )
  )
  var publicKey: [String] = []

  @OptionGroup var global: GlobalOptions

  func run(in environment: CommandEnvironment) async throws -> ExitStatus {
    let context = try CommandContext(global, environment)
    let keys = try publicKey.map(VerifierKey.init(named:))
    let progress = ProgressNotes(environment, isQuiet: global.quiet)
    let verification = try context.ledger.verify(full ? .full : .sinceMark, keys: keys) {
      progress.present(VerifiedSoFar(done: $0, total: $1))
    }
    progress.end()
    // Where nothing can be written, as on a copy for an auditor, it is not remembered.
    try? LastVerification.file(beside: context.ledger.path)
      .write(LastVerification(verification, at: environment.timekeeper.now()))
    return try global.present(verification, context.settings, in: environment)
  }
}
