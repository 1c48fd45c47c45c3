import Evidence
import Foundation
import LeafFormat
import Ledger
import LedgerVerification
import RollbookTestSupport
import Roster
import Testing
import TransparencyLog
import VerbatimJSON

/// What a bundle shows of who looked at a person, and what it says if a part is cut, altered or forged.
@Suite struct AccessEvidenceTests {
  private let scene: Scene
  /// The entries of the readings: of one person, of two, of none, of two others, of any person.
  private var first: Int64 = 0

  init() async throws {
    scene = try await Scene()
    let others = ["0457", "manager4220"].map { UserKey(.dingtalk, Verbatim($0)) }
    let readings: [(NewAccess.People, Verbatim)] = [
      (.person(anna), "readPerson"), (.each([anna, others[0]]), "listPeople"),
      (.each([]), "signIn"), (.each(Set(others)), "listPeople"), (.everybody, "readReport"),
      (.person(anna), "readHistory"),
    ]
    for (index, reading) in readings.enumerated() {
      scene.timekeeper.advance(by: .seconds(60))
      let access = NewAccess(
        by: index < 4 ? "token 9 (年审)" : "李娜 (link 7)",
        role: "auditor",
        of: reading.1.text,
        query: Verbatim("user=\(index)"),
        at: 15,
        people: reading.0,
        purpose: "年度审计"
      )
      let entries = try scene.ledger.record(
        [access],
        request: OperationRequest(
          kind: .access,
          system: .dingtalk,
          actor: "service@host",
          parameters: "{}",
          program: "test"
        ),
        now: scene.timekeeper.now()
      )
      if index == 0 { first = (entries?.lowerBound.rawValue ?? 0) + 1 }
    }
    _ = try await scene.ledger.signHead(wait: .zero, timekeeper: scene.timekeeper)
  }

  private var anna: UserKey { UserKey(.dingtalk, Scene.anna) }

  private func contents(from first: EntryID = 1) throws -> BundleContents {
    try scene.ledger.evidence(EvidenceRequest(.accesses(anna, from: first)))
  }

  /// The entry of a reading, from 0; each is one of three.
  private func entry(_ index: Int64) -> Int64 { first + 3 * index }

  private func accesses(_ contents: BundleContents) throws -> ProvenAccesses {
    let findings = try scene.verifier.verify(try EvidenceBundle(contents))
    return try #require(findings.accesses.first)
  }

  /// The same contents with one entry changed.
  private func changing(
    _ entry: Int64,
    _ change: (DisclosedEntry) -> DisclosedEntry?
  ) throws -> BundleContents {
    var contents = try contents()
    contents.exhibits = contents.exhibits.compactMap { $0.entry == entry ? change($0) : $0 }
    return contents
  }

  private func opening(
    _ shown: DisclosedEntry,
    _ change: (inout Opening) -> Void
  ) -> DisclosedEntry {
    var opening = shown.opening
    change(&opening)
    return DisclosedEntry(
      entry: shown.entry,
      leaf: shown.leaf,
      proof: shown.proof,
      opening: opening
    )
  }

  @Test func `every reading that showed a person is shown, with what shows that these are all`()
    throws
  {
    let found = try accesses(try contents())
    #expect(found.alone == [entry(0), entry(5)] && found.among == [entry(1)])
    #expect(found.open == [entry(4)] && found.kinds == ["readReport": 1])
    #expect(found.actors == ["token 9 (年审)", "李娜 (link 7)"])
    #expect(found.gap == nil && found.entries == 1...entry(5))
    let bundle = try EvidenceBundle(try contents())
    let texts = bundle.files.values.map { String(decoding: $0, as: UTF8.self) }.joined()
    #expect(!texts.contains("manager4220") && !texts.contains("0457"), "others are not named")
    #expect(!texts.contains("user=1"), "parameters may name others")
    #expect(texts.contains("user=5") && texts.contains("年度审计"))
    let page = String(decoding: bundle.files["report.html"] ?? [], as: UTF8.self)
    #expect(page.contains("<td>\(entry(3))</td><td></td><td>people</td><td>dingtalk 0456</td>"))
    #expect(page.contains("complete from entry 1 to entry \(entry(5))"))
  }

  @Test func `the members of a set stay hidden, but for the neighbours' commitments`() throws {
    for shown in try contents().exhibits where shown.opening.people.count > 0 {
      #expect(shown.opening.people.count <= 2)
    }
  }

  @Test func `an access that is cut is named, and only later ones are complete`() throws {
    // Of the person's own chain, and of the chain of readings of several people.
    for (cut, from) in [
      (entry(0), entry(0) + 1), (entry(1), entry(1) + 1), (entry(4), entry(4) + 1),
    ] {
      let found = try accesses(try changing(cut) { _ in nil })
      #expect(found.gap == .notShown(cut) && found.entries == from...entry(5), "\(cut)")
    }
    // With the last one of both chains, the end is earlier.
    let found = try accesses(try changing(entry(5)) { _ in nil })
    #expect(found.gap == nil && found.entries == 1...entry(0))
  }

  @Test func `a reading of which it is not shown whether it showed the person is named`() throws {
    for index: Int64 in [1, 3] {
      let hidden = try changing(entry(index)) { opening($0) { $0.people = [] } }
      let found = try accesses(hidden)
      #expect(found.gap == .undecided(entry(index)))
      #expect(found.entries == entry(index) + 1...entry(5))
    }
  }

  @Test func `an access that is altered is refused, by its entry`() throws {
    let bundle = try EvidenceBundle(try contents())
    for index: Int64 in [0, 1, 3, 4] {
      for path in ["events/\(entry(index)).leaf", "openings/\(entry(index)).json"] {
        var changed = bundle
        guard let bytes = changed.files[path] else { continue }
        let place = path.hasSuffix("leaf") ? bytes.count / 2 : bytes.count - 30
        changed.files[path]?[place] = bytes[place] == 0x30 ? 0x31 : 0x30
        #expect(throws: EvidenceRefusal.altered(path: path)) {
          try scene.verifier.verify(changed)
        }
        changed.files["MANIFEST"] = changed.rebuiltManifest
        let refusal = #expect(throws: EvidenceRefusal.self) { try scene.verifier.verify(changed) }
        #expect(refusal?.message.contains("\(entry(index))") == true, "\(path): \(refusal as Any)")
      }
    }
  }

  @Test func `a membership that is forged is refused, by its entry`() throws {
    // The person's place in one set is claimed of another one; and a neighbour is hidden.
    let own = try #require(try contents().exhibits.first { $0.entry == entry(1) }).opening.people
    let forgeries: [(Int64, (inout Opening) -> Void)] = [
      (3, { $0.people = own }), (0, { $0.people = own }), (4, { $0.people = own }),
      (
        3,
        { opening in
          opening.people = opening.people.map {
            PeoplePlace(place: 1 - $0.place, member: $0.member, proof: $0.proof)
          }
        }
      ),
      (1, { $0.people = $0.people + $0.people }),
    ]
    for (index, forge) in forgeries {
      let forged = try changing(entry(index)) { opening($0, forge) }
      let refusal = #expect(throws: EvidenceRefusal.self) { try EvidenceBundle(forged) }
      guard case .opening(let named, _) = refusal else {
        Issue.record("\(index): \(refusal as Any)")
        continue
      }
      #expect(named == entry(index))
    }
  }

  @Test func `from a later entry on, only what was recorded since is complete`() throws {
    let found = try accesses(try contents(from: EntryID(entry(3))))
    #expect(found.entries == entry(1) + 1...entry(5) || found.entries == entry(2) + 1...entry(5))
    #expect(found.alone == [entry(5)] && found.among.isEmpty && found.open == [entry(4)])
    #expect(found.gap != nil)
  }

  @Test(.enabled(if: Python.isPresent))
  func `the script that was written from the document finds the same`() async throws {
    let bundles: [BundleContents] = [
      try contents(), try contents(from: EntryID(entry(3))),
      try changing(entry(4)) { _ in nil },
      try changing(entry(3)) { opening($0) { $0.people = [] } },
    ]
    for (index, contents) in bundles.enumerated() {
      let folder = scene.folder.url.appendingPathComponent("accesses\(index)")
      let bundle = try EvidenceBundle(contents)
      try bundle.write(to: folder)
      let run = try await Python.run("verify_bundle.py", [folder.path, scene.key.description])
      try #require(run.status == 0, "\(run.text)")
      let found = try #require(try JSON(parsing: run.text)["accesses"]?.elements?.first)
      let proven = try accesses(contents)
      func numbers(_ name: String) -> [Int64]? {
        found[name]?.elements?.compactMap(\.integer)
      }
      #expect(numbers("range") == proven.entries.map { [$0.lowerBound, $0.upperBound] })
      #expect(numbers("alone") == proven.alone && numbers("among") == proven.among)
      #expect(numbers("any") == proven.open)
    }
  }

  @Test(.enabled(if: Python.isPresent))
  func `every byte of such a bundle counts, for both verifiers`() async throws {
    let bundle = try EvidenceBundle(try contents())
    var random = Seeded(11)
    let paths = bundle.files.keys.filter { $0.hasPrefix("openings/") }.sorted()
    for _ in 0..<200 {
      let path = try #require(paths.randomElement(using: &random))
      var changed = bundle
      let place = Int.random(in: 0..<(bundle.files[path]?.count ?? 1), using: &random)
      changed.files[path]?[place] ^= UInt8.random(in: 1...255, using: &random)
      changed.files["MANIFEST"] = changed.rebuiltManifest
      #expect(throws: EvidenceRefusal.self, "\(path) at \(place)") {
        try scene.verifier.verify(changed)
      }
    }
    let folder = scene.folder.url.appendingPathComponent("bytes")
    try bundle.write(to: folder)
    let key = scene.key.description
    let run = try await Python.run("mutate_bundle.py", [folder.path, key, "2", "500"])
    #expect(run.status == 0, "\(run.text)")
    let numbers = run.text.matches(of: /"(?:refused|tried)": ([0-9]+)/).compactMap { Int($0.1) }
    #expect(numbers.count == 2 && numbers.first == numbers.last)
  }
}
