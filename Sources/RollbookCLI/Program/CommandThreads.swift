import LedgerStorage
import NIOPosix

/// The threads on which commands run: more than a ledger has connections for reading, so that one
/// that waits for a connection, or for a slow reader of its output, keeps no other one from writing.
///
/// Reading and writing a file block a thread. The threads of Swift's own pool must not be blocked:
/// network calls, and whatever else is asynchronous, could not go on.
final class CommandThreads: TaskExecutor {
  static let shared = CommandThreads()

  private let pool = NIOThreadPool(numberOfThreads: ReaderPool.most + 4)

  private init() { pool.start() }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    pool.submit { _ in job.runSynchronously(on: self.asUnownedTaskExecutor()) }
  }
}
