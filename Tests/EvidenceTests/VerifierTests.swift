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

/// What the verifier accepts, and what it refuses.
@Suite struct VerifierTests {
  private let scene: Scene
  private let bundle: EvidenceBundle

  init() async throws {
    scene = try await Scene()
    bundle = try scene.fullBundle()
  }

  private func refusal(
    _ bundle: EvidenceBundle,
    by verifier: BundleVerifier? = nil
  ) -> String? {
    do {
      _ = try (verifier ?? scene.verifier).verify(bundle)
      return nil
    } catch { return error.name }
  }

  private func rebuilt(_ files: [String: [UInt8]]) -> EvidenceBundle {
    var bundle = EvidenceBundle(files: files)
    bundle.files["MANIFEST"] = bundle.rebuiltManifest
    return bundle
  }

  @Test func `another log's key is refused, and its own under another name`() throws {
    let other = try Scene.witness("rollbook.example/tests").verifierKey()
    let verifier = BundleVerifier(policy: TrustPolicy(logs: [TrustedLog(key: other)]))
    #expect(refusal(bundle, by: verifier) == "bundleOfOtherLog")
  }

  @Test func `each missing or additional file is named, whatever the manifest has`() throws {
    for path in bundle.files.keys where path != "MANIFEST" {
      var files = bundle.files
      files[path] = nil
      #expect(refusal(EvidenceBundle(files: files)) == "bundleFileMissing", "\(path)")
      // An opening that is taken out changes the page; the rest must be there.
      #expect(refusal(rebuilt(files)) != nil, "\(path)")
    }
    var more = bundle.files
    more["events/1.note"] = []
    #expect(refusal(EvidenceBundle(files: more)) == "bundleFileUnexpected")
    #expect(refusal(rebuilt(more)) == "bundleFileUnexpected")
    more["MANIFEST"] = nil
    #expect(refusal(EvidenceBundle(files: more)) == "bundleFileMissing")
  }

  @Test func `witnesses vouch only where the verifier knows them`() throws {
    let keys = try [Scene.witness(), Scene.witness("witness.example/2", seed: 8)]
      .map { $0.verifierKey(.cosignature) }
    let alone = try scene.verifier.verify(bundle)
    #expect(alone.cosigners.map(\.key) == keys)
    #expect(alone.cosigners.allSatisfy { !$0.isTrusted && $0.seconds == 1_700_000_000 })
    func policy(_ quorum: String, _ witnesses: [VerifierKey]) throws -> TrustPolicy {
      let lines = witnesses.enumerated().map { "witness w\($0) \($1)\n" }.joined()
      return try TrustPolicy(
        parsing: [UInt8]("log \(scene.key)\n\(lines)group both all w0 w1\nquorum \(quorum)\n".utf8)
      )
    }
    let known = BundleVerifier(policy: try policy("both", keys))
    #expect(try known.verify(bundle).cosigners.allSatisfy(\.isTrusted))
    let stranger = try Scene.witness("witness.example/3", seed: 9).verifierKey(.cosignature)
    let strict = BundleVerifier(policy: try policy("both", [keys[0], stranger]))
    #expect(refusal(bundle, by: strict) == "bundleCheckpointRefused")
    let early = BundleVerifier(policy: scene.verifier.policy, now: 1_699_999_999)
    #expect(refusal(bundle, by: early) == "bundleCheckpointRefused")
  }

  @Test func `a checkpoint that the verifier has must fit`() throws {
    func holding(_ held: SignedCheckpoint) -> BundleVerifier {
      BundleVerifier(policy: scene.verifier.policy, held: held)
    }
    let first = scene.firstHead
    #expect(try holding(first).verify(bundle).heldSize == first.checkpoint.size)
    let bare = try scene.bundle(EvidenceRequest(.entry(1)))
    #expect(refusal(bare, by: holding(first)) == "bundleWithoutConsistency")
    let own = try SignedCheckpoint(parsing: try #require(bundle.files["checkpoint.log"]))
    #expect(try holding(own).verify(bare).heldSize == own.checkpoint.size)
    let key = try SigningKey(
      parsing: try Data(contentsOf: URL(fileURLWithPath: scene.folder.path("rollbook.sqlite.key")))
        .prefix { $0 != 0x0A }
    )
    for size in [first.checkpoint.size, own.checkpoint.size] {
      let forked = try SignedCheckpoint(
        Checkpoint(origin: own.checkpoint.origin, size: size, root: .digest(of: [1])),
        signedBy: key
      )
      #expect(refusal(bundle, by: holding(forked)) == "logForked")
      #expect(throws: ProvingError.notOurs(size: size)) {
        try scene.ledger.evidence(EvidenceRequest(.entry(1), held: [forked]))
      }
    }
    let stranger = try Scene.witness("rollbook.example/tests")
    let foreign = try SignedCheckpoint(own.checkpoint, signedBy: stranger)
    #expect(refusal(bundle, by: holding(foreign)) == "bundleCheckpointRefused")
  }

  @Test func `a report must be the one that the log's key signed, for this head`() throws {
    let statement = try #require(try scene.verifier.verify(bundle).report)
    #expect(statement.name == "花名册.csv")
    var other = bundle.files
    other["report"] = [UInt8]("a,c\n".utf8)
    #expect(refusal(rebuilt(other)) == "bundleFileMalformed")
    // A statement as of another head, by the same key.
    let key = try SigningKey(
      parsing: Data(contentsOf: URL(fileURLWithPath: scene.folder.path("rollbook.sqlite.key")))
        .prefix { $0 != 0x0A }
    )
    other = bundle.files
    other["report.note"] = try ReportStatement(
      name: statement.name,
      bytes: bundle.files["report"] ?? [],
      head: scene.firstHead.checkpoint,
      key: key
    ).note.bytes
    #expect(refusal(rebuilt(other)) == "bundleFileMalformed")
    // A note of the key about something else is no statement about a report.
    other["report.note"] = scene.firstHead.bytes
    #expect(refusal(rebuilt(other)) == "bundleFileMalformed")
  }

  @Test func `what cannot be proven is refused when asked for`() throws {
    func name(_ request: EvidenceRequest) -> String? {
      do {
        _ = try scene.ledger.evidence(request)
        return nil
      } catch { return (error as? any UserFacingError)?.name }
    }
    #expect(name(EvidenceRequest(.event(EventAddress(entry: 7, ordinal: 99)))) == "noSuchEvent")
    #expect(name(EvidenceRequest(.event(EventAddress(entry: 1, ordinal: 1)))) == "noSuchEvent")
    #expect(name(EvidenceRequest(.entry(16))) == "noSuchEntry")
    #expect(name(EvidenceRequest(.entry(7), size: 5)) == "entryNotCovered")
    #expect(name(EvidenceRequest(.entry(1), size: 4)) == "noSuchCheckpoint")
    #expect(name(EvidenceRequest(.operation(9))) == "operationUnknown")
    #expect(name(EvidenceRequest(.person(UserKey(.dingtalk, "nobody")))) == "nothingToShow")
  }

  @Test func `a value that was changed in the file cannot be shown as what was signed`() throws {
    var contents = try scene.ledger.evidence(
      EvidenceRequest(.event(EventAddress(entry: 7, ordinal: 2)))
    )
    let exhibit = try #require(contents.exhibits.last)
    let cell = try #require(exhibit.opening.cells.first)
    var opening = exhibit.opening
    opening.cells = [
      CellOpening(
        ordinal: cell.ordinal,
        value: SaltedValue(
          salt: cell.value.salt,
          field: cell.value.field,
          item: cell.value.item,
          form: cell.value.form,
          value: "+86-1",
          label: cell.value.label
        ),
        proof: cell.proof
      )
    ]
    contents.exhibits[contents.exhibits.count - 1] = DisclosedEntry(
      entry: exhibit.entry,
      leaf: exhibit.leaf,
      proof: exhibit.proof,
      opening: opening
    )
    #expect(throws: EvidenceRefusal.self) { try EvidenceBundle(contents) }
  }
}
