import Dispatch
import Foundation
import Ledger
import LedgerQuery
import Roster
import Tables
import Synchronization

/// Ends the process if a query exceeds its time limit.
///
/// A single step of a statement, such as one call of `instr` on long texts, cannot be interrupted.
/// The query only reads, so nothing is lost.
enum QueryWatch {
  /// Runs a query that checks its time limit itself, and gets a second more than that.
  ///
  /// - Parameters:
  ///   - limit: The time limit.
  ///   - environment: Ends the process, and prints the error.
  ///   - format: How an error is printed.
  ///   - draft: An unfinished file, which is deleted.
  ///   - body: Runs the query.
  /// - Returns: The result of `body`.
  /// - Throws: Errors of `body`.
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
        halt(failure.code.exit)
      }
    }
    defer { isDone.value.withLock { $0 = true } }
    return try body()
  }

  private final class Watched: Sendable {
    let value = Mutex(false)
  }
}
