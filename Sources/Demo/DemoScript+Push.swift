import Ledger
import LedgerHistory
import Roster
import Sandbox

// The second act: writing.
extension DemoScript {
  private static let file = "remarks.csv"

  /// A small push with one rejected row, and its retry.
  func push() async throws {
    let people = try people(3)
    let rows = ["userid,备注,住址"] + people.map { "\($0),培训完成," }
    let text = rows.joined(separator: "\n") + "\n"
    try place(text, at: Self.file)
    try say(
      """
      Rollbook writes too. A colleague sends a table of remarks for three people, \(Self.file):
      """
    )
    for row in rows { try write("    \(row)\n") }
    try say("What would that do, cell by cell, and could it be put back? Nothing is sent yet.")
    try await run(["plan", Self.file, "--to", "dingtalk"])
    await refuseSecondUpdate()
    try say(
      """
      Now it is sent. Every row is in the log before its call leaves, and what became of it \
      afterwards. (We make sure that DingTalk refuses one.)
      """
    )
    let reading = ["--read-after", "0s"]
    try await run(
      ["push", Self.file, "--to", "dingtalk", "--reason", "after the training", "--yes"] + reading,
      endingIn: .attention
    )
    let batch = try ledger.batches().last?.operation.operation ?? 0
    try await run(["batch", "\(batch)"])
    try say("What was not applied, and only that, is sent again, against what is there now.")
    try await run(["retry", "\(batch)", "--reason", "once more", "--yes"] + reading)
    try await run(["batches"])
  }

  private func people(_ count: Int) throws -> [Verbatim] {
    var people: [Verbatim] = []
    try ledger.roster(RosterFilter(fields: ["sys00-name"])) { people.append($0.user) }
    return Array(people.prefix(count))
  }

  private func refuseSecondUpdate() async {
    let body = #"{"errcode":400002,"errmsg":"参数错误","success":false}"#
    await server.withSimulation { simulation in
      simulation.faults.fail(
        .update,
        call: min(2, simulation.company.userids.count),
        with: .reply(SimulatedResponse(body: Array(body.utf8), code: 400_002))
      )
    }
  }
}
