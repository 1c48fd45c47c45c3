import Ledger
import Roster

extension FullLog {
  /// A proposal that is approved, and one that is declined.
  func propose() async throws {
    let person = ApprovalDecider.Person(name: "李娜", duties: ["approver", "finance"])
    for (byte, decision) in [(UInt8(7), ProposalDecision.approved), (8, .declined)] {
      let proposer = try await begin(.propose, .dingtalk)
      let digest = [UInt8](repeating: byte, count: 32)
      try proposer.propose(
        NewProposal(
          kind: .push,
          request: #"{"kind":"push"}"#,
          rows: ["u1", "u2"].map { NewProposal.Row(user: $0, planned: #"{"a":"13900000010"}"#) },
          digest: digest,
          proposer: "张伟",
          needs: ["approver", "finance"],
          until: now + .seconds(86_400)
        ),
        now: now
      )
      try proposer.close(.finished, now: now)
      let decider = try await begin(.decide, .dingtalk)
      try decider.decide(
        NewDecision(decision, on: proposer.operation, digest: digest, by: person, who: []),
        now: now
      )
      try decider.close(.finished, now: now)
    }
  }
}
