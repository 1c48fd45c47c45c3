import LedgerProof
import ArgumentParser
import Ledger
import LedgerStorage
import Tables
import TransparencyLog
import Roster

/// The command `rollbook checkpoint`.
struct CheckpointCommand: WritingCommand {
  static let configuration = CommandConfiguration(
    commandName: "checkpoint",
    abstract: "Sign the head of the log, and print the note.",
    discussion: """
      The note is a C2SP checkpoint: the name of the log, the number of its entries, and the root \
      over them, signed. Kept away from the ledger, it shows later that no entry from before was \
      changed. Every operation signs one when it ends.

      Examples:
        rollbook checkpoint > head.note
        rollbook checkpoint --public-key > log.pub
      """
  )

  @Flag(help: "Make the key that signs, if there is none, and print its public half.")
  var newKey = false

  @Flag(help: "Print the public key, which verifiers need.")
  var publicKey = false

  @Flag(
    help:
      "Keep the last signed head in the file of `proof.lastHead` again, if it was lost there."
  )
  var remember = false

  @OptionGroup var wait: WaitOption

  @OptionGroup var global: GlobalOptions

  func run(in environment: CommandEnvironment) async throws -> ExitStatus {
    let context = try CommandContext(global, environment)
    let path = context.settings.signing.keyPath
    if newKey {
      try show(context.ledger.makeSigningKey(), context)
      let note = "The key is at \(path). Keep a copy of it, away from the ledger."
      global.note(note, in: environment)
      return .done
    }
    if publicKey {
      guard let key = try context.ledger.publicKey() else {
        throw ProofError.keyMissing(path: path)
      }
      try show(key, context)
      return .done
    }
    let (ledger, timekeeper) = (context.ledger, environment.timekeeper)
    let head =
      remember
      ? try await ledger.rememberHead(wait: wait.duration, timekeeper: timekeeper)
      : try await ledger.signHead(wait: wait.duration, timekeeper: timekeeper)
    if context.format == .table {
      try environment.output.result.write(String(decoding: head.bytes, as: UTF8.self))
    } else {
      try context.write(head, Column.checkpoint)
    }
    return .done
  }

  private func show(_ key: VerifierKey, _ context: CommandContext) throws {
    if context.format == .table {
      try context.environment.output.result.write("\(key)\n")
    } else {
      try context.write(key, Column.publicKey)
    }
  }
}
