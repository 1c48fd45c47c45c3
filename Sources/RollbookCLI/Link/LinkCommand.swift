import LedgerHistory
import ArgumentParser
import ChangeFiles
import Ledger
import Operations
import Tables
import Roster

/// The command `rollbook link`.
struct LinkCommand: WritingCommand {
  static let configuration = CommandConfiguration(
    commandName: "link",
    abstract: "Record who is one person in DingTalk and Maycur.",
    discussion: """
      Maycur is asked, five people a call, for every active person. --job-numbers compares job \
      numbers with Maycur's keys instead, and calls no system. --dingtalk with --maycur links two \
      users by hand, which also confirms a link that has changed; with --unlink, it says that \
      they are not one person.

      Examples:
        rollbook link
        rollbook link --job-numbers
        rollbook link --dingtalk 袁健 --maycur YS00001 --reason "by hand"
      """
  )

  @Flag(help: "Compare job numbers with Maycur's keys, without regard to case.")
  var jobNumbers = false

  @Option(help: ArgumentHelp("Ask for this DingTalk user only.", valueName: "user"))
  var user: [String] = []

  @Option(help: ArgumentHelp("By hand: the DingTalk user.", valueName: "user"))
  var dingtalk: String?

  @Option(help: ArgumentHelp("By hand: the employeeId in Maycur.", valueName: "employee"))
  var maycur: String?

  @Flag(help: "The two are not one person.")
  var unlink = false

  @OptionGroup var author: AuthorOptions

  @OptionGroup var wait: WaitOption

  @OptionGroup var global: GlobalOptions

  func validate() throws {
    if (dingtalk == nil) != (maycur == nil) {
      throw ValidationError("--dingtalk and --maycur go together")
    }
    if unlink, dingtalk == nil { throw ValidationError("--unlink needs --dingtalk and --maycur") }
    if [jobNumbers, dingtalk != nil, !user.isEmpty].count(where: { $0 }) > 1 {
      throw ValidationError("--job-numbers, --user and --dingtalk exclude each other")
    }
  }

  func run(in environment: CommandEnvironment) async throws -> ExitStatus {
    let context = try CommandContext(global, environment)
    let request = LinkRequest(
      ground: try ground(context),
      author: author.author(in: environment)
    )
    let wait = wait.duration
    let found: LinkResult
    if case .lookUp = request.ground {
      let connection = SystemConnection(context.settings, environment, global)
      let stop = "Stopping: what was found out is recorded. Ctrl-C again stops at once."
      found = try await global.stoppable(in: environment, saying: stop) {
        try await connection.withMaycur { client in
          try await runLink(
            request,
            ledger: context.ledger,
            lookUp: client,
            timekeeper: environment.timekeeper,
            wait: wait
          )
        }
      }.get()
    } else {
      found = try await runLink(
        request,
        ledger: context.ledger,
        timekeeper: environment.timekeeper,
        wait: wait
      )
    }
    return try present(found, context)
  }

  private func ground(_ context: CommandContext) throws -> LinkEvidence {
    let people = PersonLookup(ledger: context.ledger, system: .dingtalk)
    if let dingtalk, let maycur {
      let user = try people.person(dingtalk).key.id
      let pair = UserPair(dingtalk: user, maycur: try TextCheck.key(Verbatim(maycur)))
      return unlink ? .unlinking([pair]) : .administrator([pair])
    }
    if jobNumbers { return .jobNumbers }
    return .lookUp(users: user.isEmpty ? nil : try user.map { try people.person($0).key.id })
  }

  private func present(_ found: LinkResult, _ context: CommandContext) throws -> ExitStatus {
    try context.write(found, Column.link)
    let environment = context.environment
    if let cause = environment.interruption.cause, found.status != .finished {
      return cause.exit
    }
    if let error = found.error { throw error }
    guard !found.problems.isEmpty else { return .done }
    global.note("`rollbook links --problems` lists who does not cross over.", in: environment)
    return .attention
  }
}
