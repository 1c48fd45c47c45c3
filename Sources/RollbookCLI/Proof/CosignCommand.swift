import ArgumentParser
import Foundation
import Ledger
import LedgerVerification
import Operations
import RemoteAPI
import Tables
import Roster
import TransparencyLog

/// The command `rollbook cosign`.
struct CosignCommand: RollbookCommand {
  static let configuration = CommandConfiguration(
    commandName: "cosign",
    abstract: "Let a witness sign the last head of the log, too.",
    discussion: """
      A witness signs only what continues what it signed before, so that the log cannot be \
      rewritten without its help. With --witness it is called (C2SP tlog-witness). Without \
      network, --request writes the request for it, and --line takes the line that it returns. \
      The line is checked before it is kept.

      Examples:
        rollbook cosign --witness https://witness.example
        rollbook cosign --request head.req
        rollbook cosign --line cosignature.txt --witness-key witness.pub
      """
  )

  @Option(
    help: ArgumentHelp(
      "Call this witness: its address, or its name in the settings' proof.policy.",
      valueName: "witness"
    )
  )
  var witness: String?

  @Option(
    help: ArgumentHelp("Write the request for the witness to this file.", valueName: "file"),
    completion: .file()
  )
  var request: String?

  @Option(
    help: ArgumentHelp("Take the line, or lines, in this file.", valueName: "file"),
    completion: .file()
  )
  var line: String?

  @Option(
    help: ArgumentHelp(
      "The witness's public key, or a file with it; by default those of proof.policy.",
      valueName: "key"
    ),
    completion: .file()
  )
  var witnessKey: [String] = []

  @Option(
    help: ArgumentHelp(
      "The size that the witness saw last, if it is not the last one whose line was taken.",
      valueName: "entries"
    )
  )
  var old: UInt64?

  @OptionGroup var wait: WaitOption

  @OptionGroup var global: GlobalOptions

  func validate() throws {
    guard [witness, request, line].count(where: { $0 != nil }) == 1 else {
      throw ValidationError("Give one of --witness, --request and --line")
    }
  }

  func run(in environment: CommandEnvironment) async throws -> ExitStatus {
    let context = try CommandContext(global, environment)
    let files = EvidenceFiles(environment: environment)
    let known = try Witnesses(keys: witnessKey, context: context, files: files)
    if let request {
      let bytes = try context.ledger.witnessRequest(for: known.only, oldSize: old).bytes
      try files.write(bytes, to: request)
      try context.write(request, [Column("request", title: "request") { .text($0) }])
      return .done
    }
    let lines: [NoteSignature]
    if let line {
      do { lines = try NoteSignature.lines(parsing: try files.bytes(line)) } catch let refusal
        as NoteRefusal
      { throw CommandError.proofFileRefused(path: line, reason: refusal.message) }
    } else {
      lines = try await call(try known.named(witness ?? ""), context)
    }
    let taken = try await context.ledger.take(
      lines,
      by: known.keys,
      wait: wait.duration,
      timekeeper: environment.timekeeper
    )
    try context.write(Column.taken, emptyNote: "") { try taken.forEach($0) }
    return .done
  }

  private func call(_ witness: Witnesses.Reachable, _ context: CommandContext) async throws
    -> [NoteSignature]
  {
    try await HTTPTransport.with(network: context.settings.network) { transport in
      try await WitnessCall(url: witness.url, transport: transport).cosign(starting: old) { old in
        try context.ledger.witnessRequest(for: witness.key, oldSize: old)
      }
    }
  }
}

/// The witnesses whose lines are taken.
struct Witnesses {
  /// A witness that can be called.
  struct Reachable {
    let url: String
    let key: VerifierKey?
  }

  let keys: [VerifierKey]
  private let policy: TrustPolicy?

  init(keys given: [String], context: CommandContext, files: EvidenceFiles) throws {
    policy = try context.settings.policy.map { try files.policy($0) }
    let own = try given.map { try files.key($0).with(.cosignature) }
    keys = own.isEmpty ? policy?.witnesses.map(\.key) ?? [] : own
  }

  /// The only known witness; nil if there are several.
  var only: VerifierKey? { keys.count == 1 ? keys.first : nil }

  /// The witness with a name, or at an address.
  func named(_ text: String) throws -> Reachable {
    if let found = policy?.witnesses.first(where: { $0.name == Array(text.utf8) }) {
      guard let url = found.url else { throw CommandError.witnessWithoutAddress(text) }
      return Reachable(url: String(decoding: url, as: UTF8.self), key: found.key)
    }
    guard text.hasPrefix("http://") || text.hasPrefix("https://") else {
      throw CommandError.witnessUnnamed(text)
    }
    return Reachable(url: text, key: only)
  }
}

extension Column where Row == TakenCosignature {
  /// The columns of `cosign`.
  static var taken: [Column] {
    [
      Column("size", title: "head of entry") { .integer(Int64($0.size)) },
      Column("witness", title: "witness") { .text($0.witness.keyName.description) },
      Column("cosignedAt", title: "cosigned") {
        .time(Instant(milliseconds: Int64(clamping: $0.seconds) &* 1000))
      },
    ]
  }
}
