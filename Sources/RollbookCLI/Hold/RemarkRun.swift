import Operations
import Roster
import Tables

/// Records an entry that decides whether a person may be erased or recorded again, and prints it.
struct RemarkRun {
  let context: CommandContext
  let global: GlobalOptions
  let wait: Duration

  /// Records the entry.
  ///
  /// - Parameters:
  ///   - remark: The entry.
  ///   - user: The person.
  ///   - decision: The decision to apply the proposal of a release; nil if it was not proposed.
  ///   - author: Who runs it, and why.
  /// - Returns: The exit code.
  /// - Throws: `PushError` without a reason, `LedgerError`.
  func record(
    _ remark: UserRemark,
    on user: UserKey,
    applying decision: NewDecision? = nil,
    by author: Author
  ) async throws -> ExitStatus {
    let operation = try await runRemark(
      remark,
      on: user,
      applying: decision,
      author: author,
      ledger: context.ledger,
      timekeeper: context.environment.timekeeper,
      wait: wait
    )
    let (word, sentence) =
      switch remark {
      case .hold: ("held", "\(user.id) is under a hold")
      case .release: ("released", "The hold on \(user.id) is lifted")
      case .readmit: ("readmitted", "\(user.id) may be recorded again, from the next fetch on")
      }
    try context.write(
      operation,
      [
        Column("user", title: "user") { _ in .text(user.id) },
        Column("operation", title: "operation") { .integer($0) },
        Column("recorded", title: "recorded") { _ in .text(word) },
      ]
    )
    global.note("\(sentence) (operation \(operation)).", in: context.environment)
    return .done
  }
}
