import ArgumentParser
import Ledger
import Operations

/// The command `rollbook retry`.
struct RetryCommand: RollbookCommand {
  static let configuration = CommandConfiguration(
    commandName: "retry",
    abstract: "Send the rows of a batch again that were not applied.",
    discussion: """
      Rows that were not sent, were rejected, or were settled as not applied are planned again \
      against what is there now. What is uncertain must be settled first; what somebody else \
      changed meanwhile is left alone and named.
      """
  )

  @Argument(help: "The batch's number.")
  var batch: Int64

  @OptionGroup var sending: SendingOptions

  @OptionGroup var global: GlobalOptions

  func run(in surroundings: Surroundings) async throws -> ExitStatus {
    try sending.check(surroundings)
    let desk = try Desk(global, surroundings)
    guard let system = try desk.ledger.batch(batch)?.0.operation.system else {
      throw PushError.noBatch(batch)
    }
    let batchDesk = BatchDesk(desk, system, global)
    let hands = BatchHandling(sending: sending, desk: batchDesk)
    let request = RetryRequest(
      batch: batch,
      rules: sending.rules(desk.settings),
      author: sending.author.author(in: surroundings)
    )
    let confirmation = hands.confirmation
    let found = await batchDesk.work(wait: sending.timing.wait) { tools in
      try await runRetry(request, tools: tools) { plan in
        await confirmation.agrees(to: PlanView(plan))
      }
    }
    return try hands.tell(try found.get())
  }
}
