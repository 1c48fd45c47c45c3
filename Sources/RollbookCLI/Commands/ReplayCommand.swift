import ArgumentParser
import Foundation
import Ledger
import Operations
import Reports
import Roster

/// The command `rollbook replay`.
struct ReplayCommand: RollbookCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract: "Write again what changed in DingTalk, there or to Maycur.",
    discussion: """
      With a batch's number: what it wrote to DingTalk. Otherwise what was seen to change in a span \
      of time: the latest value of each cell. To Maycur it goes through links and the field mapping; \
      a person without a sound link, or with a value that has no row in its table, is refused.
      """
  )

  @Argument(help: "A batch in DingTalk; none with --since.")
  var batch: Int64?

  @Option(name: .customLong("to"), help: "The system that is written to.")
  var system: Roster.System

  @Option(help: ArgumentHelp("What was seen after this time.", valueName: "time"))
  var since: Moment?

  @Option(help: ArgumentHelp("What was seen up to this time; now unless said.", valueName: "time"))
  var until: Moment?

  @Option(help: ArgumentHelp("Only these people, separated by commas.", valueName: "users"))
  var users: String?

  @Option(help: ArgumentHelp("Only these fields of DingTalk, separated by commas."))
  var fields: String?

  @Flag(help: "Empty there what became empty.")
  var propagateClears = false

  @Option(
    help: ArgumentHelp("A YAML file whose rows stand for those of the mapping.", valueName: "path"),
    completion: .file()
  )
  var mapping: String?

  @Flag(help: "Show the plan, and write nothing.")
  var dryRun = false

  @OptionGroup var sending: SendingOptions

  @OptionGroup var global: GlobalOptions

  func validate() throws {
    if (batch == nil) == (since == nil) { throw ValidationError("Name a batch, or --since") }
    if batch != nil, until != nil { throw ValidationError("--until goes with --since") }
  }

  func run(in surroundings: Surroundings) async throws -> ExitStatus {
    if !dryRun { try sending.check(surroundings) }
    let desk = try Desk(global, surroundings)
    let request = try request(desk)
    let batchDesk = BatchDesk(desk, system, global)
    let hands = ReplayHandling(BatchHandling(sending: sending, desk: batchDesk))
    if dryRun {
      let found = await batchDesk.work(wait: sending.timing.wait) { tools in
        try await planReplay(request, tools: tools)
      }
      return try hands.show(try found.get())
    }
    let found = await batchDesk.work(wait: sending.timing.wait) { tools in
      try await runReplay(request, tools: tools) { await hands.agrees(to: $0) }
    }
    return try hands.tell(try found.get(), isRehearsal: false)
  }

  private func request(_ desk: Desk) throws -> ReplayRequest {
    let surroundings = desk.surroundings
    let people = PersonLookup(ledger: desk.ledger, system: .dingtalk)
    let known = FieldLookup(fields: try desk.ledger.fields(.dingtalk))
    let mappings = try mapping.map { name in
      try FieldMappings.standard.overridden(by: try TableFile(name, in: surroundings).mapping())
    }
    return ReplayRequest(
      source: try source(desk),
      users: try users.map { Set(try Self.parts($0).map { try people.person($0).key.id }) },
      fields: try fields.map { Set(try Self.parts($0).map { try known.code($0) }) },
      propagatesClears: propagateClears,
      mapping: mappings ?? .standard,
      rules: sending.rules(desk.settings),
      author: sending.author.author(in: surroundings)
    )
  }

  private func source(_ desk: Desk) throws -> ReplaySource {
    if let batch { return .batch(batch) }
    let times = desk.settings.times
    let end = until?.instant(times) ?? desk.surroundings.timekeeper.now()
    return .observed(
      EntrySpan(
        after: try desk.ledger.lastEntry(at: since?.instant(times) ?? end),
        through: try desk.ledger.lastEntry(at: end)
      )
    )
  }

  private static func parts(_ list: String) -> [String] {
    list.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
  }
}
