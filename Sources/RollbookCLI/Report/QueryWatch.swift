import Dispatch
import Foundation
import Ledger
import Tables
import Synchronization

/// Ends the process where a query outlives its time.
///
/// Within one step of a statement, such as one call of `instr` on long texts, nothing can interrupt it.
/// It reads only, so that nothing is lost.
enum QueryWatch {
  /// Runs a query that looks at the clock itself, and is given a second more than its time.
  ///
  /// - Parameters:
  ///   - limit: How long it may take.
  ///   - environment: Who can end the process, and where that is announced.
  ///   - format: How an error is printed.
  ///   - draft: A file that is half written, which goes.
  ///   - body: Runs it.
  /// - Returns: What `body` returns.
  /// - Throws: What `body` throws.
  static func run<T>(
    limit: Duration,
    in environment: CommandEnvironment,
    format: OutputFormat,
    draft: String?,
    _ body: () throws -> T
  ) rethrows -> T {
    guard let halt = environment.halt else { return try body() }
    let isDone = Watched()
    let failure = Failure(QueryError.tooLong(limit: limit))
    let milliseconds = limit.components.seconds * 1000 + 1000
    DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(Int(milliseconds))) {
      isDone.value.withLock { isDone in
        guard !isDone else { return }
        if let draft { unlink(draft) }
        environment.output.note(failure.text(format))
        halt(failure.exit)
      }
    }
    defer { isDone.value.withLock { $0 = true } }
    return try body()
  }

  private final class Watched: Sendable {
    let value = Mutex(false)
  }
}
