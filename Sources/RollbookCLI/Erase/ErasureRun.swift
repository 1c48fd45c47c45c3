import Ledger
import Operations
import Roster
import Tables

/// Shows what an erasure would take, asks, and erases or proposes it.
struct ErasureRun {
  let context: CommandContext
  let global: GlobalOptions
  /// Whether it is not asked.
  let yes: Bool
  let wait: Duration

  private var environment: CommandEnvironment { context.environment }

  /// Erases, and prints the receipts.
  ///
  /// - Parameter request: The users or fields; with a decision, a proposal is applied.
  /// - Returns: The exit code.
  /// - Throws: The error that ended it.
  func erase(_ request: EraseRequest) async throws -> ExitStatus {
    let outcome = try await runErase(
      request,
      ledger: context.ledger,
      timekeeper: environment.timekeeper,
      wait: wait,
      afterCommit: Crash.planned(in: environment)
    ) { plans in
      await agrees(to: plans, request, "\nErase this for good? [y/N] ")
    }
    if let error = outcome.error, outcome.receipts.isEmpty { throw error }
    try context.write(
      Column.receipt,
      emptyNote: "Nothing was left to erase: all of it is erased already."
    ) { add in try outcome.receipts.forEach(add) }
    if !outcome.receipts.isEmpty {
      global.note(
        "Erased. `rollbook erase --receipt <entry> --format json` gives the whole receipt.",
        in: environment
      )
    }
    if let error = outcome.error { throw error }
    return .done
  }

  /// Proposes an erasure, and prints the proposal.
  ///
  /// - Parameters:
  ///   - request: The users or fields.
  ///   - needs: What it needs.
  /// - Returns: The exit code.
  /// - Throws: `EraseError`, `ApprovalError`, `LedgerError`.
  func propose(_ request: EraseRequest, needs: ApprovalNeeds) async throws -> ExitStatus {
    let plans = try planErase(request, ledger: context.ledger)
    // A hold forbids it, which the log is to have.
    if plans.allSatisfy({ $0.hold == nil }) {
      let question = "\nPropose to erase this for good, to be approved by \(needs.inWords)? [y/N] "
      guard await agrees(to: plans, request, question) else { throw EraseError.declined }
    }
    let run = ProposalRun(context: context, global: global)
    let proposal = try await run.propose(
      PersonProposal(request, secrets: environment.secrets),
      needs: needs,
      author: request.author,
      wait: wait
    )
    return try run.present(proposal)
  }

  private func agrees(
    to plans: [ErasurePlan],
    _ request: EraseRequest,
    _ question: String
  ) async -> Bool {
    for plan in plans { global.note(plan.sentences(fields: request.fields), in: environment) }
    if yes || plans.isEmpty { return true }
    return Confirmation.isYes(await environment.ask?(question) ?? "")
  }
}
