import ArgumentParser
import Operations
import Roster

/// The options that name who writes, and why.
struct AuthorOptions: ParsableArguments {
  @Option(help: "Why; it is recorded with the operation.")
  var reason: String?

  @Option(help: "The ticket under which it is done; recorded.")
  var ticket: String?

  @Option(
    name: .customLong("as"),
    help: ArgumentHelp("Who you say you are; recorded beside who you are.", valueName: "name")
  )
  var claimedActor: String?

  /// Who runs it, and why.
  func author(in environment: CommandEnvironment) -> Author {
    Author(
      actor: environment.actor,
      claimedActor: claimedActor.map { Verbatim($0) },
      reason: reason.map { Verbatim($0) },
      ticket: ticket.map { Verbatim($0) },
      requestKey: environment.requestKey,
      program: Version.text
    )
  }

  /// Refuses a writing operation without a reason, before anything is requested.
  func checkReason() throws(PushError) {
    if reason?.allSatisfy(\.isWhitespace) ?? true { throw .noReason }
  }
}

extension AuthorOptions {
  /// The author of a dry run, which records nothing.
  static func nobody(in environment: CommandEnvironment) -> Author {
    Author(actor: environment.actor, program: Version.text)
  }
}
