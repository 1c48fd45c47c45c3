import Ledger
import Operations
import Roster

/// Plans a push of many rows, and pushes them to a system in memory that stores nothing.
struct Pushing {
  let bench: Bench
  let ledger: Ledger

  func report(day: Int, to sheet: inout Results) async throws {
    let rows = min(bench.options.pushRows, bench.people)
    guard rows > 0 else { return }
    let transport = bench.transport
    let tools = PushTools(
      ledger: ledger,
      system: DingTalkBatchSystem(client: bench.client(transport), timekeeper: bench.clock),
      timekeeper: bench.clock,
      random: { 0.5 },
      log: Bench.log
    )
    let request = PushRequest(
      changes: (0..<rows).map { row in
        UserChange(
          user: Verbatim(transport.workload.userID(row)),
          edits: [
            CellEdit(CellAddress("sys00-remark"), .set(.text(Verbatim("推送\(row)")))),
            CellEdit(CellAddress("sys02-address"), .set(.text(Verbatim("浙江省杭州市西湖区\(row)号")))),
          ]
        )
      },
      rules: SendingRules(
        limits: PlanLimits(maximumUsers: rows, maximumEmptied: 100, maximumRejected: 100)
      ),
      author: Author(actor: "bench@here", reason: "bench", program: "bench")
    )
    let planned = try await measure { _ = try await planDry(request, tools: tools) }
    sheet.put("plan a push", "rows/s and core", Double(rows) / planned.processor, day: day)
    let pushed = try await measure {
      let outcome = try await runPush(request, tools: tools) { _ in true }
      if let error = outcome.error { throw error }
    }
    sheet.put(
      "push, every row on record",
      "rows/s and core",
      Double(rows) / pushed.processor,
      day: day
    )
    sheet.put("push, on the wall", "rows/s", Double(rows) / pushed.wall, day: day)
  }

  /// What the work takes, without making the responses.
  private func measure(_ body: () async throws -> Void) async throws -> Taken {
    let cost = bench.transport.cost
    let watch = Stopwatch()
    try await body()
    var taken = watch.taken
    taken.processor -= bench.transport.cost - cost
    return taken
  }
}
