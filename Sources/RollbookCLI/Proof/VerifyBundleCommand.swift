import ArgumentParser
import Evidence
import Tables
import Roster
import TransparencyLog

/// The command `rollbook verify-bundle`.
struct VerifyBundleCommand: RollbookCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify-bundle",
    abstract: "Check a folder made with `rollbook prove`, and print what it shows.",
    discussion: """
      It needs no ledger and no network, only the company's public key, received by another way \
      than the folder. Every byte of the folder is checked. The exit code is 0 if it is valid; \
      otherwise the error says what is wrong with it.

      Examples:
        rollbook verify-bundle proof --key log.pub
        rollbook verify-bundle proof --policy witnesses.policy
      """
  )

  @Argument(help: "The folder.", completion: .directory)
  var folder: String

  @Option(
    help: ArgumentHelp("The log's public key, or a file with it.", valueName: "key"),
    completion: .file()
  )
  var key: String?

  @Option(
    help: ArgumentHelp(
      "The logs and witnesses that you trust, and how many of them must vouch (C2SP tlog-policy).",
      valueName: "file"
    ),
    completion: .file()
  )
  var policy: String?

  @Option(
    help: ArgumentHelp(
      "A checkpoint of the log that you have from before, which it must continue.",
      valueName: "file"
    ),
    completion: .file()
  )
  var consistentWith: String?

  @OptionGroup var global: GlobalOptions

  func validate() throws {
    if key == nil, policy == nil {
      throw ValidationError("Give --key, --policy, or both: what is trusted must not come with it")
    }
  }

  func run(in environment: CommandEnvironment) async throws -> ExitStatus {
    let settings = try global.settings(in: environment)
    let files = EvidenceFiles(environment: environment)
    let verifier = BundleVerifier(
      policy: try trusted(files),
      held: try consistentWith.map { try files.checkpoint($0) },
      now: UInt64(max(0, environment.timekeeper.now().milliseconds / 1000))
    )
    let findings = try verifier.verify(try files.bundle(folder))
    let output = environment.output
    func style<Row>() -> OutputTable<Row>.Style { global.style(settings.times, in: environment) }
    if global.written == .csv {
      var report = OutputTable(Column.lines, style: style()) { try output.result.write($0) }
      for line in findings.lines { try report.add(line) }
      try report.finish()
      return .done
    }
    try global.write(findings, Column.findings, settings, in: environment)
    guard global.written == .table else { return .done }
    try output.result.write("\n")
    var report = OutputTable(Column.lines, style: style()) { try output.result.write($0) }
    for line in findings.lines { try report.add(line) }
    try report.finish()
    try output.result.write("\n\(FindingsText(findings).text)")
    return .done
  }

  private func trusted(_ files: EvidenceFiles) throws -> TrustPolicy {
    let named = try policy.map { try files.policy($0) }
    guard let key else { return named ?? TrustPolicy(logs: []) }
    let log = TrustedLog(key: try files.key(key))
    guard let named else { return TrustPolicy(logs: [log]) }
    guard named.logs.isEmpty || named.logs.contains(where: { $0.key == log.key }) else {
      throw CommandError.policyOfOtherLog(path: policy ?? "")
    }
    return named.trusting(log)
  }
}
