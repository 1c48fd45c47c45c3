import LedgerHistory
import Foundation
import Ledger
@testable import Operations
import Roster
import Sandbox
import Synchronization
import Testing

/// While a plan is shown, no operation is open; and what was confirmed still holds when it is done.
@Suite struct AskingTests {
  @Test func `a plan that is declined, empty or refused leaves nothing behind`() async throws {
    try await PushScene.play(people: 3) { scene in
      let people = await scene.people()
      let change = wants(people[0], [("sys00-remark", "n")])
      let declined = try await scene.push([change]) { _ in false }
      #expect(declined.error as? PushError == .declined)
      #expect(try scene.ledger.operations().isEmpty)
      let refused = try await scene.push([wants("nobody", [("sys00-remark", "n")])])
      #expect((refused.error as? PushError)?.name == "planRefused")
      #expect(try scene.ledger.operations().isEmpty)
      let batch = try await scene.push([change]).result.operation
      #expect(batch == 1)
      let empty = try await scene.push([change])
      #expect(empty.error == nil)
      #expect(empty.result.status == .finished)
      #expect(empty.result.operation == 0)
      #expect(try await scene.retry(batch).result.operation == 0)
      let undo = RollbackRequest(
        batch: batch,
        rules: PushScene.generous,
        author: PushScene.author
      )
      let undone = try await runRollback(undo, tools: scene.tools()) { _ in false }
      #expect(undone.error as? PushError == .declined)
      #expect(try scene.ledger.operations().map(\.status) == [.finished])
    }
  }

  @Test
  func `another person can write while the question is open, and what moved is not overwritten`()
    async throws
  {
    try await PushScene.play(people: 3) { scene in
      let people = await scene.people()
      let mine = PushRequest(
        changes: [
          wants(people[0], [("sys00-remark", "mine")]),
          wants(people[1], [("sys00-remark", "mine")]),
        ],
        rules: PushScene.generous,
        author: PushScene.author
      )
      let outcome = try await runPush(mine, tools: scene.tools()) { _ in
        let theirs = try? await scene.push([wants(people[0], [("sys00-remark", "theirs")])])
        #expect(theirs?.result.counts.verified == 1)
        return true
      }
      #expect((outcome.error as? PushError)?.name == "planStale")
      #expect(outcome.result.status == .failed)
      #expect(await scene.value(people[0], "sys00-remark") == "theirs")
      #expect(await scene.value(people[1], "sys00-remark") != "mine")
      try scene.checkBook()
    }
  }

  @Test func `what is not touched by anyone who wrote meanwhile is written`() async throws {
    try await PushScene.play(people: 3) { scene in
      let people = await scene.people()
      let mine = PushRequest(
        changes: [wants(people[1], [("sys00-remark", "mine")])],
        rules: PushScene.generous,
        author: PushScene.author
      )
      let outcome = try await runPush(mine, tools: scene.tools()) { _ in
        _ = try? await scene.push([wants(people[0], [("sys00-remark", "theirs")])])
        return true
      }
      #expect(outcome.error == nil)
      #expect(outcome.result.counts.verified == 1)
      try scene.checkBook()
    }
  }

  @Test func `a log that cannot be read after a push is no success without rows`() async throws {
    try await PushScene.play(people: 3) { scene in
      let people = await scene.people()
      let commits = Mutex(0)
      _ = try await scene.push([wants(people[0], [("sys00-remark", "n")])]) { _ in
        true
      } afterCommit: { commit in
        commits.withLock { $0 = commit }
      }
      let last = commits.withLock { $0 }
      let path = scene.ledger.path
      let outcome = try await scene.push([wants(people[1], [("sys00-remark", "n")])]) { _ in
        true
      } afterCommit: { commit in
        guard commit == last, let file = FileHandle(forWritingAtPath: path) else { return }
        try? file.truncate(atOffset: 512)
      }
      #expect(outcome.error != nil)
      #expect(outcome.result.counts.rows == 1)
      #expect(outcome.result.counts.accepted == 1)
      #expect(outcome.result.counts.verified == 0)
    }
  }
}
