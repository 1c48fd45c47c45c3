import ArgumentParser
import DingTalk
import Operations
import RemoteAPI
import Roster
import Tables

/// The command `rollbook follow`.
struct FollowCommand: RollbookCommand {
  static let configuration = CommandConfiguration(
    commandName: "follow",
    abstract: "Fetch people as soon as DingTalk reports that they changed.",
    discussion: """
      It follows DingTalk's Stream until Ctrl-C, and prints a line for each fetch. An event has no \
      values: the people it names are fetched, a hundred at once, and the event is acknowledged when \
      they are in the ledger. Changes of a time without a connection may never be reported, so \
      `rollbook fetch` is still needed now and then.

      Examples:
        rollbook follow
        rollbook follow --reason "daytime" --format csv
      """
  )

  @OptionGroup var author: AuthorOptions

  @OptionGroup var global: GlobalOptions

  /// How long a fetch waits for another writer to end.
  private static let wait = Duration.seconds(60)

  func run(in environment: CommandEnvironment) async throws -> ExitStatus {
    let context = try CommandContext(global, environment)
    let connection = SystemConnection(context.settings, environment, global)
    let presenter = FollowPresenter(context, global)
    var author = author.author(in: environment)
    author.reason = author.reason ?? "change events"
    let request = FetchRequest(
      never: context.settings.never,
      shrinkLimit: context.settings.shrinkLimit,
      author: author
    )
    let stop = "Stopping: what has arrived is being recorded. Ctrl-C again stops at once."
    let outcome = await global.stoppable(in: environment, saying: stop) {
      try await connection.withClient { client in
        let stream = StreamClient(
          client: client,
          sockets: WebSocketClient(network: context.settings.network),
          timekeeper: environment.timekeeper,
          random: environment.random
        )
        let follower = StreamFollower(
          stream: stream,
          request: request,
          ledger: context.ledger,
          client: client,
          timekeeper: environment.timekeeper,
          wait: Self.wait,
          log: global.logger(in: environment),
          afterCommit: Crash.planned(in: environment)
        )
        try await follower.follow(note: presenter.note, report: presenter.report)
      }
    }
    try presenter.finish()
    if environment.interruption.cause != nil { return .done }
    try outcome.get()
    return .done
  }
}
