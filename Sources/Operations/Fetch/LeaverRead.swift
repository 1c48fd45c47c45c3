import DingTalk
import Ledger
import Logging
import Roster

/// Asks when and why users left who are no longer on the list, and records the responses.
///
/// It asks only if the run reads by the newer calls. A refusal does not fail the fetch: the log
/// then says what it said before, that these users are no longer on the list.
struct LeaverRead {
  let client: DingTalkClient
  let writer: LedgerWriter
  let timekeeper: any Timekeeper
  let log: Logger

  /// Asks for everybody, and gives how many responses were recorded.
  func run(_ users: [Verbatim]) async throws(LedgerError) -> Int {
    guard await client.rosterAPI == .new else { return 0 }
    var recorded = 0
    var left = users[...]
    while !left.isEmpty {
      recorded += try await record(Array(left.prefix(DingTalkClient.maximumLeaversPerCall)))
      left = left.dropFirst(DingTalkClient.maximumLeaversPerCall)
    }
    return recorded
  }

  private func record(_ users: [Verbatim]) async throws(LedgerError) -> Int {
    let answer: LeaverResponse
    do throws(DingTalkError) {
      answer = try await client.leavers(users)
    } catch {
      if error.mayConcernOneUser, users.count > 1 {
        let half = users.count / 2
        return try await record(Array(users[..<half])) + record(Array(users[half...]))
      }
      log.notice("leavers were not read", metadata: ["error": "\(error.name)"])
      return 0
    }
    guard !answer.leavers.isEmpty else { return 0 }
    try writer.append(answer, now: timekeeper.now())
    return 1
  }
}
