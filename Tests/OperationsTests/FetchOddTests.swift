import LedgerHistory
import Ledger
@testable import Operations
import RollbookTestSupport
import Roster
import Sandbox
import Testing

/// Each odd response that production code guards against: what is recorded, what is set aside.
@Suite struct FetchOddTests {
  /// What becomes of a fetch of 250 people in which one shape is met.
  struct Case: Sendable {
    let shape: OddShape
    /// How many people came back and are recorded.
    let users: Int
    /// How many cells differ from what is known.
    let changed: Int
    let findings: [Finding.Kind]

    init(_ shape: OddShape, _ findings: Finding.Kind..., users: Int = 250, changed: Int = 0) {
      self.shape = shape
      self.users = users
      self.changed = changed
      self.findings = findings
    }
  }

  /// A page of the list of fields spoiled in one place, once.
  private static let roster: [Case] = [
    Case(.personNull, .personSetAside, users: 249), Case(.personText, .personSetAside, users: 249),
    Case(.personWithoutID, .personSetAside, users: 249), Case(.personTwice),
    Case(.personTwiceDiffering, .personSetAside, users: 249),
    Case(.personStranger, .personSetAside), Case(.idWithBlanks), Case(.idInOtherCase),
    Case(.unionEmpty), Case(.fieldsText, .personSetAside, users: 249),
    Case(.fieldNull, .fieldSetAside), Case(.fieldWithoutCode, .fieldSetAside), Case(.fieldTwice),
    Case(.fieldTwiceDiffering, .fieldSetAside), Case(.fieldCodeWithLineFeed, .fieldSetAside),
    Case(.itemsText, .fieldSetAside), Case(.itemNull, .fieldSetAside),
    Case(.itemText, .fieldSetAside), Case(.itemIndexText),
    Case(.itemIndexNegative, .fieldSetAside), Case(.itemsWithoutIndex),
    Case(.itemsOfOneIndex, changed: 1), Case(.itemTwice), Case(.labelEmpty, changed: 1),
    Case(.loneSurrogate, .fieldSetAside),
    Case(.invalidByte, .fieldSetAside), Case(.memberTwice, .fieldSetAside), Case(.byteOrderMark),
  ]

  /// The list of users and the catalog, spoiled on every page.
  private static let others: [Case] = [
    Case(.listedEmpty, .listedSetAside), Case(.listedNull, .listedSetAside),
    Case(.listedWithComma, .listedSetAside), Case(.listedWithBlanks), Case(.listedTwice),
    Case(.cursorText), Case(.cursorRepeated), Case(.optionsNull),
    Case(.optionsNoJSON, .descriptionSetAside), Case(.optionsList),
    Case(.optionOdd, .descriptionSetAside), Case(.describedWithComma, .descriptionSetAside),
    Case(.describedNull, .descriptionSetAside), Case(.groupNull, .descriptionSetAside),
    Case(.listedNumber, .usersNotReturned),
  ]

  /// Little about everybody.
  private static let slim = Stage.request(
    fields: ["sys00-name", "sys00-mobile", "sys02-sexType"]
  )

  @Test func `one odd record never stops the rest`() async throws {
    try await FetchScene.play(people: 250) { scene in
      let first = try await scene.fetch(Self.slim)
      #expect(first.result.users == 250)
      let roster = try scene.roster().map { "\($0.user) \($0.field) \($0.item) \($0.content)" }
      for odd in Self.roster + Self.others {
        let next = scene.server.journal(odd.shape.endpoint).count + 1
        await scene.server.withSimulation { simulation in
          simulation.faults = Faults(seed: 1)
          if odd.shape.endpoint == .list {
            simulation.faults.fail(.list, call: next, with: .odd(odd.shape))
          } else {
            simulation.faults.fail(odd.shape.endpoint, share: 1, with: .odd(odd.shape))
          }
        }
        let outcome = try await scene.fetch(Self.slim)
        let shape = "\(odd.shape)"
        #expect(outcome.result.status == .finished, "\(shape)")
        #expect(outcome.result.users == odd.users, "\(shape)")
        #expect(outcome.result.changed == odd.changed, "\(shape)")
        #expect(Set((outcome.result.findings ?? []).map(\.kind)) == Set(odd.findings), "\(shape)")
        if odd.shape.endpoint == .list {
          #expect((outcome.result.findings ?? []).allSatisfy { $0.count == 1 }, "\(shape)")
          #expect(outcome.setAside.count == odd.findings.count, "\(shape)")
        }
        guard odd.changed > 0 else { continue }
        await scene.server.withSimulation { $0.faults = Faults(seed: 1) }
        _ = try await scene.fetch(Self.slim)
      }
      await scene.server.withSimulation { $0.faults = Faults(seed: 1) }
      let last = try await scene.fetch(Self.slim)
      #expect(last.result.findings == [])
      let now = try scene.roster().map { "\($0.user) \($0.field) \($0.item) \($0.content)" }
      #expect(now == roster)
      try scene.checkBook()
    }
  }

  @Test(arguments: [OddShape.itemNull, .personNull, .loneSurrogate])
  func `beside one malformed record 249 people are recorded from a fresh ledger`(
    _ shape: OddShape
  ) async throws {
    try await FetchScene.play(people: 250, faults: "list#1=\(shape)") { scene in
      let outcome = try await scene.fetch(Self.slim)
      #expect(outcome.error == nil)
      #expect((outcome.result.findings ?? []).map(\.count) == [1])
      let named = try scene.roster().filter { $0.field == "sys00-name" }
      #expect(named.count == 249)
      try scene.checkBook()
    }
  }

  @Test func `a page without a result is a page without any user`() async throws {
    for shape in [OddShape.resultNull, .resultMissing] {
      try await FetchScene.play(people: 120, faults: "list#1=\(shape)") { scene in
        let outcome = try await scene.fetch(Self.slim)
        #expect(outcome.result.status == .finished)
        #expect((outcome.result.findings ?? []).map(\.kind) == [.usersNotReturned])
        #expect(outcome.result.users + outcome.result.notReturned == 120)
      }
    }
  }

  @Test(arguments: [("cursorGrows", "listWithoutEnd"), ("tokenHuge", "dingtalkMalformedResponse")])
  func `what never ends or fits no request fails the fetch and ends`(
    shape: String,
    error: String
  ) async throws {
    let endpoint = shape == "tokenHuge" ? "token" : "users"
    try await FetchScene.play(people: 60, faults: "\(endpoint).\(shape)=1") { scene in
      let outcome = try await scene.fetch(Self.slim)
      #expect(outcome.result.status == .failed)
      #expect(outcome.error?.name == error)
    }
  }

  @Test func `a token without a stated life is used`() async throws {
    for shape in ["lifeMissing", "lifeText"] {
      try await FetchScene.play(people: 3, faults: "token.\(shape)=1") { scene in
        let outcome = try await scene.fetch(Self.slim)
        #expect(outcome.result.status == .finished)
      }
    }
  }
}

/// A fetch without any user has learned nothing.
@Suite struct FetchWithoutUsersTests {
  private static let slim = Stage.request(fields: ["sys00-name"])

  @Test(arguments: [400_002, 33_012, nil] as [Int?])
  func `a fetch without any user failed, and is not fresh`(code: Int?) async throws {
    try await FetchScene.play(people: 60) { scene in
      for isFirst in [true, false] {
        let people = await scene.people()
        await scene.server.withSimulation { simulation in
          simulation.faults = Faults(seed: 1)
          for person in people { simulation.faults.failUsers[person] = code }
          if code == nil { simulation.faults.fail(.list, share: 1, with: .odd(.resultNull)) }
        }
        let outcome = try await scene.fetch(Self.slim)
        #expect(outcome.result.status == .failed)
        #expect(outcome.error?.name == "nobodyReturned")
        #expect(outcome.error?.message.contains("agent id") == true)
        let fresh = try scene.ledger.status().lastFetch?.operation
        #expect(fresh == (isFirst ? nil : 2))
        await scene.server.withSimulation { $0.faults = Faults(seed: 1) }
        #expect(try await scene.fetch(Self.slim).result.status == .finished)
      }
      try scene.checkBook()
    }
  }

  @Test func `a mistyped userid adds no person`() async throws {
    try await FetchScene.play(people: 5) { scene in
      let outcome = try await scene.fetch(Stage.request(users: ["123"]))
      #expect(outcome.result.status == .failed)
      #expect(outcome.error as? FetchError == .namedNotReturned(["123"], said: nil))
      #expect(Set(outcome.setAside.map(\.user)) == ["123"])
      let person = await scene.people()[0]
      let both = try await scene.fetch(
        Stage.request(users: [person, "123", Verbatim("\u{FEFF}\(person)")])
      )
      #expect(both.result.status == .finished)
      #expect(both.result.users == 1)
      #expect(
        both.result.findings == [Finding(kind: .usersUnknown, operation: 2, count: 2)]
      )
      #expect(try scene.ledger.statistics().users == 1)
      try scene.checkBook()
    }
  }

  @Test func `an empty user list is never accepted`() async throws {
    try await FetchScene.play(people: 4) { scene in
      await scene.server.withCompany { $0.listedShare = 0 }
      let first = try await scene.fetch(Self.slim)
      #expect(first.error as? FetchError == .nobodyListed)
      await scene.server.withCompany { $0.listedShare = 1 }
      _ = try await scene.fetch(Self.slim)
      await scene.server.withCompany { $0.listedShare = 0 }
      let empty = try await scene.fetch(Self.slim)
      #expect(empty.result.status == .failed)
      #expect(empty.result.left == 0)
      #expect(empty.result.findings == [Finding(kind: .listShrunk, operation: 3, count: 4)])
      #expect(try scene.ledger.status().lastFetch?.operation == 2)
    }
  }
}
