import ArgumentParser
import Ledger
import Reports
import TransparencyLog

/// The command `rollbook checkpoint`.
struct CheckpointCommand: RollbookCommand {
  static let configuration = CommandConfiguration(
    commandName: "checkpoint",
    abstract: "Sign the head of the book, and print the note.",
    discussion: """
      The note is a C2SP checkpoint: who the log is, how many entries it has, and the root over \
      them, signed. Kept away from the ledger, it shows later that nothing of before was changed. \
      Every operation signs one when it ends.
      """
  )

  @Flag(help: "Make the key that signs, where there is none, and print its public half.")
  var newKey = false

  @Flag(help: "Print the public key, which whoever verifies needs.")
  var publicKey = false

  @Flag(
    help:
      "Keep the last signed head in the file of `proof.lastHead` again, where it was lost there."
  )
  var remember = false

  @Option(
    help: ArgumentHelp("How long to wait for a process that is writing.", valueName: "span")
  )
  var wait = Span(.zero)

  @OptionGroup var global: GlobalOptions

  func run(in surroundings: Surroundings) async throws -> ExitStatus {
    let desk = try Desk(global, surroundings)
    let path = desk.settings.notary.keyPath
    if newKey {
      try show(desk.ledger.makeSigningKey(), desk)
      let note = "The key is at \(path). Keep a copy of it, away from the ledger."
      global.note(note, in: surroundings)
      return .done
    }
    if publicKey {
      guard let key = try desk.ledger.publicKey() else {
        throw ProofError.keyMissing(path: path)
      }
      try show(key, desk)
      return .done
    }
    let (ledger, timekeeper) = (desk.ledger, surroundings.timekeeper)
    let head =
      remember
      ? try await ledger.rememberHead(wait: wait.duration, timekeeper: timekeeper)
      : try await ledger.signHead(wait: wait.duration, timekeeper: timekeeper)
    if desk.format == .table {
      try surroundings.output.result.write(String(decoding: head.bytes, as: UTF8.self))
    } else {
      try desk.write(head, Column.checkpoint)
    }
    return .done
  }

  private func show(_ key: VerifierKey, _ desk: Desk) throws {
    if desk.format == .table {
      try desk.surroundings.output.result.write("\(key)\n")
    } else {
      try desk.write(key, Column.publicKey)
    }
  }
}
