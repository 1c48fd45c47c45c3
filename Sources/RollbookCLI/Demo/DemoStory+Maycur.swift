import Foundation
import Ledger
import Roster
import Sandbox

// The fourth act: what changed in DingTalk goes on to Maycur.
extension DemoStory {
  private static let mobile: FieldCode = "sys00-mobile"

  /// New phone numbers, the links of people between the systems, and a replay of which rows fail.
  func crossOver(_ server: SandboxServer) async throws {
    try say(
      """
      The company pays through Maycur (每刻), where people are known by their job numbers. Who is \
      who is a statement of its own, with its source:
      """
    )
    try await run(["link", "--job-numbers"])
    // What is recorded at that very moment is not after it.
    let since = surroundings.timekeeper.now() + .seconds(-1)
    let people = try await giveNewNumbers(server)
    guard !people.isEmpty else { return }
    try say(
      """
      \(people.count) people get new phone numbers in DingTalk. The next fetch sees it, and a \
      replay takes what changed across, through the links: the latest value of each cell, in the \
      form that Maycur wants. (We see to it that Maycur refuses some.)
      """
    )
    try await run(["fetch", "--reason", "new numbers"])
    await refuseSome(of: people, server)
    let start = Date(timeIntervalSince1970: Double(since.milliseconds) / 1000)
      .formatted(.iso8601)
    try await run(
      [
        "replay", "--since", start, "--fields", "手机号", "--to", "maycur", "--reason",
        "phones for Maycur", "--yes", "--max-rejected", "50",
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
    try await run(["batches"])
  }

  private func giveNewNumbers(_ server: SandboxServer) async throws -> [Verbatim] {
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

  /// Has Maycur refuse a third of the rows, the same each time.
  private func refuseSome(of people: [Verbatim], _ server: SandboxServer) async {
    let text = "maycurBatch.reject=\(people.count > 3 ? "0.3" : "1")"
    guard let faults = try? Faults(text, seed: 1) else { return }
    await server.withSimulation { $0.faults = faults }
  }
}
