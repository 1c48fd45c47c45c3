import LedgerHistory
import Access
import ArgumentParser
import Ledger
import Operations
import Rehearsal
import Tables
import Roster

/// The command `rollbook erase`.
struct EraseCommand: WritingCommand {
  static let configuration = CommandConfiguration(
    commandName: "erase",
    abstract: "Erase people from the ledger, or fields of theirs, and prove that it was done.",
    discussion: """
      What is known of them goes from the log, from its projections and from every byte of the \
      file; the proof stays whole. Later fetches leave them out until `rollbook readmit`. The \
      systems themselves are not written to. What would go is shown first; a hold forbids it. It \
      cannot be undone. Where the settings have a rule for it, it is proposed (exit code 4).

      Examples:
        rollbook erase 0309400010657256 --dry-run
        rollbook erase 0309400010657256 --reason "request of 12 May" --ticket DP-7
        rollbook erase --receipt 963 --format json > receipt.json
      """
  )

  @Argument(
    help: ArgumentHelp(
      "Whom: a key, a job number or a name. Several may be named.",
      valueName: "user"
    )
  )
  var users: [String] = []

  @Option(
    help: ArgumentHelp(
      "Only the values of these fields (codes or names, separated by commas).",
      valueName: "fields"
    )
  )
  var fields: String?

  @Option(help: "The system whose people they are.")
  var system: Roster.System = .dingtalk

  @OptionGroup var author: AuthorOptions

  @Flag(help: "Print what would go, and record nothing; needs no --reason.")
  var dryRun = false

  @Flag(help: "Erase nothing: propose it, for another person to approve.")
  var propose = false

  @Flag(name: .shortAndLong, help: "Do not ask.")
  var yes = false

  @Option(
    help: ArgumentHelp("At most so many people, instead of limits.maxUsers.", valueName: "count")
  )
  var maxUsers: Int?

  @Option(
    help: ArgumentHelp("Print the receipt of an erasure again.", valueName: "entry")
  )
  var receipt: EntryID?

  @Flag(help: "Write the file anew after an erasure that could not do so.")
  var scrub = false

  @OptionGroup var wait: WaitOption

  @OptionGroup var global: GlobalOptions

  func validate() throws {
    let ways = [!users.isEmpty, receipt != nil, scrub].count { $0 }
    if ways != 1 { throw ValidationError("name whom to erase, or give --receipt, or --scrub") }
    if let maxUsers, maxUsers < 0 { throw ValidationError("--max-users counts from 0") }
  }

  func run(in environment: CommandEnvironment) async throws -> ExitStatus {
    // The erasure does not reach copies that killed rehearsals left.
    RehearsalFolder.sweep()
    let willAsk = !users.isEmpty && !dryRun
    if willAsk { try author.checkReason() }
    if willAsk, !yes, environment.ask == nil { throw CommandError.nobodyToAskToErase }
    let context = try CommandContext(global, environment)
    if let receipt {
      try context.writeReceipt(of: receipt)
      return .done
    }
    if scrub {
      try await context.ledger.scrub(wait: wait.duration, timekeeper: environment.timekeeper)
      global.note("Nothing of what was erased is left in the file.", in: environment)
      return .done
    }
    let request = try request(context)
    if dryRun {
      try context.write(Column.erasurePlan, emptyNote: "") { add in
        try planErase(request, ledger: context.ledger).forEach(add)
      }
      return .done
    }
    let needs = context.settings.approval.needs(
      .erase,
      people: request.users.count,
      fields: request.fields
    )
    let run = ErasureRun(context: context, global: global, yes: yes, wait: wait.duration)
    if propose || !needs.isEmpty {
      return try await run.propose(request, needs: needs.isEmpty ? ApprovalPolicy.usual : needs)
    }
    return try await run.erase(request)
  }

  private func request(_ context: CommandContext) throws -> EraseRequest {
    let people = PersonLookup(ledger: context.ledger, system: system, countsLeavers: true)
    let lookup = try FieldLookup(context.ledger, system)
    var keys: [Verbatim] = []
    for user in users {
      let key = try people.person(user).key.id
      if !keys.contains(key) { keys.append(key) }
    }
    let codes = try fields.map { text in
      Set(try text.split(separator: ",").map { try lookup.code(String($0)) })
    }
    let configured = context.settings.limits.maximumUsers
    let limit = maxUsers ?? configured
    return EraseRequest(
      system: system,
      users: keys,
      fields: codes,
      maximumUsers: limit,
      override: limit > configured
        ? LimitOverride(name: "maxUsers", configured: configured, used: limit) : nil,
      author: author.author(in: context.environment)
    )
  }
}
