import Access
import Ledger
import LedgerHistory
import PublicAPI
import Roster
import Tables

/// Applies what the rules let the service apply by itself (`apply: whenApproved`), as soon as it is
/// approved and within its window.
struct ApprovedWork: Sendable {
  /// How often it looks.
  private static let pause = Duration.seconds(5)

  let commands: ServiceCommands
  /// The clock by which it waits.
  let machine: any Timekeeper
  /// Gets a line about each application.
  let note: @Sendable (String) -> Void

  private var isAsked: Bool {
    commands.kept.settings.approval.rules.contains(where: \.needs.appliesItself)
  }

  /// Runs until the task is cancelled; what runs then is ended in good order.
  func run() async {
    guard isAsked else { return }
    // What was refused, as a stale plan is, is left to a person.
    var refused: Set<OperationNumber> = []
    while !Task.isCancelled {
      for proposal in due() where !refused.contains(proposal.number) && !Task.isCancelled {
        if await !apply(proposal) { refused.insert(proposal.number) }
      }
      try? await machine.sleep(for: Self.pause)
    }
  }

  private func due() -> [ProposalFacts] {
    let now = commands.environment.timekeeper.now()
    let ahead = Duration.milliseconds(commands.kept.settings.times.offset(at: now))
    // What cannot be read now is read the next time.
    let all = (try? commands.kept.ledger.batchProposals()) ?? []
    return all.filter { proposal in
      proposal.needs.appliesItself && proposal.state(at: now) == .approved
        && proposal.needs.allowsMinute((now + ahead).minuteOfDay)
    }
  }

  /// Applies one; false if it should not be tried again.
  private func apply(_ proposal: ProposalFacts) async -> Bool {
    let words = ["apply", "--yes", "--", "\(proposal.number)"]
    let end = await commands.runUntilCancelled(
      CommandCall(words: words, actor: "approval", sight: .everything) { _ in }
    )
    if end.error?.code.name == "ledgerBusy" { return true }
    let how = end.error.map { "\($0.message) [\($0.code.name)]" } ?? "exit \(end.exit.rawValue)"
    note("proposal \(proposal.number): \(how)")
    return end.error == nil
  }
}
