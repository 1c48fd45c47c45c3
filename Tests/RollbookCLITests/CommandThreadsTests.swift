import Foundation
import Testing

@testable import RollbookCLI

/// On which threads commands read and write the ledger.
@Suite struct CommandThreadsTests {
  @Test func `what a command does is done on threads of its own, which may block`() async {
    let found = await withTaskExecutorPreference(CommandThreads.shared) {
      await withTaskGroup(of: String.self) { tasks in
        for _ in 0..<20 {
          tasks.addTask {
            await Task.yield()
            return threadName()
          }
        }
        return await tasks.reduce(into: Set<String>()) { $0.insert($1) }
      }
    }
    #expect(!found.isEmpty)
    #expect(found.allSatisfy { $0.hasPrefix("TP-") }, "\(found)")
  }
}

/// The name that the kernel has of this thread.
private func threadName() -> String {
  (try? String(contentsOfFile: "/proc/thread-self/comm", encoding: .utf8)) ?? "unknown"
}
