import Access
import Ledger
import LedgerHistory
import Operations
import Roster
import Tables
import TransparencyLog

/// What the commands about proposals share: who decides, and about which content.
struct ProposalRun {
  let context: CommandContext
  let global: GlobalOptions

  private var environment: CommandEnvironment { context.environment }

  /// The person who runs the command; nil if the settings have none with the account.
  private var member: StaffMember? {
    context.settings.people.first { $0.isNamed(by: environment.actor) }
  }

  /// The name under which a proposal is made or applied: that of the person, otherwise the actor.
  private var name: Verbatim { member.map { Verbatim($0.name) } ?? environment.actor }

  private var isToken: Bool { environment.actor.text.utf8.starts(with: "token ".utf8) }

  /// Records a proposal.
  ///
  /// - Parameters:
  ///   - proposed: What is proposed.
  ///   - needs: What it needs.
  ///   - author: Who proposes it, and why.
  ///   - wait: How long to wait for another writer to end.
  /// - Returns: The proposal.
  /// - Throws: `ApprovalError` if too few other people could approve it, or the account is that of no
  ///   person, since the person could approve their own proposal then.
  func propose(
    _ proposed: some Proposable,
    needs: ApprovalNeeds,
    author: Author,
    wait: Duration
  ) async throws -> ProposalFacts {
    guard member != nil || isToken else { throw ApprovalError.personUnknown(environment.actor) }
    let others = context.settings.people.filter { $0 != member }
    guard ApprovalPolicy.canBeMet(needs.duties, by: others) else {
      throw ApprovalError.approversMissing(needs: needs.duties)
    }
    return try await runPropose(
      proposed,
      terms: ProposalTerms(
        proposer: name,
        needs: needs,
        lifetime: context.settings.approval.lifetime
      ),
      author: author,
      ledger: context.ledger,
      timekeeper: environment.timekeeper,
      wait: wait
    )
  }

  /// Prints a proposal that was recorded.
  ///
  /// - Returns: The exit code.
  /// - Throws: `OutputError`.
  func present(_ proposal: ProposalFacts) throws -> ExitStatus {
    try context.write(proposal, Column.proposals(now: environment.timekeeper.now()))
    let number = proposal.number
    let (nothing, does) =
      switch proposal.kind {
      case .erase: ("nothing is erased", "erases")
      case .release: ("the hold is not lifted", "lifts it")
      default: ("nothing is sent", "sends it")
      }
    global.note(
      "Proposal \(number) is recorded, and \(nothing). `rollbook proposal \(number)` shows it, "
        + (proposal.needs.appliesItself
          ? "the service applies it once it is approved."
          : "`rollbook apply \(number)` \(does) once it is approved."),
      in: environment
    )
    return .awaitsApproval
  }

  /// A decision of the person who runs the command.
  ///
  /// - Parameters:
  ///   - decision: What is decided.
  ///   - proposal: The proposal, as it was shown.
  ///   - digest: The digest that the person gave; nil if they were shown the proposal just now.
  /// - Returns: The decision.
  /// - Throws: `ApprovalError` if they may not decide at all, or the digest is another one.
  func decision(
    _ decision: ProposalDecision,
    on proposal: ProposalFacts,
    digest: String?
  ) throws -> NewDecision {
    if ![.applied, .withdrawn].contains(decision) {
      if isToken { throw ApprovalError.tokenCannotDecide(environment.actor) }
      if member == nil { throw ApprovalError.personUnknown(environment.actor) }
    }
    if let digest {
      let whole = Hexadecimal.text(proposal.digest)
      guard digest.utf8.count >= 8, whole.utf8.starts(with: digest.lowercased().utf8) else {
        throw ApprovalError.proposalChanged(proposal.number)
      }
    }
    return NewDecision(
      decision,
      on: proposal.number,
      digest: proposal.digest,
      by: ApprovalDecider.Person(
        name: name,
        duties: member?.approves ?? [],
        signedInAt: try signedInAt()
      ),
      who: try users(),
      clockAhead: .milliseconds(context.settings.times.offset(at: environment.timekeeper.now()))
    )
  }

  /// When the person signed in to the pages; nil if they did not.
  ///
  /// The log names them as `王敏 (dingtalk 1071)`, with the entry of the sign-in.
  private func signedInAt() throws -> Instant? {
    guard member != nil, let last = environment.actor.text.split(separator: " ").last,
      last.utf8.last == UInt8(ascii: ")"), let entry = Int64(last.dropLast())
    else { return nil }
    return try context.ledger.recordedAt(EntryID(entry))
  }

  /// Who the person is in both systems: the users of the settings, and those linked with them.
  private func users() throws -> Set<UserKey> {
    guard let member, !member.users.isEmpty else { return [] }
    var keys: Set<UserKey> = []
    for text in member.users {
      for system in Roster.System.allCases {
        let people = try context.ledger.people(matching: Verbatim(text), system: system)
        keys.formUnion(people.map(\.key))
        keys.insert(UserKey(system, Verbatim(text)))
      }
    }
    for link in try context.ledger.links() {
      guard link.source != nil, let dingtalk = link.dingtalk, let maycur = link.maycur else {
        continue
      }
      let pair: Set = [UserKey(.dingtalk, dingtalk), UserKey(.maycur, maycur)]
      if !pair.isDisjoint(with: keys) { keys.formUnion(pair) }
    }
    return keys
  }
}
