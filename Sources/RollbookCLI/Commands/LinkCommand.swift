import ArgumentParser
import ChangeFiles
import Ledger
import Operations
import Reports
import Roster

/// The command `rollbook link`.
struct LinkCommand: RollbookCommand {
  static let configuration = CommandConfiguration(
    commandName: "link",
    abstract: "Record who is one person in DingTalk and Maycur.",
    discussion: """
      Maycur is asked, five people a call, for everybody on the job. --job-numbers compares job \
      numbers with Maycur's keys instead, and asks nobody. --dingtalk with --maycur says it by hand, \
      which also confirms a link that has changed; with --unlink, that they are not.
      """
  )

  @Flag(help: "Compare job numbers with Maycur's keys, to the byte.")
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

  @Option(
    help: ArgumentHelp("How long to wait for another writer (30s, 5m).", valueName: "span")
  )
  var wait = Span(.zero)

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

  func run(in surroundings: Surroundings) async throws -> ExitStatus {
    let desk = try Desk(global, surroundings)
    let request = LinkRequest(
      ground: try ground(desk),
      author: author.author(in: surroundings)
    )
    let wait = wait.duration
    let found: LinkResultOrError
    if case .lookUp = request.ground {
      let connection = Connection(
        settings: desk.settings,
        surroundings: surroundings,
        log: global.logger(in: surroundings)
      )
      let stop = "Stopping: what was found out is recorded. Ctrl-C again stops at once."
      found = try await global.stoppable(in: surroundings, saying: stop) {
        try await connection.withMaycur { client in
          try await runLink(
            request,
            ledger: desk.ledger,
            lookUp: MaycurLookUp(client: client),
            timekeeper: surroundings.timekeeper,
            wait: wait
          )
        }
      }.get()
    } else {
      found = try await runLink(
        request,
        ledger: desk.ledger,
        timekeeper: surroundings.timekeeper,
        wait: wait
      )
    }
    return try tell(found, desk)
  }

  private func ground(_ desk: Desk) throws -> LinkGround {
    let people = PersonLookup(ledger: desk.ledger, system: .dingtalk)
    if let dingtalk, let maycur {
      let user = try people.person(dingtalk).key.id
      let pair = UserPair(dingtalk: user, maycur: try TextCheck.key(Verbatim(maycur)))
      return unlink ? .unlinking([pair]) : .administrator([pair])
    }
    if jobNumbers { return .jobNumbers }
    return .lookUp(users: user.isEmpty ? nil : try user.map { try people.person($0).key.id })
  }

  private func tell(_ found: LinkResultOrError, _ desk: Desk) throws -> ExitStatus {
    try desk.write(found.result, Column.link)
    let surroundings = desk.surroundings
    if let cause = surroundings.interruption.cause, found.result.status != .finished {
      return cause.exit
    }
    if let error = found.error { throw error }
    guard !found.result.problems.isEmpty else { return .done }
    global.note("`rollbook links --problems` lists who does not cross over.", in: surroundings)
    return .attention
  }
}
