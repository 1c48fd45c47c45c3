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

/// What evidence shows of what was erased since.
@Suite struct ErasedEvidenceTests {
  private let scene: Scene

  init() async throws { scene = try await Scene() }

  /// Erases a user, or some of their fields, and gives the entry that says so.
  private func erase(_ user: Verbatim, _ fields: Set<FieldCode>?) async throws -> EntryID {
    let writer = try await scene.ledger.begin(
      OperationRequest(
        kind: .erase,
        system: .dingtalk,
        actor: "dpo@payroll-host",
        reason: Verbatim("asked by \(user)"),
        parameters: "{}",
        program: "test"
      ),
      wait: .zero,
      timekeeper: scene.timekeeper
    )
    let entry = try writer.erase(user, fields: fields, now: scene.timekeeper.now())
    try writer.close(.finished, now: scene.timekeeper.now())
    return entry
  }

  private func findings(_ request: EvidenceRequest) async throws -> Findings {
    let bundle = try scene.bundle(request)
    let findings = try scene.verifier.verify(bundle)
    guard Python.isPresent else { return findings }
    let folder = scene.folder.url.appendingPathComponent(UUID().uuidString)
    try bundle.write(to: folder)
    let run = try await Python.run("verify_bundle.py", [folder.path, scene.key.description])
    #expect(run.status == 0, "\(run.text)")
    #expect(try JSON(parsing: run.text)["erased"]?.integer == Int64(findings.erased))
    return findings
  }

  @Test func `a value that was erased is shown as erased, by which entry, wherever it was stated`()
    async throws
  {
    let user = UserKey(.dingtalk, Scene.anna)
    let request = EvidenceRequest(.cells(user, ["sys00-mobile"]))
    let before = try scene.bundle(request)
    let stated = try scene.verifier.verify(before).disclosed
    let entry = try await erase(Scene.anna, ["sys00-mobile"])
    let after = try await findings(request)
    #expect(after.disclosed == 0 && after.erased == stated)
    let slots = after.entries.flatMap(\.erased)
    #expect(slots.allSatisfy { $0.erasure == entry.rawValue && $0.ordinal != nil })
    #expect(
      after.entries.contains { $0.leaf.entry == entry.rawValue && $0.leaf.kindName == "erased" }
    )
    // What was handed out before still holds, and is of the same commitments.
    #expect(try scene.verifier.verify(before).disclosed == stated)
    let shown = try scene.verifier.verify(before).entries.flatMap(\.cells).map(\.value.commitment)
    #expect(shown == slots.map(\.commitment))
    // As of a head from before the erasure nothing can say that it was erased.
    let old = try await findings(EvidenceRequest(request.subject, size: 15))
    #expect(old.erased == 0 && old.disclosed == 0 && old.withheld > 0)
  }

  @Test func `an erased person is shown as a person, and provably erased`() async throws {
    let address = EventAddress(entry: 7, ordinal: 2)
    let entry = try await erase(Scene.anna, nil)
    let found = try await findings(EvidenceRequest(.event(address), showsOperation: true))
    #expect(Set(found.entries.flatMap(\.erased).map(\.slot)) == ["2", "user"])
    #expect(found.entries.flatMap(\.erased).allSatisfy { $0.erasure == entry.rawValue })
    #expect(found.people.allSatisfy { $0.user == nil })
    #expect(throws: ProvingError.nothingToShow) {
      try scene.ledger.evidence(EvidenceRequest(.person(UserKey(.dingtalk, Scene.anna))))
    }
  }

  @Test func `a reason that named the person is erased with them`() async throws {
    let entry = try await erase(Scene.anna, ["sys00-mobile"])
    _ = try await erase(Scene.anna, nil)
    let found = try await findings(EvidenceRequest(.operation(4)))
    let opened = try #require(found.entries.first { $0.leaf.kindName == "opened" })
    #expect(opened.leaf.entry < entry.rawValue)
    #expect(opened.erased.map(\.slot) == ["reason"])
    #expect(opened.texts.map(\.slot) == ["actor"])
  }
}
