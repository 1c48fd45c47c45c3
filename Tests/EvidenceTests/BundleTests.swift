import Evidence
import LeafFormat
import Ledger
import LedgerHistory
import LedgerStorage
import LedgerVerification
import RollbookTestSupport
import Roster
import Testing
import TransparencyLog

/// What bundles show, and that it is what the log has.
@Suite struct BundleTests {
  private let scene: Scene

  init() async throws { scene = try await Scene() }

  private var person: UserKey { UserKey(.dingtalk, Scene.anna) }

  @Test func `every value that the log states can be shown, unchanged ones and gone ones too`()
    throws
  {
    var events: [LoggedEvent] = []
    try scene.ledger.events(EntryFilter()) { events.append($0) }
    #expect(events.count > 30 && events.contains { !$0.isChanged })
    #expect(events.contains { $0.content == .gone })
    for event in events {
      let bundle = try scene.bundle(EvidenceRequest(.event(event.event)))
      let findings = try scene.verifier.verify(bundle)
      let shown = try #require(findings.entries.first { !$0.cells.isEmpty })
      #expect(shown.leaf.entry == event.event.entry.rawValue)
      #expect(shown.cells.map(\.ordinal) == [Int64(event.event.ordinal)])
      #expect(shown.cells.first?.value.field == event.field.text)
      #expect(shown.cells.first?.value.item == Int64(event.item))
      #expect(findings.people.map(\.shown) == ["dingtalk \(event.user)"])
      #expect(findings.withheld >= (shown.size ?? 0) - 1)
    }
  }

  @Test func `the history of a cell is shown in every entry that states it, and nothing else`()
    throws
  {
    let bundle = try scene.bundle(EvidenceRequest(.cells(person, ["sys00-mobile"])))
    let findings = try scene.verifier.verify(bundle)
    let cells = findings.entries.flatMap(\.cells)
    #expect(
      cells.map(\.value.value) == ["+86-13800000001", "+86-13900000009", "+86-13900000009"]
    )
    #expect(cells.allSatisfy { $0.value.field == "sys00-mobile" })
    #expect(findings.people.map(\.isComplete) == [true])
    #expect(
      findings.entries.map(\.leaf.entry)
        == (try scene.entries(of: Scene.anna)).map(\.entry.rawValue)
    )
    let text = bundle.files.values.map { String(decoding: $0, as: UTF8.self) }.joined()
    #expect(!text.contains("张伟") && text.contains("+86-13900000009"))
  }

  @Test func `a person's list is complete only if no entry is left out`() throws {
    let whole = try scene.ledger.evidence(EvidenceRequest(.person(person)))
    for left in whole.exhibits.indices {
      var less = whole
      less.exhibits.remove(at: left)
      let findings = try scene.verifier.verify(try EvidenceBundle(less))
      let isLast = left == whole.exhibits.count - 1
      #expect(findings.people.map(\.isComplete) == [isLast])
    }
    let all = try scene.verifier.verify(try EvidenceBundle(whole))
    #expect(all.entries.last?.withheld == 0)
  }

  @Test func `a person is not named unless asked for, and an operation neither`() throws {
    let address = EventAddress(
      entry: try #require(try scene.entries(of: Scene.anna).last).entry,
      ordinal: 1
    )
    let hidden = try scene.bundle(EvidenceRequest(.event(address), namesPerson: false))
    let found = try scene.verifier.verify(hidden)
    #expect(found.entries.count == 1 && found.people.allSatisfy { $0.user == nil })
    let reported = try scene.bundle(EvidenceRequest(.event(address), showsOperation: true))
    let texts = try scene.verifier.verify(reported).entries.flatMap(\.texts)
    #expect(texts.map(\.slot).contains("actor"))
    #expect(texts.contains { $0.content == "月度核对" })
  }

  @Test
  func
    `if there is no such person to be named, what people wrote is withheld, and the rest proven`()
    throws
  {
    let cells = EvidenceRequest.Subject.cells(person, ["sys01-employeeStatus"])
    let event = try #require(try scene.entries(of: Scene.anna).last).entry
    let subjects: [EvidenceRequest.Subject] = [
      .entry(1), .operation(2), .person(person), cells,
      .event(EventAddress(entry: event, ordinal: 3)),
    ]
    for subject in subjects {
      for names in [true, false] {
        let bundle = try scene.bundle(
          EvidenceRequest(subject, namesPerson: names, showsOperation: true)
        )
        let texts = try scene.verifier.verify(bundle).entries.flatMap(\.texts).map(\.slot)
        #expect(Set(texts) == (names ? ["actor", "reason"] : ["actor"]), "\(subject)")
        let written = bundle.files.values.contains {
          String(decoding: $0, as: UTF8.self).contains("月度核对")
        }
        #expect(written == names, "\(subject)")
      }
    }
  }

  @Test func `an operation is shown with anyone who ran it and why`() throws {
    let findings = try scene.verifier.verify(
      try scene.bundle(EvidenceRequest(.operation(2), namesPerson: false))
    )
    #expect(Set(findings.entries.map(\.leaf.operation)) == [2])
    #expect(findings.entries.first?.leaf.kindName == "opened")
    #expect(findings.entries.last?.leaf.openFacts.contains { $0.text == "finished" } == true)
  }

  @Test func `any opening may be taken out, and is withheld then`() throws {
    var contents = try scene.ledger.evidence(EvidenceRequest(.person(person)))
    contents.exhibits = contents.exhibits.map { exhibit in
      DisclosedEntry(
        entry: exhibit.entry,
        leaf: exhibit.leaf,
        proof: exhibit.proof,
        opening: Opening(
          person: exhibit.opening.person,
          cells: Array(exhibit.opening.cells.dropFirst())
        )
      )
    }
    let findings = try scene.verifier.verify(try EvidenceBundle(contents))
    #expect(findings.withheld > 0 && findings.people.allSatisfy { $0.user == nil })
  }

  @Test func `the page reads as it should`() throws {
    let request = EvidenceRequest(
      .cells(UserKey(.dingtalk, "0457"), ["sys03-graduateSchool", "sys00-name", "sys00-mobile"]),
      showsOperation: true
    )
    let page = try #require(try scene.bundle(request).files["report.html"])
    #expect(Golden.difference(String(decoding: page, as: UTF8.self), "page.html") == nil)
  }

  @Test func `what never varies of the page is what the document has the hash of`() throws {
    let page = try #require(
      try scene.bundle(EvidenceRequest(.entry(1))).files["report.html"]
    )
    let parts = String(decoding: page, as: UTF8.self).split(
      separator: "<!-- | -->",
      omittingEmptySubsequences: false
    )
    #expect(parts.count == 5)
    let fixed = [0, 2, 4].map { String(parts[$0]) }.joined()
    let digest = MerkleHash.digest(of: [UInt8](fixed.utf8)).description
    #expect(try Repository.text("docs/format.md").contains("`\(digest)`"), "\(digest)")
    #expect(
      try Repository.text("Tests/EvidenceTests/verify_bundle.py").contains("\"\(digest)\""),
      "\(digest)"
    )
  }
}
