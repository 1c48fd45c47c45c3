import Access
import ArgumentParser
import Ledger
import LedgerStorage
import Operations
import Reports
import Roster
import Tables

/// The command `rollbook token create`.
struct TokenCreateCommand: WritingCommand {
  static let configuration = CommandConfiguration(
    commandName: "create",
    abstract: "Create a token of the service, and print it this once.",
    discussion: """
      The ledger has only the SHA-256 of it, in an entry of the log: who created it, for which role, \
      until when. A token that is lost is revoked, and another one is created.

      Examples:
        rollbook token create --role auditor --until 2026-12-31 --name "annual audit"
        rollbook token create --role client
        rollbook token create --role client --classes open,private,sensitive --name payroll
      """
  )

  /// How many days a token is valid, unless another day is given.
  private static let usualDays: Int64 = 90
  /// How many days ahead its last day may be.
  private static let mostDays: Int64 = 366

  @Option(help: "What its holder may do.")
  var role: Role

  @Option(
    help: ArgumentHelp(
      "The last day on which it is valid, in the zone of the settings; otherwise 90 days from now.",
      valueName: "day"
    ),
    transform: Moment.parse
  )
  var until: Moment?

  @Option(help: "What it is called: for whom, or for what.")
  var name: String?

  @Option(
    help: ArgumentHelp(
      "Whose values its holder sees whole: classes of fields (open, private, sensitive), instead of "
        + "those of the role. Other values are masked.",
      valueName: "class,class"
    ),
    transform: Self.classes
  )
  var classes: Set<FieldClass>?

  @OptionGroup var author: AuthorOptions

  @OptionGroup var wait: WaitOption

  @OptionGroup var global: GlobalOptions

  private static func classes(_ text: String) throws -> Set<FieldClass> {
    try Set(
      text.split(separator: ",", omittingEmptySubsequences: false).map { name in
        guard let found = FieldClass(rawValue: String(name)) else {
          throw ValidationError("--classes takes open, private and sensitive, joined by commas")
        }
        return found
      }
    )
  }

  func validate() throws {
    if let until, !until.isDay { throw ValidationError("--until takes a day, such as 2026-12-31") }
    if role == .subject {
      throw ValidationError("a subject is a person who signs in to the pages: a token is none")
    }
  }

  func run(in environment: CommandEnvironment) async throws -> ExitStatus {
    let context = try CommandContext(global, environment)
    let end = try end(context.settings.times, now: environment.timekeeper.now())
    let granted = GrantedRole(role, seeing: classes)
    let token = BearerToken(random: environment.secrets.make(32))
    let number = try await runGrant(
      NewToken(
        hash: token.hash,
        role: granted.logged,
        until: end,
        name: name.map { Verbatim($0) }
      ),
      author: author.author(in: environment),
      ledger: context.ledger,
      timekeeper: environment.timekeeper,
      wait: wait.duration
    )
    try context.write(
      number,
      [
        Column("token", title: "token") { _ in .text(token.text) },
        Column("role", title: "role") { _ in .text(granted.logged) },
        Column("until", title: "until") { _ in .time(end) },
        Column("number", title: "number") { .integer($0) },
      ]
    )
    global.note(
      "The token is not shown again. `rollbook token revoke \(number)` takes it back.",
      in: environment
    )
    return .done
  }

  /// The end of the last day.
  private func end(_ times: Times, now: Instant) throws(TokenOptionError) -> Instant {
    let today = times.day(of: now)
    let given = until.flatMap { $0.instant(times, now: now) }.map(times.day(of:))
    let last = given ?? today + Self.usualDays
    let day = Times.date(ofDay: last)
    if last < today { throw .isOver(day: day) }
    if last > today + Self.mostDays {
      throw .tooFar(day: day, latest: Times.date(ofDay: today + Self.mostDays))
    }
    return times.start(ofDay: last + 1)
  }
}

/// Why a token was not created.
enum TokenOptionError: UserFacingError, Hashable {
  /// The last day is in the past.
  case isOver(day: String)
  /// The last day is too far ahead.
  case tooFar(day: String, latest: String)

  var errorCode: ErrorCode {
    switch self {
    case .isOver: ErrorCode("tokenDayIsOver", .usage)
    case .tooFar: ErrorCode("tokenTooLong", .usage)
    }
  }

  var message: String {
    switch self {
    case .isOver(let day):
      "A token until \(day) would be over already; give today or a later day with --until."
    case .tooFar(let day, let latest):
      "A token until \(day) would be valid for more than a year; give \(latest) at the latest with "
        + "--until."
    }
  }
}
