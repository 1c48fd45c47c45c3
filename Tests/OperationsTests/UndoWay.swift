import LedgerHistory
import Ledger
@testable import Operations
import Roster
import Testing

/// Follows what rollbacks advise, until they advise nothing more.
struct UndoWay {
  let ledger: Ledger
  let comment: Comment
  let rollBack: (OperationNumber) async throws -> PushOutcome
  let settle: (OperationNumber) async throws -> SettleOutcome

  /// Rolls a batch back, and before it whatever the advice names: never twice the same, never an undo,
  /// and never what came before.
  func undo(_ batch: OperationNumber, depth: Int = 0) async throws -> PushOutcome {
    var outcome = try await rollBack(batch)
    var named: [OperationNumber] = []
    var settled: [OperationNumber] = []
    while let next = Self.advice(outcome, "ettle that batch first").max()
      ?? Self.advice(outcome, "Roll that one back first").max()
    {
      if Self.advice(outcome, "ettle that batch first").contains(next) {
        #expect(!settled.contains(next), "\(comment) batch \(batch): \(outcome.review.leftAlone)")
        guard !settled.contains(next) else { return outcome }
        settled.append(next)
        _ = try await settle(next)
      } else {
        let isNew = !named.contains(next) && next > batch && depth < 20
        #expect(isNew, "\(comment) batch \(batch): \(outcome.review.leftAlone)")
        let kind = try ledger.operations().first { $0.operation == next }?.kind
        #expect(kind != .rollback, "\(comment) batch \(batch): \(outcome.review.leftAlone)")
        guard isNew else { return outcome }
        named.append(next)
        _ = try await undo(next, depth: depth + 1)
      }
      outcome = try await rollBack(batch)
    }
    return outcome
  }

  private static func advice(_ outcome: PushOutcome, _ words: String) -> [OperationNumber] {
    outcome.review.leftAlone.compactMap { left in
      guard left.why.contains(words), case .batch(let number)? = left.by else { return nil }
      return number
    }
  }
}
