import Foundation
import Ledger
import LedgerHistory
import Roster
import Sandbox

// The fourth act: a push to Maycur, and a replay of changes in DingTalk.
extension DemoScript {
  private static let mobile: FieldCode = "sys00-mobile"
  private static let names = "nicknames.csv"

  /// Links people of the two systems, pushes to Maycur with rows that fail, and replays new phone
  /// numbers.
  func crossOver() async throws {
    try say(
      """
      The company pays through Maycur (每刻), where people are known by their job numbers. Who is \
      who is a statement of its own, with its source:
      """
    )
    try await run(["link", "--job-numbers"])
    try await pushNicknames()
    // A span does not include what is recorded at its first moment.
    let since = timekeeper.now() + .seconds(-1)
    let people = try await giveNewNumbers()
    guard !people.isEmpty else { return }
    try say(
      """
      \(people.count) people get new phone numbers in DingTalk. The next fetch sees it, and a \
      replay takes what changed across, through the links: the latest value of each cell, in the \
      form that Maycur wants. Done twice, it finds nothing to do.
      """
    )
    try await run(["fetch", "--reason", "new numbers"])
    let start = Date(timeIntervalSince1970: Double(since.milliseconds) / 1000)
      .formatted(.iso8601)
    let replay = [
      "replay", "--since", start, "--fields", "手机号", "--to", "maycur", "--reason",
      "phones for Maycur", "--yes",
    ]
    try await run(replay)
    try await run(replay)
    try await run(["batches"])
  }

  /// A push of which Maycur rejects some rows, and its retry.
  private func pushNicknames() async throws {
    let employees = Array(try ledger.links().compactMap(\.maycur).prefix(10))
    guard !employees.isEmpty else { return }
    let rows = ["工号,员工花名"] + employees.enumerated().map { "\($1),小\($0 + 1)号" }
    try place(rows.joined(separator: "\n") + "\n", at: Self.names)
    try say(
      """
      Maycur is written to as well, two hundred rows a call: \(Self.names) gives \
      \(employees.count) people nicknames. (We make sure that Maycur refuses some.)
      """
    )
    await refuseSome(of: employees)
    try await run(
      [
        "push", Self.names, "--to", "maycur", "--reason", "nicknames", "--yes", "--max-rejected",
        "100",
      ],
      endingIn: .attention
    )
    await server.withSimulation { $0.faults = .none }
    let batch = try ledger.batches().last?.operation.operation ?? 0
    try say(
      """
      Maycur cannot be read, so what it accepted is acknowledged, and never called verified. The \
      rows that it refused go out again, and only those.
      """
    )
    try await run(["retry", "\(batch)", "--reason", "the refused ones", "--yes"])
  }

  private func giveNewNumbers() async throws -> [Verbatim] {
    var people: [Verbatim] = []
    try ledger.roster(RosterFilter(fields: [Self.mobile])) { row in
      if row.content.value?.text.hasPrefix("+86-") == true { people.append(row.user) }
    }
    let chosen = Array(people.prefix(12))
    for (number, user) in chosen.enumerated() {
      let phone = Verbatim("+86-139\(10_000_000 + number * 137)")
      try await server.withSimulation { simulation in
        try simulation.company.edit(user, Self.mobile, value: phone)
      }
    }
    return chosen
  }

  /// Lets Maycur reject a third of the rows, the same ones each time.
  private func refuseSome(of people: [Verbatim]) async {
    let text = "maycurBatch.reject=\(people.count > 3 ? "0.3" : "1")"
    guard let faults = try? Faults(text, seed: 1) else { return }
    await server.withSimulation { $0.faults = faults }
  }
}
