import Access
import ArgumentParser
import Ledger
import LedgerStorage
import Operations
import Roster
import Tables

/// The command `rollbook sign-in-link`.
struct SignInLinkCommand: WritingCommand {
  static let configuration = CommandConfiguration(
    commandName: "sign-in-link",
    abstract: "Print a link with which a person signs in to the pages, once, within five minutes.",
    discussion: """
      Give the link to that person and to nobody else. The log records for whom it was made, for \
      which role and by whom, and then that it was used. The ledger has only the SHA-256 of its \
      secret.

      Examples:
        rollbook sign-in-link --as 王敏 --role auditor
        rollbook sign-in-link --as 李伟 --role administrator --reason "HR, first day"
      """
  )

  /// How long a link may be used.
  static let lifetime = Duration.seconds(5 * 60)

  @Option(
    name: .customLong("as"),
    help: ArgumentHelp("The person who will sign in with it.", valueName: "name")
  )
  var person: String

  @Option(help: "What they may see.")
  var role: Role

  @Option(help: "Why; it is recorded with the operation.")
  var reason: String?

  @OptionGroup var wait: WaitOption

  @OptionGroup var global: GlobalOptions

  func validate() throws {
    if person.allSatisfy(\.isWhitespace) { throw ValidationError("--as must name the person") }
    if role == .client { throw ValidationError("a client is a program: it has no pages") }
  }

  func run(in environment: CommandEnvironment) async throws -> ExitStatus {
    let context = try CommandContext(global, environment)
    let link = SignInLink(random: environment.secrets.make(32))
    let end = environment.timekeeper.now() + Self.lifetime
    let number = try await runGrant(
      NewToken(
        hash: link.hash,
        role: SignInLink.logged(role),
        until: end,
        name: Verbatim(person)
      ),
      author: Author(
        actor: environment.actor,
        reason: reason.map { Verbatim($0) },
        requestKey: environment.requestKey,
        program: Version.text
      ),
      ledger: context.ledger,
      timekeeper: environment.timekeeper,
      wait: wait.duration
    )
    let url = environment.kept?.address.url ?? Self.guess(context.settings.service)
    try context.write(
      number,
      [
        Column("link", title: "link") { _ in .text("\(url)/sign-in/\(link.text)") },
        Column("person", title: "person") { _ in .text(person) },
        Column("role", title: "role") { _ in .text(role.rawValue) },
        Column("until", title: "until") { _ in .time(end) },
        Column("number", title: "number") { .integer($0) },
      ]
    )
    global.note(
      "Who opens the link first is \(person) to the service; send it so that only they read it.",
      in: environment
    )
    return .done
  }

  /// The address of a service with some settings, as far as they say.
  private static func guess(_ service: ServiceSettings) -> String {
    ServiceAddress.trimmed(service.url(at: service.listen ?? ServiceAddress.usual))
  }
}
