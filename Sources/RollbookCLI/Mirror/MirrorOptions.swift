import ArgumentParser
import Ledger
import LedgerProof
import LedgerStorage
import LedgerVerification
import Mirror
import PostgreSQL
import RemoteAPI
import Roster
import Tables
import TransparencyLog

/// The options that every command about a mirror has.
struct MirrorOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The address of the PostgreSQL database.",
      discussion: "Otherwise ROLLBOOK_MIRROR_URL, `mirror.url` in the settings file.",
      valueName: "url"
    )
  )
  var mirror: String?

  /// What connects to the mirror.
  ///
  /// - Throws: `SettingsError` if no address is set, or its password cannot be read.
  func connector(_ settings: Settings) throws -> @Sendable () throws -> PostgresConnection {
    guard let url = mirror ?? settings.mirrorURL else {
      throw SettingsError.missing(
        what: "The address of the mirror",
        variable: Settings.Variable.mirrorURL.rawValue,
        key: "mirror.url"
      )
    }
    let password = try settings.mirrorPassword?.read()
    return { try PostgresConnection(to: url, password: password?.revealed) }
  }
}

/// The options of the commands that make a ledger from a mirror.
struct MirroredLogOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The log's number there; otherwise this ledger's, or the only one.",
      valueName: "number"
    )
  )
  var log: Int?

  @Option(
    help: ArgumentHelp(
      "A public key that is trusted, in place of those of the settings; may be repeated.",
      valueName: "key"
    )
  )
  var publicKey: [String] = []

  /// The standing of the log that is meant.
  func standing(_ mirror: Mirror, _ settings: Settings) throws -> MirrorStanding {
    let ledger = try? Ledger.open(at: settings.ledger)
    return try mirror.standing(log: log.map { Int64($0) }, or: ledger)
  }

  /// The trusted keys: those that are named, or those of the settings.
  func keys(_ standing: MirrorStanding, _ settings: Settings) throws -> [VerifierKey] {
    if !publicKey.isEmpty { return try publicKey.map(VerifierKey.init(named:)) }
    let key: SigningKey?
    do { key = try settings.signing.signingKey(ofLedger: standing.identifier) } catch {
      throw LedgerError.proof(error)
    }
    return CheckpointSigner.trusted(key, settings.signing)
  }
}

extension VerifierKey {
  /// The key that a word of the command line is.
  init(named text: String) throws(CommandError) {
    do { self = try VerifierKey(parsing: Array(text.utf8)) } catch {
      throw .publicKeyMalformed(text)
    }
  }
}

extension GlobalOptions {
  /// Writes one row by itself, for a command that has no ledger.
  func write<Row>(
    _ row: Row,
    _ columns: [Column<Row>],
    _ settings: Settings,
    in environment: CommandEnvironment
  ) throws {
    let style = OutputTable<Row>.Style(
      format: written,
      times: settings.times,
      width: environment.output.resultWidth,
      isForExcel: isForExcel
    )
    let sink = environment.output.result
    try OutputTable.one(row, columns, style: style) { try sink.write($0) }
  }
}
