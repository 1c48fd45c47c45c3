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
    #expect(company.taken > 2 && company.refused > 10, "seed \(seed)")
    #expect(try company.bench.ledger.verify(.full).verdict == .sound, "seed \(seed)")
  }
}

/// A company whose people propose, decide and apply at random, and what of it was permitted.
private struct ApprovalModel {
  private struct Person {
    let name: Verbatim
    let duty: String
    let user: Verbatim?
  }

  private struct Proposal {
    let number: OperationNumber
    let kind: OperationKind
    let digest: [UInt8]
    let proposer: Verbatim
    let users: Set<Verbatim>
    let needs: ApprovalNeeds
    let until: Instant
    var approvals: [Person] = []
    var reviews: [Person] = []
    var isDeclined = false
    var isWithdrawn = false
    var appliedBy: Verbatim?
    var isEmergency = false

    /// How many approvals by a duty are missing before it is applied, and afterwards.
    func open(_ duty: String) -> (before: Int, after: Int) {
      let (before, after) = (count(needs.before, duty), count(needs.after, duty))
      let given = count(approvals.map(\.duty), duty)
      let spare = max(0, given - before) + count(reviews.map(\.duty), duty)
      return (max(0, before - given), max(0, after - spare))
    }

    private func count(_ duties: [String], _ duty: String) -> Int {
      duties.count { $0 == duty }
    }

    var isMet: Bool { needs.duties.allSatisfy { open($0).before == 0 } }

    var needsReview: Bool {
      isEmergency ? reviews.isEmpty : needs.duties.contains { open($0).after > 0 }
    }
  }

  private static let needs: [ApprovalNeeds] = [
    ["approver"], ["approver", "finance"], ["approver", "approver"],
    ApprovalNeeds(after: ["approver"], within: .seconds(7_200)),
    ApprovalNeeds(before: ["finance"], after: ["approver"], within: .seconds(60)),
    ApprovalNeeds(before: ["approver"], fresh: .seconds(1_800)),
    ApprovalNeeds(
      before: ["approver"],
      windows: [ClockSpan("02:00-23:00"), ClockSpan("22:00-04:00")].compactMap(\.self)
    ),
  ]

  let bench: Bench
  private(set) var taken = 0
  private(set) var refused = 0
  private var random: Seeded
  private let people: [Person]
  private var proposals: [Proposal] = []
  private var erased: Set<Verbatim> = []
  private let seed: UInt64

  init(seed: UInt64) throws {
    self.seed = seed
    bench = try Bench(signed: "rollbook.test/approvals")
    var random = Seeded(seed)
    // A duty a person, so that the order in which approvals are counted cannot matter.
    let duties = ["approver", "approver", "approver", "finance", ApprovalDecider.emergencyDuty, ""]
    people = duties.enumerated().map { index, duty in
      Person(
        name: Verbatim("person \(index)"),
        duty: duty,
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

  /// Proposes a push, an erasure, or the release of a hold.
  private mutating func propose() async throws {
    let kind = [OperationKind.push, .push, .erase, .release][draw(4)]
    var needs = Self.needs[draw(Self.needs.count)]
    // What cannot be taken back is not approved afterwards.
    if kind != .push, !needs.after.isEmpty { needs = ["approver"] }
    let other = Verbatim("x\(proposals.count)")
    var users = Set((0..<6).filter { _ in draw(3) == 0 }.map { Verbatim("u\($0)") })
      .subtracting(erased)
    users = kind == .release ? [other] : users.union([other])
    try await introduce(users, holding: kind == .release ? other : nil)
    let digest = (0..<32).map { _ in UInt8(draw(256)) }
    let proposer = people[draw(people.count)].name
    let until = bench.clock.now() + .seconds(7_200)
    let writer = try await begin(.propose)
    let new = NewProposal(
      kind: kind,
      request: "{}",
      rows: users.sorted().map { NewProposal.Row(user: $0, planned: "{}") },
      digest: digest,
      proposer: proposer,
      needs: needs,
      until: until
    )
    try writer.propose(new, now: bench.clock.now())
    try writer.close(.finished, now: bench.clock.now())
    proposals.append(
      Proposal(
        number: writer.operation,
        kind: kind,
        digest: digest,
        proposer: proposer,
        users: users,
        needs: needs,
        until: until
      )
    )
  }

  /// Makes users known to the ledger, and puts one under a hold.
  private func introduce(_ users: Set<Verbatim>, holding held: Verbatim?) async throws {
    let now = bench.clock.now()
    let cell = Cell(CellAddress("a"), .item(value: .text("value"), label: .missing))
    try await bench.record(
      RosterResponse(
        system: .dingtalk,
        company: nil,
        asked: ["a"],
        users: users.sorted().map { UserResponse(user: $0, cells: [cell]) },
        absent: [],
        askedAt: now,
        receivedAt: now,
        requestID: nil
      )
    )
    guard let held else { return }
    let hold = try await begin(.hold)
    try hold.hold(held, now: bench.clock.now())
    try hold.close(.finished, now: bench.clock.now())
  }

  private mutating func decide(_ index: Int) async throws {
    let proposal = proposals[index]
    let person = people[draw(people.count)]
    let decisions =
      ProposalDecision.allCases + [.approved, .approved, .approved, .approved]
      + [.applied, .applied, .applied, .reviewed, .reviewed]
    let decision = decisions[draw(decisions.count)]
    let digest = draw(12) == 0 ? proposals[draw(proposals.count)].digest : proposal.digest
    let signedIn = draw(6) == 0 ? nil : bench.clock.now() + .seconds(-60 * draw(45))
    let isPermitted =
      digest == proposal.digest && permits(decision, on: proposal, by: person, signedIn)
    let writer = try await begin(decision == .applied ? proposal.kind : .decide)
    let new = NewDecision(
      decision,
      on: proposal.number,
      digest: digest,
      by: ApprovalDecider.Person(
        name: person.name,
        duties: person.duty.isEmpty ? [] : [person.duty],
        signedInAt: signedIn
      ),
      who: Set(person.user.map { [UserKey(.dingtalk, $0)] } ?? [])
    )
    let error = try refusal(of: new, proposal, writer)
    try writer.close(.finished, now: bench.clock.now())
    #expect(
      (error == nil) == isPermitted,
      """
      seed \(seed): \(decision) of \(proposal.number) (\(proposal.kind), \(proposal.needs.text)) by \
      \(person.name): \(String(describing: error))
      """
    )
    if error == nil { taken += 1 } else { refused += 1 }
    if error == nil { record(decision, by: person, at: index) }
    let known = try bench.ledger.proposal(proposal.number)
    #expect(known.facts.decisions.count == count(proposals[index]), "seed \(seed)")
    let gone = proposal.users.intersection(erased).count
    #expect(known.users.count { $0 == nil } == gone, "seed \(seed)")
    let isHeld = try bench.ledger.holds().contains { proposal.users.contains($0.user.id) }
    #expect(isHeld == (proposal.kind == .release && proposals[index].appliedBy == nil))
  }

  /// Decides, and does what is applied; nil if the log takes it.
  private func refusal(
    of decision: NewDecision,
    _ proposal: Proposal,
    _ writer: LedgerWriter
  ) throws -> (any Error)? {
    let now = bench.clock.now()
    do throws(LedgerError) {
      switch (decision.decision, proposal.kind) {
      case (.applied, .erase):
        let users = proposal.users.subtracting(erased).sorted()
        _ = try writer.erase(users, fields: nil, applying: decision, now: now)
      case (.applied, .release):
        guard let user = proposal.users.first else { return nil }
        try writer.release(user, applying: decision, now: now)
      default: try writer.decide(decision, now: now)
      }
      return nil
    } catch {
      switch error {
      case .approval(let refusal): return refusal
      case .erasure(.notUnderHold): return error
      default: throw error
      }
    }
  }

  private func permits(
    _ decision: ProposalDecision,
    on proposal: Proposal,
    by person: Person,
    _ signedIn: Instant?
  ) -> Bool {
    let now = bench.clock.now()
    let isOver =
      proposal.isDeclined || proposal.isWithdrawn || proposal.appliedBy != nil
      || now >= proposal.until
    let isConcerned = person.user.map { proposal.users.subtracting(erased).contains($0) } ?? false
    let isFresh = proposal.needs.fresh.map { fresh in signedIn.map { now - $0 <= fresh } ?? false }
    let mayDecide =
      !isConcerned && person.name != proposal.proposer
      && proposal.needs.duties.contains(person.duty)
    let decided = (proposal.approvals + proposal.reviews).contains { $0.name == person.name }
    let open = proposal.open(person.duty)
    switch decision {
    case .approved:
      return !isOver && mayDecide && !decided && open.before + open.after > 0 && isFresh ?? true
    case .declined: return !isOver && mayDecide
    case .withdrawn: return !isOver && person.name == proposal.proposer
    case .applied:
      let hour = now.milliseconds / 3_600_000 % 24
      return !isOver && proposal.isMet
        && (proposal.needs.windows.isEmpty || [2, 3, 22].contains(hour))
    case .emergency:
      return !isOver && !isConcerned && person.duty == ApprovalDecider.emergencyDuty
        && proposal.kind == .push && isFresh ?? true
    case .reviewed:
      return proposal.appliedBy != nil && proposal.needsReview && mayDecide
        && person.name != proposal.appliedBy && isFresh ?? true
        && (proposal.isEmergency || !decided && open.after > 0)
    }
  }

  private mutating func record(_ decision: ProposalDecision, by person: Person, at index: Int) {
    switch decision {
    case .approved: proposals[index].approvals.append(person)
    case .declined: proposals[index].isDeclined = true
    case .withdrawn: proposals[index].isWithdrawn = true
    case .applied:
      proposals[index].appliedBy = person.name
      if proposals[index].kind == .erase { erased.formUnion(proposals[index].users) }
    case .emergency:
      proposals[index].appliedBy = person.name
      proposals[index].isEmergency = true
    case .reviewed: proposals[index].reviews.append(person)
    }
  }

  private func count(_ proposal: Proposal) -> Int {
    proposal.approvals.count + proposal.reviews.count + (proposal.isDeclined ? 1 : 0)
      + (proposal.isWithdrawn ? 1 : 0) + (proposal.appliedBy == nil ? 0 : 1)
  }
}
