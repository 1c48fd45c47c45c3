import LedgerHistory
import ArgumentParser
import Evidence
import Ledger
import LedgerStorage
import LedgerVerification
import Tables
import Roster
import TransparencyLog

/// The command `rollbook prove`.
struct ProveCommand: RollbookCommand {
  static let configuration = CommandConfiguration(
    commandName: "prove",
    abstract: "Write a folder that proves something of the log to others, and shows no more.",
    discussion: """
      An event by its address (1042.7), an entry (1042), a person, fields of a person, a batch, \
      or a report: a file that was made from the log, for which the log's key vouches. What is \
      not asked for stays hidden behind salted hashes. The recipient of the folder checks it with \
      `rollbook verify-bundle`, or with a script of their own (docs/format.md), against the \
      public key that `rollbook checkpoint --public-key` prints.

      Examples:
        rollbook prove --user 袁健 --field 住址 --without-name --out proof
        rollbook prove --user 袁健 --accesses --since 2026-01-01 --out proof
        rollbook prove --batch 12 --with-operation --tar --out proof.tar
      """
  )

  /// The largest number of entries whose evidence the service makes, since it is made in memory.
  private static let mostInMemory = 2_000

  @Argument(help: "An event's address, or an entry.")
  var event: String?

  @Option(help: "A person: a userid, a job number or a name.")
  var user: String?

  @Option(
    help: ArgumentHelp(
      "Only these fields of the person, by code or name, in every entry that states them.",
      valueName: "field"
    )
  )
  var field: [String] = []

  @Flag(help: "Who looked at the person, with what shows whether that is all.")
  var accesses = false

  @OptionGroup var beginning: SinceOption

  @Option(help: ArgumentHelp("A batch, or any other operation.", valueName: "number"))
  var batch: OperationNumber?

  @Option(
    help: ArgumentHelp("A file that was made from the log as of the head.", valueName: "file"),
    completion: .file()
  )
  var report: String?

  @Option(help: ArgumentHelp("The folder that is made.", valueName: "folder"))
  var out: String

  @Flag(help: "Make one file instead, from which `tar xf` makes the folder.")
  var tar = false

  @Option(help: ArgumentHelp("The head of so many entries, not the last.", valueName: "entries"))
  var size: UInt64?

  @Option(
    help: ArgumentHelp(
      "A checkpoint that the reader has; it is proven that the log continues it.",
      valueName: "file"
    ),
    completion: .file()
  )
  var consistentWith: [String] = []

  @Flag(help: "Also who ran the operation that recorded it, and why.")
  var withOperation = false

  @Flag(help: "Do not say who the person is, and withhold reasons and messages.")
  var withoutName = false

  @Option(
    help: ArgumentHelp(
      "The public key of the head, if it is not the ledger's own.",
      valueName: "key"
    )
  )
  var key: [String] = []

  @Option(help: "The system of --user.")
  var system: Roster.System = .dingtalk

  @OptionGroup var global: GlobalOptions

  func validate() throws {
    let subjects = [event != nil, user != nil, batch != nil, report != nil].count { $0 }
    guard subjects == 1 else {
      throw ValidationError("Name one thing: an event or entry, --user, --batch, or --report")
    }
    if user == nil, !field.isEmpty { throw ValidationError("--field goes with --user") }
    guard !accesses || user != nil && field.isEmpty else {
      throw ValidationError("--accesses goes with --user, and without --field")
    }
    if !accesses, beginning.since != nil {
      throw ValidationError("--since goes with --accesses")
    }
    if let event, Self.subject(event) == nil {
      throw ValidationError("'\(event)' is no address like 1042.7, and no entry")
    }
  }

  func run(in environment: CommandEnvironment) async throws -> ExitStatus {
    let context = try CommandContext(global, environment)
    let files = EvidenceFiles(environment: environment)
    let request = EvidenceRequest(
      try subject(context, files),
      namesPerson: !withoutName,
      showsOperation: withOperation,
      size: size,
      held: try consistentWith.map { try files.checkpoint($0) },
      keys: try key.map { try files.key($0) },
      most: environment.made == nil ? nil : Self.mostInMemory
    )
    let contents = try context.ledger.evidence(request)
    let bundle: EvidenceBundle
    do { bundle = try EvidenceBundle(contents) } catch {
      throw ProvingError.notAsSigned(error.message)
    }
    if tar { try files.write(tarOf: bundle, to: out) } else { try files.write(bundle, to: out) }
    let verifier = BundleVerifier(policy: .init(logs: [.init(key: contents.log)]))
    let proven = ProvenResult(folder: out, findings: try verifier.verify(bundle))
    try context.write(proven, Column.proven)
    if contents.cosignatures.isEmpty {
      global.note(
        """
        No witness has cosigned this head, so only the log's own key vouches for it: see `rollbook \
        cosign`.
        """,
        in: environment
      )
    }
    return .done
  }

  private func subject(_ context: CommandContext, _ files: EvidenceFiles) throws
    -> EvidenceRequest.Subject
  {
    if let report {
      let name = report.split(separator: "/").last.map(String.init) ?? report
      return .report(name: Printable.oneLine(name), bytes: try files.bytes(report))
    }
    if let batch { return .operation(batch) }
    if let user {
      let person = try PersonLookup(ledger: context.ledger, system: system).person(user).key
      if accesses {
        let start = try beginning.since.map { try context.position(before: $0).entry } ?? 0
        return .accesses(person, from: start + 1)
      }
      guard !field.isEmpty else { return .person(person) }
      let known = try FieldLookup(context.ledger, system)
      return .cells(person, Set(try field.map { try known.code($0) }))
    }
    return event.flatMap(Self.subject) ?? .entry(0)
  }

  private static func subject(_ text: String) -> EvidenceRequest.Subject? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard let entry = parts.first.flatMap({ EntryID(argument: String($0)) }), entry > 0 else {
      return nil
    }
    if parts.count == 1 { return .entry(entry) }
    guard parts.count == 2, let ordinal = Int(parts[1]), ordinal > 0 else { return nil }
    return .event(EventAddress(entry: entry, ordinal: ordinal))
  }
}
