import LedgerHistory
import DingTalk
import Ledger
@testable import Operations
import Roster
import Sandbox
import Testing
import VerbatimJSON

/// A person who left is distinguished from one who is no longer visible, if the newer calls can be
/// used.
struct FetchLeaverTests {
  @Test(arguments: [QuirkTable.NewerUnknownUser.omitted, .failsCall])
  func `a leaver's day and reasons are recorded, and nothing of who is only not listed`(
    unknown: QuirkTable.NewerUnknownUser
  ) async throws {
    var quirks = Quirks.lenient
    quirks.newerUnknownUser = unknown
    try await FetchScene.play(people: 40, quirks: quirks, api: .new) { scene in
      let people = await scene.people()
      _ = try await scene.fetch()
      #expect(scene.server.journal(.dimissionInfos).isEmpty)
      try await scene.server.withCompany { company in
        try company.leave(people[39])
        // The last of the list is not shown, though active.
        company.listedShare = 38.0 / 39.0
      }
      let outcome = try await scene.fetch()
      #expect(outcome.error == nil && outcome.result.left == 2)
      #expect(try scene.entries(.dismissed).map(\.user) == [people[39]])
      let record = try #require(try scene.ledger.leaving(of: UserKey(.dingtalk, people[39])))
      let json = try JSON(parsing: record.bytes)
      #expect(json["lastWorkDay"] == 1_767_196_800_000 && json["status"] == 2)
      #expect(json["name"] == nil)
      #expect(try scene.ledger.leaving(of: UserKey(.dingtalk, people[38])) == nil)
      try scene.checkBook()
    }
  }

  @Test(arguments: [RosterAPI.old, .auto])
  func `without the newer calls no request about leavers is sent`(api: RosterAPI) async throws {
    var quirks = Quirks.lenient
    quirks.newerRead = .noPermission
    try await FetchScene.play(people: 20, quirks: quirks, api: api) { scene in
      _ = try await scene.fetch()
      let user = try #require(await scene.people().last)
      try await scene.server.withCompany { try $0.leave(user) }
      #expect(try await scene.fetch().result.left == 1)
      #expect(scene.server.journal(.dimissionInfos).isEmpty)
      #expect(try scene.entries(.dismissed).isEmpty)
    }
  }

  @Test func `a refused request about leavers is no failure of the fetch`() async throws {
    try await FetchScene.play(people: 20, faults: "dimissionInfos.500=1", api: .new) { scene in
      _ = try await scene.fetch()
      let user = try #require(await scene.people().last)
      try await scene.server.withCompany { try $0.leave(user) }
      let outcome = try await scene.fetch()
      #expect(outcome.error == nil && outcome.result.left == 1)
      #expect(try scene.entries(.dismissed).isEmpty)
      try scene.checkBook()
    }
  }
}
