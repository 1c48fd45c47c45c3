import LedgerHistory
import LedgerStorage
import Ledger
import RollbookTestSupport
import Roster
import Synchronization
import Testing

@testable import Operations

/// The one way in which operations open, commit, keep their first error and close.
@Suite struct OperationSessionTests {
  private final class Commits: Sendable {
    let seen = Mutex<[Int]>([])
  }

  private func play(_ body: (OperationSession, Ledger, Commits) throws -> Void) async throws {
    try await PushScene.play(people: 1) { scene in
      let commits = Commits()
      let session = try await OperationSession(
        OperationRequest(kind: .erase, by: PushScene.author, system: .dingtalk),
        in: scene.ledger,
        wait: .zero,
        timekeeper: scene.clock,
        afterCommit: { count in commits.seen.withLock { $0.append(count) } }
      )
      try body(session, scene.ledger, commits)
    }
  }

  private func status(_ session: OperationSession, _ ledger: Ledger) throws -> OperationStatus? {
    try ledger.operations().first { $0.operation == session.operation }?.status
  }

  @Test func `every commit is counted, and the operation is closed once`() async throws {
    try await play { session, ledger, commits in
      #expect(session.status == .interrupted && session.error == nil)
      try session.record([LimitOverride(name: "maxUsers", configured: 1, used: 2)])
      session.close(.finished)
      session.close(.failed)
      #expect(commits.seen.withLock { $0 } == [1, 2, 3])
      #expect(session.status == .finished && session.error == nil)
      let ended = try status(session, ledger)
      #expect(ended == .finished)
    }
  }

  @Test func `the first error is kept`() async throws {
    try await play { session, ledger, _ in
      session.fail(StagedError(name: "first"))
      session.close(.failed, because: StagedError(name: "second"))
      #expect(session.error?.name == "first" && session.status == .failed)
      let ended = try status(session, ledger)
      #expect(ended == .failed)
    }
  }

  @Test func `an operation that cannot be closed counts as interrupted, with the error`()
    async throws
  {
    try await play { session, _, commits in
      try session.write { try $0.close(.failed, now: $1) }
      session.close(.finished)
      #expect(session.status == .interrupted)
      #expect(session.error is LedgerError)
      #expect(commits.seen.withLock { $0 }.count == 2)
    }
  }

  @Test func `work that throws ends the operation as failed`() async throws {
    try await play { session, ledger, _ in
      #expect(throws: StagedError.self) {
        try session.finish { throw StagedError(name: "staged") }
      }
      #expect(session.error?.name == "staged")
      let ended = try status(session, ledger)
      #expect(ended == .failed)
    }
  }
}
