import LedgerProof
import ArgumentParser
import Foundation
import Ledger
import LedgerStorage
import Tables
import Roster
import TransparencyLog

/// The command `rollbook init`.
struct InitCommand: RollbookCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Create an empty ledger, for one company.",
    discussion: """
      Only you can read and write the file (mode 0600). It belongs to the company whose system \
      answers first. A file that is already there is left alone.

      Beside it, or where `proof.key` says, a key is made that signs the heads of the log. Keep \
      it from users who may write to the ledger.

      Examples:
        rollbook init
        rollbook init --ledger company.sqlite
      """
  )

  @OptionGroup var global: GlobalOptions

  func run(in environment: CommandEnvironment) async throws -> ExitStatus {
    let settings = try global.settings(in: environment)
    let signing = settings.signing
    guard !FileManager.default.fileExists(atPath: signing.keyPath) else {
      throw ProofError.keyExists(path: signing.keyPath)
    }
    let ledger =
      try unfinished(settings)
      ?? Ledger.create(
        at: settings.ledger,
        now: environment.timekeeper.now(),
        signing: signing
      )
    let key = try ledger.makeSigningKey()
    let columns: [Column<VerifierKey>] = [
      Column("ledger", title: "ledger") { _ in .text(settings.ledger) },
      Column("key", title: "signing key") { _ in .text(signing.keyPath) },
      .data("publicKey") { .text($0.description) },
    ]
    try global.write(key, columns, settings, in: environment)
    global.note(
      "The ledger is empty. Next: `rollbook doctor` checks the settings, `rollbook fetch` fills it.",
      in: environment
    )
    return .done
  }

  /// The empty ledger of an `init` that was killed before it made the key; only the key is missing.
  private func unfinished(_ settings: Settings) -> Ledger? {
    guard let ledger = try? Ledger.open(at: settings.ledger, signing: settings.signing),
      (try? ledger.statistics().entries) == 0
    else { return nil }
    return ledger
  }
}
