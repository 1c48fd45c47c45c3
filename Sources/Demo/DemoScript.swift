import Foundation
import Ledger
import LedgerHistory
package import Roster
package import Sandbox
import Tables

/// The steps of `rollbook demo`: each prints what happens and a command line, and runs that command
/// line.
package struct DemoScript {
  /// Runs a command line; gives what it printed, and the code with which it ended.
  package typealias Run = ([String]) async throws -> (String, ExitStatus)

  let server: SandboxServer
  private let variables: [(String, String)]
  let folder: String
  private let ledgerName: String
  let timekeeper: any Timekeeper
  let write: (String) throws -> Void
  private let runCommand: Run

  private struct Broken: Error { let status: ExitStatus }

  /// Prepares it.
  ///
  /// - Parameters:
  ///   - server: Simulates the systems; see ``company(people:seed:)``.
  ///   - variables: The names and values by which the commands find the server.
  ///   - folder: An empty folder.
  ///   - ledgerName: The file in it that the commands take as the ledger.
  ///   - timekeeper: The clock of the server.
  ///   - write: Prints a text.
  ///   - run: Runs a command line in the folder, with these variables.
  package init(
    server: SandboxServer,
    variables: [(String, String)],
    folder: String,
    ledgerName: String,
    timekeeper: any Timekeeper,
    write: @escaping (String) throws -> Void,
    run: @escaping Run
  ) {
    self.server = server
    self.variables = variables
    self.folder = folder
    self.ledgerName = ledgerName
    self.timekeeper = timekeeper
    self.write = write
    runCommand = run
  }

  /// The company that the demo is about.
  ///
  /// - Parameters:
  ///   - people: How many people are active.
  ///   - seed: What it is drawn from.
  /// - Returns: The company.
  package static func company(people: Int, seed: UInt64) -> Company {
    var company = Company(seed: seed, people: people)
    company.rates = DailyRates(changed: 0.05, joined: 0.02, left: 0.015, returned: 0)
    return company
  }

  /// Prints it.
  ///
  /// - Parameter people: How many people the company has.
  /// - Returns: The code of the first step that went wrong, or `done`.
  /// - Throws: `SandboxError`, `LedgerError`, or that the output is gone.
  package func present(people: Int) async throws -> ExitStatus {
    do {
      try await begin(people)
      try await firstDay()
      try await secondDay()
      try await push()
      try await undo()
      try await crossOver()
      try await keep()
      return .done
    } catch let broken as Broken {
      return broken.status
    }
  }

  private func begin(_ people: Int) async throws {
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
      \(people) people, and answers for it as DingTalk does. It lives in this process only, at \
      \(server.baseURL). Rollbook finds it by these settings:
      """
    )
    for (name, value) in variables { try write("    \(name)=\(value)\n") }
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

  private func secondDay() async throws {
    let report = await server.withCompany { $0.advanceDay() }
    let moves = [
      report.changed.count.counted("person changed", "people changed"),
      "\(report.joined.count) joined",
      "\(report.left.count) left",
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

  /// Prints a command line, runs it, and prints its output, or the beginning of it.
  func run(
    _ arguments: [String],
    lines: Int? = nil,
    endingIn expected: ExitStatus = .done
  ) async throws {
    try write("\n$ \(DemoText.command(arguments))\n")
    let (printed, status) = try await runCommand(arguments)
    try write(lines.map { DemoText.excerpt(printed, lines: $0) } ?? printed)
    if status != expected { throw Broken(status: status) }
  }

  var ledger: Ledger {
    get throws { try Ledger.open(at: folder + "/" + ledgerName) }
  }

  /// Puts a change file where the commands find it.
  func place(_ text: String, at name: String) throws {
    let path = folder + "/" + name
    do { try Data(text.utf8).write(to: URL(fileURLWithPath: path)) } catch {
      throw FileError.unwritable(path: path, reason: "the system refused")
    }
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
    let ledger = try ledger
    guard let name = try ledger.people(matching: user, system: .dingtalk).first?.name else {
      return user.text
    }
    let alike = try ledger.people(matching: name, system: .dingtalk)
    return alike.count == 1 && alike.first?.key.id == user ? name.text : user.text
  }
}
