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

  /// Makes a ledger from the log that is meant, for the time being or to stay, and verifies it.
  ///
  /// - Parameters:
  ///   - mirror: The mirror.
  ///   - path: Where the ledger is made.
  ///   - settings: The settings.
  ///   - global: The options of the command.
  ///   - environment: The environment of the command.
  ///   - make: Makes and verifies it.
  /// - Returns: The result of the verification.
  /// - Throws: What `make` throws; errors of the mirror, the keys and the settings.
  func verification(
    of mirror: Mirror,
    at path: String,
    _ settings: Settings,
    _ global: GlobalOptions,
    in environment: CommandEnvironment,
    _ make: (MirrorStanding, [VerifierKey], @escaping VerificationProgress) throws -> Verification
  ) throws -> Verification {
    let standing = try standing(mirror, settings)
    environment.removeWhenStopped(path + Unfinished.ending)
    let progress = ProgressNotes(environment, isQuiet: global.quiet)
    let verification = try make(standing, try keys(standing, settings)) {
      progress.present(VerifiedSoFar(done: $0, total: $1))
    }
    progress.end()
    return verification
  }

  /// The standing of the log that is meant.
  private func standing(_ mirror: Mirror, _ settings: Settings) throws -> MirrorStanding {
    let ledger = try? Ledger.open(at: settings.ledger)
    return try mirror.standing(log: log.map { Int64($0) }, or: ledger)
  }

  /// The trusted keys: those that are named, or those of the settings.
  private func keys(_ standing: MirrorStanding, _ settings: Settings) throws -> [VerifierKey] {
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
