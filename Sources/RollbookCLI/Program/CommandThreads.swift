import LedgerStorage
import NIOPosix

/// The threads on which commands run: as many as a ledger has connections for reading.
///
/// Reading and writing a file block a thread. The threads of Swift's own pool must not be blocked:
/// network calls, and whatever else is asynchronous, could not go on.
final class CommandThreads: TaskExecutor {
  static let shared = CommandThreads()

  private let pool = NIOThreadPool(numberOfThreads: ReaderPool.most)

  private init() { pool.start() }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    pool.submit { _ in job.runSynchronously(on: self.asUnownedTaskExecutor()) }
  }
}
