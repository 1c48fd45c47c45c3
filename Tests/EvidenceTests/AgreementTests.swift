import Evidence
import Foundation
import LeafFormat
import Ledger
import LedgerStorage
import LedgerVerification
import RollbookTestSupport
import Roster
import Testing
import TransparencyLog
import VerbatimJSON

/// That both verifiers find the same in what both accept.
@Suite(.enabled(if: Python.isPresent)) struct AgreementTests {
  private func agree(_ bundle: EvidenceBundle, _ key: VerifierKey, _ folder: URL) async throws {
    let findings = try BundleVerifier(policy: TrustPolicy(logs: [TrustedLog(key: key)]))
      .verify(bundle)
    try bundle.write(to: folder)
    let run = try await Python.run("verify_bundle.py", [folder.path, key.description])
    try #require(run.status == 0, "\(run.text)")
    let found = try JSON(parsing: run.text)
    #expect(found["size"]?.integer == Int64(findings.checkpoint.size))
    #expect(found["root"]?.text == findings.checkpoint.root.description)
    #expect(found["cosigned"]?.integer == Int64(findings.cosigners.count))
    #expect(found["report"]?.boolean == (findings.report != nil))
    #expect(found["continues"]?.elements?.count == findings.continues.count)
    #expect(
      found["entries"]?.elements?.compactMap(\.integer) == findings.entries.map(\.leaf.entry)
    )
    #expect(found["values"]?.integer == Int64(findings.disclosed))
    #expect(found["erased"]?.integer == Int64(findings.erased))
    #expect(found["withheld"]?.integer == findings.withheld)
    let people = found["people"]?.elements?.compactMap(\.elements) ?? []
    #expect(people.compactMap { $0[0].text } == findings.people.map(\.shown))
    #expect(people.compactMap { $0[1].boolean } == findings.people.map(\.isComplete))
  }

  @Test func `the script finds the same`() async throws {
    let scene = try await Scene()
    let person = UserKey(.dingtalk, "0457")
    let requests = [
      EvidenceRequest(.person(person)), EvidenceRequest(.entry(5)),
      EvidenceRequest(.cells(person, ["sys03-graduateSchool", "sys05-marriage"])),
      EvidenceRequest(.operation(2), namesPerson: false),
      EvidenceRequest(.event(EventAddress(entry: 13, ordinal: 1)), namesPerson: false),
    ]
    for (index, request) in requests.enumerated() {
      let folder = scene.folder.url.appendingPathComponent("bundle\(index)")
      try await agree(try scene.bundle(request), scene.key, folder)
    }
    let report = EvidenceRequest(.report(name: "名单.csv", bytes: [0, 0x0D, 0xFF]))
    let reported = scene.folder.url.appendingPathComponent("reported")
    try await agree(try scene.bundle(report), scene.key, reported)
    let folder = scene.folder.url.appendingPathComponent("full")
    try await agree(try scene.fullBundle(), scene.key, folder)
  }

  @Test func `a token, its end and the settings in force are shown by both`() async throws {
    let scene = try await Scene()
    let (ledger, clock) = (scene.ledger, scene.timekeeper)
    let writer = try await ledger.begin(
      OperationRequest(
        kind: .token,
        system: .dingtalk,
        actor: "it@host",
        parameters: "{}",
        program: "test"
      ),
      wait: .zero,
      timekeeper: clock
    )
    let hash = [UInt8](1...32)
    let token = NewToken(hash: hash, role: "auditor", until: clock.now(), name: "年审")
    let number = try writer.grant(token, now: clock.now())
    try writer.revoke(number, now: clock.now())
    try writer.configure(hash.reversed(), now: clock.now())
    try writer.close(.finished, now: clock.now())
    let bundle = try scene.bundle(EvidenceRequest(.operation(writer.operation)))
    let findings = try scene.verifier.verify(bundle)
    let facts = findings.entries.flatMap(\.leaf.openFacts).map { "\($0) \($1)" }
    for fact in [
      "role auditor", "hash \(Hexadecimal.text(hash))", "until \(clock.now().milliseconds)",
      "token \(number)", "digest \(Hexadecimal.text(hash.reversed()))",
    ] {
      #expect(facts.contains(fact), "\(facts)")
    }
    try await agree(bundle, scene.key, scene.folder.url.appendingPathComponent("tokens"))
  }

  @Test func `a proposal and a decision are shown by both`() async throws {
    let scene = try await Scene()
    let (ledger, clock) = (scene.ledger, scene.timekeeper)
    let writer = try await ledger.begin(
      OperationRequest(
        kind: .propose,
        system: .dingtalk,
        actor: "hr@host",
        parameters: "{}",
        program: "test"
      ),
      wait: .zero,
      timekeeper: clock
    )
    let digest = [UInt8](1...32)
    try writer.propose(
      NewProposal(
        kind: .push,
        request: "{}",
        rows: [NewProposal.Row(user: "manager4220", planned: "{}")],
        digest: digest,
        proposer: "张伟",
        needs: ["approver"],
        until: clock.now() + .seconds(60)
      ),
      now: clock.now()
    )
    try writer.decide(
      NewDecision(
        .approved,
        on: writer.operation,
        digest: digest,
        by: ApprovalDecider.Person(name: "李娜", duties: ["approver"]),
        who: []
      ),
      now: clock.now()
    )
    try writer.close(.finished, now: clock.now())
    let bundle = try scene.bundle(EvidenceRequest(.operation(writer.operation)))
    let facts = try scene.verifier.verify(bundle).entries.flatMap(\.leaf.openFacts)
      .map { "\($0) \($1)" }
    for fact in [
      "operation \(writer.operation)", "digest \(Hexadecimal.text(digest))", "needs approver",
      "people 1", "decision approved", "duty approver",
    ] {
      #expect(facts.contains(fact), "\(facts)")
    }
    try await agree(bundle, scene.key, scene.folder.url.appendingPathComponent("proposals"))
  }

  @Test func `an erasure is shown by both, and what was not erased by neither`()
    async throws
  {
    let log = try ErasedLog()
    let folder = try TemporaryFolder()
    try await agree(try log.bundle(), log.key, folder.url.appendingPathComponent("erased"))
    for changed in try log.forgedBundles() {
      #expect(throws: EvidenceRefusal.self) {
        try BundleVerifier(policy: TrustPolicy(logs: [TrustedLog(key: log.key)])).verify(changed)
      }
    }
  }
}
