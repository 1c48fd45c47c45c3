@testable import LedgerHistory
import LedgerVerification
import Ledger
@testable import Operations
import RollbookTestSupport
import Roster
import Sandbox
import Testing

/// A push that dies right after one of its commits, and what is left of it.
///
/// The log is copied at that commit, as a dead process would have left it, and from then on no call
/// leaves; those that were under way may arrive.
@Suite struct PushCrashTests {
  private static let rows = 24

  /// The rows: every fourth adds an item.
  private func changes(_ people: [Verbatim]) -> [UserChange] {
    people.prefix(Self.rows).enumerated().map { number, user in
      number.isMultiple(of: 4)
        ? wants(user, [], adding: [contact("neu\(number)")])
        : wants(user, [("sys00-remark", "neu\(number)")])
    }
  }

  /// Pushes until death, and gives the log as it was left.
  private func die(_ scene: PushScene, afterCommits last: Int) async throws -> Ledger {
    let death = Death()
    let left = scene.folder.path("left")
    var tools = scene.tools(system: DyingSystem(living: scene.system, death: death))
    tools.die(after: last, leaving: left, death)
    let request = PushRequest(
      changes: changes(await scene.people()),
      rules: PushScene.generous,
      author: PushScene.author
    )
    _ = try await runPush(request, tools: tools) { _ in true }
    return try Ledger.open(at: left)
  }

  // Opening, catalog, reading, intended, reading: 5 commits; then calls and outcomes in turn.
  @Test(arguments: [3, 4, 5, 6, 7, 9, 13, 20, 37, 52, 53, 54])
  func `whenever it dies, every row's fate is known, and settle and retry complete it`(
    commits: Int
  ) async throws {
    try await PushScene.play(people: 30) { scene in
      let ledger = try await die(scene, afterCommits: commits)
      let lines = try ledger.batch(1)?.1 ?? []
      #expect(lines.count == (commits < 4 ? 0 : Self.rows))
      #expect(try ledger.operations().map(\.status) == [.interrupted])
      #expect(lines.count { $0.status == .uncertain } <= 4)
      let arrived = try scene.updates()
      for line in lines {
        switch line.status {
        case .accepted: #expect(arrived[line.user]?.count == 1)
        case .notSent: #expect(arrived[line.user] == nil)
        case .uncertain: break
        case .rejected, .skipped: Issue.record("\(line.user) is \(line.status)")
        }
      }
      guard commits >= 4 else { return }
      var tools = scene.tools()
      tools.ledger = ledger
      let settled = try await runSettle(
        SettleRequest(batch: 1, author: PushScene.author),
        tools: tools
      )
      #expect(settled.undecidable == 0)
      #expect(settled.rows.count == lines.count { $0.status == .uncertain })
      let again = try await runRetry(
        RetryRequest(batch: 1, rules: PushScene.generous, author: PushScene.author),
        tools: tools
      ) { _ in true }
      #expect(again.review.leftAlone.isEmpty)
      for (number, user) in await scene.people().prefix(Self.rows).enumerated() {
        let applied = try scene.updates()[user]?.count { $0.entry.isApplied }
        #expect(applied == 1, "\(number)")
        guard !number.isMultiple(of: 4) else { continue }
        #expect(await scene.value(user, "sys00-remark") == "neu\(number)")
      }
      #expect(try ledger.verify().findings == [])
    }
  }
}
