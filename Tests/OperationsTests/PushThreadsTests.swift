import Dispatch
import LedgerHistory
import RollbookTestSupport
import Roster
import Synchronization
import Testing

@testable import Operations

/// On which threads a batch reads and writes the ledger.
@Suite struct PushThreadsTests {
  @Test func `what is recorded of calls is recorded on the threads that may wait for files`()
    async throws
  {
    try await PushScene.play(people: 8) { scene in
      _ = try await scene.fetch()
      let threads = MarkedThreads()
      let marks = Mutex<[Bool]>([])
      var tools = scene.tools(afterCommit: { _ in
        let isMarked = MarkedThreads.isCurrent
        marks.withLock { $0.append(isMarked) }
      })
      tools.threads = threads
      let changes = await scene.people().prefix(5).map { wants($0, [("sys00-remark", "neu")]) }
      let request = PushRequest(
        changes: changes,
        rules: PushScene.generous,
        author: PushScene.author
      )
      let outcome = try await withTaskExecutorPreference(threads) {
        try await runPush(request, tools: tools) { _ in true }
      }
      #expect(outcome.result.counts.accepted == 5)
      let found = marks.withLock { $0 }
      #expect(found.count > 10 && found.allSatisfy { $0 }, "\(found)")
    }
  }
}

/// Threads that know that they are these.
private final class MarkedThreads: TaskExecutor {
  private static let key = DispatchSpecificKey<Bool>()
  private let queue = DispatchQueue(label: "marked")

  init() { queue.setSpecific(key: Self.key, value: true) }

  static var isCurrent: Bool { DispatchQueue.getSpecific(key: key) == true }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
  }
}
