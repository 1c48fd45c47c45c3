import Ledger
import LedgerHistory
import LedgerStorage
import LedgerVerification
import RollbookTestSupport
import Roster
import Testing

/// Approvals against a judge that knows only the rules in words.
@Suite struct ApprovalModelTests {
  @Test(arguments: 1...6)
  func `every decision that the log takes is permitted, and every refused one is not`(
    seed: UInt64
  ) async throws {
    var company = try ApprovalModel(seed: seed)
    for _ in 0..<60 { try await company.turn() }
    #expect(company.taken > 3 && company.refused > 10, "seed \(seed)")
    #expect(try company.bench.ledger.verify(.full).verdict == .sound, "seed \(seed)")
  }
}

/// A company whose people propose, decide and apply at random, and what of it was permitted.
private struct ApprovalModel {
  private struct Person {
    let name: Verbatim
    let duties: Set<String>
    let user: Verbatim?
  }

  private struct Proposal {
    let number: OperationNumber
    let digest: [UInt8]
    let proposer: Verbatim
    let users: Set<Verbatim>
    let needs: [String]
    let until: Instant
    var approvals: [Person] = []
    var isDeclined = false
    var isWithdrawn = false
    var appliedBy: Verbatim?
    var isEmergency = false
    var isReviewed = false

    /// Whether every need is met; a person has one duty, so counting is enough.
    var isMet: Bool {
      Set(needs).allSatisfy { need in
        approvals.filter { $0.duties.contains(need) }.count >= needs.filter { $0 == need }.count
      }
    }
  }

  let bench: Bench
  private(set) var taken = 0
  private(set) var refused = 0
  private var random: Seeded
  private let people: [Person]
  private var proposals: [Proposal] = []
  private let seed: UInt64

  init(seed: UInt64) throws {
    self.seed = seed
    bench = try Bench(signed: "rollbook.test/approvals")
    var random = Seeded(seed)
    // A duty a person, so that the order in which approvals are counted cannot matter.
    people = (0..<6).map { index in
      let duties = [
        "approver", "approver", "approver", "finance", ApprovalDecider.emergencyDuty, "",
      ]
      let duty = duties[index]
      return Person(
        name: Verbatim("person \(index)"),
        duties: duty.isEmpty ? [] : [duty],
        user: Bool.random(using: &random) ? Verbatim("u\(index)") : nil
      )
    }
    self.random = random
  }

  private mutating func draw(_ count: Int) -> Int { Int.random(in: 0..<count, using: &random) }

  /// Takes one step: time passes, and a person proposes or decides.
  mutating func turn() async throws {
    bench.clock.advance(by: .seconds(draw(8) == 0 ? 3_600 : 60))
    if proposals.isEmpty || draw(5) == 0 { return try await propose() }
    try await decide(proposals.count - 1 - draw(min(2, proposals.count)))
  }

  private func begin(_ kind: OperationKind) async throws -> LedgerWriter {
    try await bench.ledger.begin(
      OperationRequest(
        kind: kind,
        system: .dingtalk,
        actor: "hr@host",
        reason: "because",
        parameters: "{}",
        program: "test"
      ),
      wait: .zero,
      timekeeper: bench.clock
    )
  }

  private mutating func propose() async throws {
    let users = Set((0..<6).filter { _ in draw(3) == 0 }.map { Verbatim("u\($0)") } + ["u9"])
    let needs = [["approver"], ["approver", "finance"], ["approver", "approver"]][draw(3)]
    let digest = (0..<32).map { _ in UInt8(draw(256)) }
    let proposer = people[draw(people.count)].name
    let until = bench.clock.now() + .seconds(7_200)
    let writer = try await begin(.propose)
    try writer.propose(
      NewProposal(
        kind: .push,
        request: "{}",
        rows: users.sorted().map { NewProposal.Row(user: $0, planned: "{}") },
        digest: digest,
        proposer: proposer,
        needs: needs,
        until: until
      ),
      now: bench.clock.now()
    )
    try writer.close(.finished, now: bench.clock.now())
    proposals.append(
      Proposal(
        number: writer.operation,
        digest: digest,
        proposer: proposer,
        users: users,
        needs: needs,
        until: until
      )
    )
  }

  private mutating func decide(_ index: Int) async throws {
    let proposal = proposals[index]
    let person = people[draw(people.count)]
    let decisions = ProposalDecision.allCases + [.approved, .approved, .approved, .applied]
    let decision = decisions[draw(decisions.count)]
    let digest = draw(8) == 0 ? proposals[draw(proposals.count)].digest : proposal.digest
    let isPermitted =
      digest == proposal.digest && permits(decision, on: proposal, by: person)
    let writer = try await begin(decision == .applied ? .push : .decide)
    let new = NewDecision(
      decision,
      on: proposal.number,
      digest: digest,
      by: ApprovalDecider.Person(name: person.name, duties: person.duties),
      who: Set(person.user.map { [UserKey(.dingtalk, $0)] } ?? [])
    )
    let error = try refusal(of: new, writer)
    try writer.close(.finished, now: bench.clock.now())
    #expect(
      (error == nil) == isPermitted,
      "seed \(seed): \(decision) of \(proposal.number) by \(person.name): \(String(describing: error))"
    )
    if error == nil { taken += 1 } else { refused += 1 }
    if error == nil { record(decision, by: person, at: index) }
    let known = try bench.ledger.proposal(proposal.number).facts.decisions.count
    #expect(known == count(proposals[index]), "seed \(seed)")
  }

  /// Decides; nil if the log takes it.
  private func refusal(of decision: NewDecision, _ writer: LedgerWriter) throws -> ApprovalError? {
    do throws(LedgerError) {
      try writer.decide(decision, now: bench.clock.now())
      return nil
    } catch {
      guard case .approval(let refusal) = error else { throw error }
      return refusal
    }
  }

  private func permits(
    _ decision: ProposalDecision,
    on proposal: Proposal,
    by person: Person
  ) -> Bool {
    let isOver =
      proposal.isDeclined || proposal.isWithdrawn || proposal.appliedBy != nil
      || bench.clock.now() >= proposal.until
    let isConcerned = person.user.map(proposal.users.contains) ?? false
    let mayDecide =
      !isConcerned && person.name != proposal.proposer
      && !person.duties.isDisjoint(with: proposal.needs)
    switch decision {
    case .approved:
      guard !isOver, mayDecide, !proposal.isMet,
        !proposal.approvals.contains(where: { $0.name == person.name })
      else { return false }
      // An approval by a duty that is met already adds nothing.
      let given = proposal.approvals.filter { $0.duties == person.duties }.count
      return given < proposal.needs.filter(person.duties.contains).count
    case .declined: return !isOver && mayDecide
    case .withdrawn: return !isOver && person.name == proposal.proposer
    case .applied: return !isOver && proposal.isMet
    case .emergency:
      return !isOver && !isConcerned && person.duties.contains(ApprovalDecider.emergencyDuty)
    case .reviewed:
      return proposal.isEmergency && !proposal.isReviewed && mayDecide
        && person.name != proposal.appliedBy
    }
  }

  private mutating func record(_ decision: ProposalDecision, by person: Person, at index: Int) {
    switch decision {
    case .approved: proposals[index].approvals.append(person)
    case .declined: proposals[index].isDeclined = true
    case .withdrawn: proposals[index].isWithdrawn = true
    case .applied: proposals[index].appliedBy = person.name
    case .emergency:
      proposals[index].appliedBy = person.name
      proposals[index].isEmergency = true
    case .reviewed: proposals[index].isReviewed = true
    }
  }

  private func count(_ proposal: Proposal) -> Int {
    proposal.approvals.count + (proposal.isDeclined ? 1 : 0) + (proposal.isWithdrawn ? 1 : 0)
      + (proposal.appliedBy == nil ? 0 : 1) + (proposal.isReviewed ? 1 : 0)
  }
}
