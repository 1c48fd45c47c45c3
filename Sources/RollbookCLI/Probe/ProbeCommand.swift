import LedgerHistory
import ArgumentParser
import Ledger
import Operations
import Tables
import Roster
import VerbatimJSON

/// The command `rollbook probe`.
struct ProbeCommand: WritingCommand {
  static let configuration = CommandConfiguration(
    commandName: "probe",
    abstract:
      "Find out on a test person what this tenant of DingTalk does, and put everything back.",
    discussion: """
      It changes one text and one phone number of the person a few times: does "" clear a field, \
      are the fields beside it kept, does a phone come back as sent? The results are recorded; \
      what plans call unproven becomes exact or irreversible by them. Exit code 1: something \
      could not be put back; it is named.

      Examples:
        rollbook probe --user 1459000000046453 --reason "before the first push"
      """
  )

  @Option(help: "The test person: a userid, a job number or a name.")
  var user: String

  @OptionGroup var author: AuthorOptions

  @Flag(name: .shortAndLong, help: "Do not ask.")
  var yes = false

  @OptionGroup var timing: TimingOptions

  @OptionGroup var global: GlobalOptions

  func run(in environment: CommandEnvironment) async throws -> ExitStatus {
    if !yes, environment.ask == nil { throw CommandError.nobodyToAsk }
    let context = try CommandContext(global, environment)
    let person = try PersonLookup(ledger: context.ledger, system: .dingtalk).person(user)
    var author = author.author(in: environment)
    author.reason = author.reason ?? "probe"
    let request = ProbeRequest(
      user: person.key.id,
      author: author,
      quiet: timing.readAfter.duration,
      never: context.settings.never
    )
    let (global, yes) = (global, yes)
    let found = await BatchContext(context, .dingtalk, global).work(wait: timing.wait.duration) {
      tools in
      try await runProbe(request, tools: tools) { cells in
        let fields = cells.map(\.field.text).joined(separator: " and ")
        global.note(
          "\(person.shown): \(fields) will be changed a few times, and put back.",
          in: environment
        )
        if yes { return true }
        return Confirmation.isYes(await environment.ask?("Go on? [y/N] ") ?? "")
      }
    }
    var result = try found.get()
    result.leftovers = result.leftovers.map(environment.sight.leftover)
    try context.write(result, Column.probe)
    for leftover in result.leftovers {
      environment.output.note("Not put back: \(leftover.sentence)")
    }
    if let error = result.error { throw error }
    if let cause = environment.interruption.cause, result.status != .finished {
      return cause.exit
    }
    return result.isRestored ? .done : .attention
  }
}

extension Column where Row == ProbeResult {
  /// The columns of `probe`, in the order of docs/cli.md.
  static var probe: [Column] {
    [
      Column("operation", title: "operation") { .integer($0.operation) },
      Column("status", title: "status") { .text($0.status.rawValue) },
      .shown("\"\" clears") { answer(.emptyValue, $0) },
      .shown("fields beside") { answer(.siblings, $0) },
      .shown("phone") { answer(.phone, $0) },
      .data("answers") { .parts(.array($0.answers.map(\.json)), inWords: "") },
      Column("restored", title: "put back") { .flag($0.isRestored) },
      .data("leftovers") { result in
        .parts(.array(result.leftovers.map(\.json)), inWords: "")
      },
    ]
  }

  private static func answer(_ behaviour: TenantBehaviour, _ result: ProbeResult) -> Datum {
    guard let answer = result.answers.first(where: { $0.behaviour == behaviour }) else {
      return .text("not tried")
    }
    return .text("\(answer.answer ?? "unknown"): \(answer.how)")
  }
}

extension ProbeAnswer {
  fileprivate var json: JSON {
    [
      "behaviour": .string(behaviour.rawValue), "answer": .optional(answer), "how": .string(how),
    ]
  }
}

extension ProbeLeftover {
  fileprivate var json: JSON {
    [
      "field": .string(address.field.text), "item": .integer(address.item),
      "was": .optional(was?.value?.text), "is": .optional(now?.value?.text),
    ]
  }
}
