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
    let keys = try publicKey.map { text in
      do { return try VerifierKey(parsing: Array(text.utf8)) } catch {
        throw CommandError.publicKeyMalformed(text)
      }
    }
    let progress = ProgressNotes(environment, isQuiet: global.quiet)
    let verification = try context.ledger.verify(full ? .full : .sinceMark, keys: keys) {
      progress.present(VerifiedSoFar(done: $0, total: $1))
    }
    progress.end()
    // Where nothing can be written, as on a copy for an auditor, it is not remembered.
    try? LastVerification.file(beside: context.ledger.path)
      .write(LastVerification(verification, at: environment.timekeeper.now()))
    try context.write(verification, Column.verification)
    if context.format == .table {
      for finding in verification.findings {
        try environment.output.result.write("\n\(Printable.oneLine(finding.sentence))\n")
      }
    }
    switch verification.verdict {
    case .sound, .soundSinceMark: return .done
    case .damaged:
      global.note("docs/recovery.md says of each finding what to do.", in: environment)
      return .badData
    case .tailUnvouched:
      global.note(
        """
        Nothing vouches for the entries \(verification.vouchedFor + 1) to \(verification.size): no \
        genuine head covers them. It is so while an operation runs, and after one that was killed, \
        until the next one ends; otherwise see docs/recovery.md, 'Entries that nothing vouches for'.
        """,
        in: environment
      )
      return .tailUnvouched
    case .unvouched:
      global.note(
        """
        Everything fits together, but nobody signed a head of this log whose key is known here: who \
        could change everything at once would not be noticed. See `rollbook checkpoint`.
        """,
        in: environment
      )
      return .attention
    }
  }
}

/// The progress of a verification.
private struct VerifiedSoFar: Measured {
  let done: Int64
  let total: Int64

  var reached: Int { Int(done) }
  var goal: Int? { Int(total) }
  var words: [String] { ["\(done)/\(total) entries"] }
}
