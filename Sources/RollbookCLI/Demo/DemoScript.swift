import Ledger
import Tables
import Roster
import Sandbox

/// The steps of `rollbook demo`: each prints what happens and a command line, and runs that command
/// line.
struct DemoScript {
  var environment: CommandEnvironment
  let folder: String
  let zone: String

  private struct Broken: Error { let status: ExitStatus }

  /// Runs the demo.
  ///
  /// - Parameters:
  ///   - people: The number of people in the company.
  ///   - seed: The seed of the company.
  /// - Returns: The code of the first step that failed, or `done`.
  /// - Throws: `SandboxError`, `LedgerError`, or an error of the output.
  func present(people: Int, seed: UInt64) async throws -> ExitStatus {
    var script = self
    var company = Company(seed: seed, people: people)
    company.rates = DailyRates(changed: 0.05, joined: 0.02, left: 0.015, returned: 0)
    let server = try await SandboxServer.start(
      company: company,
      timekeeper: environment.timekeeper
    )
    do {
      let offer = SandboxOffer(server: server, people: people, seed: seed, quirks: "kind")
      script.environment.variables = Dictionary(uniqueKeysWithValues: offer.variables)
      try await script.begin(offer)
      try await script.firstDay()
      try await script.secondDay(server)
      try await script.push(server)
      try await script.undo(server)
      try await script.crossOver(server)
      try await script.keep()
      await server.stop()
      return .done
    } catch let broken as Broken {
      await server.stop()
      return broken.status
    } catch {
      await server.stop()
      throw error
    }
  }

  private func begin(_ offer: SandboxOffer) async throws {
    try say(
      """
      Rollbook keeps the roster of a company: who works there, and what the HR system says of each \
      of them. It records every value it receives, never overwrites anything, and can say at any \
      time what was known, since when, and who fetched it why.
      """
    )
    try say(
      """
      Here is the whole story in a minute. We need a company: `rollbook sandbox` makes one up, of \
      \(offer.people) people, and answers for it as DingTalk does. It lives in this process only, at \
      \(offer.server.baseURL). Rollbook finds it by these settings:
      """
    )
    for (name, value) in offer.variables { try write("    \(name)=\(value)\n") }
    try say("A ledger is one file, for one company. It begins empty.")
    try await run(["init"])
    try say("Is everything there that a fetch needs? The doctor looks, and says what to do.")
    try await run(["doctor"])
  }

  private func firstDay() async throws {
    try say("Now the roll is called for the first time: everybody, every field.")
    try await run(["fetch", "--reason", "the first look"])
    try say("The ledger has them now. Chinese lines up; codes are beside their names.")
    try await run(["roster", "--field", "姓名", "--field", "手机号"], lines: 9)
    try say("One person's sheet goes group by group, in the order of the system's own catalog.")
    let first = try somebody()
    try await run(["show", first], lines: 16)
  }

  private func secondDay(_ server: SandboxServer) async throws {
    let report = await server.withCompany { $0.advanceDay() }
    let moves = [
      Self.counted(report.changed.count, "person changed", "people changed"),
      Self.counted(report.joined.count, "joined", "joined"),
      Self.counted(report.left.count, "left", "left"),
    ]
    try say(
      """
      In the company a day passes (here it takes a moment): \(moves.joined(separator: ", ")), and \
      everybody is a day older, which some fields count. DingTalk sends no notice, so we fetch again.
      """
    )
    try await run(["fetch", "--reason", "the next day"])
    try say(
      """
      Thousands of values came back, and only those that differ took a row in the file. What \
      changed is not overwritten; it has a history:
      """
    )
    let cell = try changedCell(report.changed)
    try await run(["history", cell.user, cell.field])
    try say(
      """
      Each line is an event with an address of its own: event 3 of entry 42 is 42.3, for ever. The \
      change itself happened some time between `not before` and `not after`; that is all that can \
      be known, and Rollbook says no more.
      """
    )
    try say(
      """
      The values that came back unchanged are in the log too, each with its address, though they \
      cost next to nothing: a change is a row, a confirmation is a line in the log.
      """
    )
    try await run(["log", "--events", "--operation", "2", "--user", cell.user], lines: 9)
  }

  private func keep() async throws {
    try say("How much is that?")
    try await run(["stats"])
    try say(
      """
      The roster and the histories are derived from the log, and can be derived again at any time \
      with the same result. Nothing needs to be asked for that.
      """
    )
    try await run(["rebuild", "--check"])
    try say("A backup is a checked copy; it may be made while a fetch is writing.")
    try await run(["backup", "copy.sqlite"])
    try say("And who did all this, when, and why?")
    try await run(["operations"])
    try say(
      """
      That is the story. For your own company: set the variables above to those of your DingTalk \
      app, run `rollbook init`, `rollbook doctor` and `rollbook fetch`. `rollbook help` lists the \
      commands, docs/cli.md says all about them.
      """
    )
  }
}

extension DemoScript {
  func say(_ paragraph: String) throws { try write("\n" + DemoText.lines(paragraph)) }

  func write(_ text: String) throws { try environment.output.result.write(text) }

  /// Prints a command line, runs it, and prints its output, or the beginning of it.
  func run(
    _ arguments: [String],
    lines: Int? = nil,
    endingIn expected: ExitStatus = .done
  ) async throws {
    try write("\n$ \(DemoText.command(arguments))\n")
    let printed = MemorySink()
    var world = environment
    world.folder = folder
    world.output = Output(
      result: printed,
      notes: environment.output.notes,
      resultWidth: environment.output.resultWidth ?? 100,
      notesWidth: environment.output.notesWidth
    )
    // Standard error is not captured, but what a step prints there must follow the text before it.
    try environment.output.result.flush()
    let all = arguments + ["--zone", zone, "--quiet"]
    let status = await Program.run(all, in: world)
    try write(lines.map { DemoText.excerpt(printed.text, lines: $0) } ?? printed.text)
    if status != expected { throw Broken(status: status) }
  }

  var ledger: Ledger {
    get throws { try Ledger.open(at: folder + "/" + Settings.defaultLedger) }
  }

  /// The name of the first person on the roster whose name is unique.
  private func somebody() throws -> String {
    var first: Verbatim?
    try ledger.roster(RosterFilter(fields: ["sys00-name"])) { first = first ?? $0.user }
    return try shortest(first ?? "")
  }

  /// A cell that was changed outside, for `history`.
  private func changedCell(_ users: [Verbatim]) throws -> (user: String, field: String) {
    let ledger = try ledger
    let derived = Set(try ledger.fields(.dingtalk).filter(\.isDerived).map(\.code))
    for user in users {
      var found: LoggedEvent?
      let filter = EntryFilter(operation: 2, user: UserKey(.dingtalk, user))
      try ledger.events(filter) { event in
        let isShown = event.isChanged && event.item == 0 && event.content.value?.isEmpty == false
        if found == nil, isShown, !derived.contains(event.field) { found = event }
      }
      if let found { return (try shortest(user), (found.fieldName ?? found.field).text) }
    }
    return (try somebody(), "sys00-name")
  }

  /// A person's name, or their userid if the name is not unique.
  private func shortest(_ user: Verbatim) throws -> String {
    let person = try PersonLookup(ledger: try ledger, system: .dingtalk).person(user.text)
    guard let name = person.name else { return user.text }
    let alike = try ledger.people(matching: name, system: .dingtalk)
    return alike.count == 1 && alike.first?.key.id == user ? name.text : user.text
  }

  private static func counted(_ count: Int, _ one: String, _ many: String) -> String {
    "\(count) \(count == 1 ? one : many)"
  }
}
