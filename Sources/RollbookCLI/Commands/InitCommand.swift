import ArgumentParser
import Foundation
import Ledger
import Reports
import Roster
import TransparencyLog

/// The command `rollbook init`.
struct InitCommand: RollbookCommand {
  private struct Made: Sendable {
    let ledger: String
    let key: String
    let publicKey: String
  }

  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Create an empty ledger, for one company.",
    discussion: """
      The file can be read and written by you alone (mode 0600). It belongs to the company whose \
      system answers first. A file that is already there is left alone.

      Beside it, or where `proof.key` says, a key is made that signs the heads of the book. Keep it \
      from whoever may write to the ledger.
      """
  )

  @OptionGroup var global: GlobalOptions

  func run(in surroundings: Surroundings) async throws -> ExitStatus {
    let settings = try global.settings(in: surroundings)
    let notary = settings.notary
    guard !FileManager.default.fileExists(atPath: notary.keyPath) else {
      throw ProofError.keyExists(path: notary.keyPath)
    }
    let ledger =
      try unfinished(settings)
      ?? Ledger.create(
        at: settings.ledger,
        now: surroundings.timekeeper.now(),
        notary: notary
      )
    let key = try ledger.makeSigningKey()
    let made = Made(ledger: settings.ledger, key: notary.keyPath, publicKey: key.description)
    let style = Report<Made>.Style(format: global.format, times: settings.times)
    let columns: [Column<Made>] = [
      Column("ledger", title: "ledger") { .text($0.ledger) },
      Column("key", title: "signing key") { .text($0.key) },
      .data("publicKey") { .text($0.publicKey) },
    ]
    let sink = surroundings.output.result
    try Report.one(made, columns, style: style) { try sink.write($0) }
    global.note(
      "The ledger is empty. Next: `rollbook doctor` checks the settings, `rollbook fetch` fills it.",
      in: surroundings
    )
    return .done
  }

  /// The empty ledger of an `init` that was killed before it made the key; it only lacks that.
  private func unfinished(_ settings: Settings) -> Ledger? {
    guard let ledger = try? Ledger.open(at: settings.ledger, notary: settings.notary),
      (try? ledger.statistics().entries) == 0
    else { return nil }
    return ledger
  }
}
