import LedgerHistory
import DingTalk
import Ledger
@testable import Operations
import RollbookTestSupport
import Roster
import Sandbox
import Testing

/// A choice is written by its key, and read by its key or, in the newer read perhaps, by its label.
@Suite struct SelectReadingTests {
  private static let readings: [Quirks] = [Quirks.lenient, .strict].flatMap { preset in
    QuirkTable.NewerSelects.allCases.map { reading in
      var quirks = preset
      quirks.newerRead = .served
      quirks.newerSelects = reading
      return quirks
    }
  }

  private static let cells = [
    CellAddress("sys02-sexType"), CellAddress("sys01-positionLevel"),
    CellAddress("sys03-highestEdu"),
  ]

  @Test(arguments: readings, [RosterAPI.old, .new])
  func `a choice is fetched, pushed and put back`(
    _ quirks: Quirks,
    _ api: RosterAPI
  ) async throws {
    try await PushScene.play(people: 6, quirks: quirks, api: api) { scene in
      let user = await scene.people()[1]
      try await scene.school(user, ["A/x"])
      let fields = await scene.server.withCompany { $0.catalog.groups.flatMap(\.fields) }
      func options(_ address: CellAddress) -> [FieldOption] {
        fields.first { $0.code == address.field }?.options ?? []
      }
      for address in Self.cells {
        try await scene.edit(user, address.field, address.item, to: options(address)[0].value.text)
      }
      #expect(try await scene.fetch().error == nil)
      let held = try scene.ledger.held(UserKey(.dingtalk, user))
      let showsLabels = api == .new && quirks.newerSelects == .labels
      for address in Self.cells {
        let first = options(address)[0]
        #expect(held[address]?.content.value == (showsLabels ? first.label : first.value))
        #expect(held[address]?.content.label == first.label)
      }
      let change = UserChange(
        user: user,
        edits: Self.cells.map { CellEdit($0, .set(.text(options($0)[1].value))) }
      )
      func expect(_ choice: Int, _ comment: Comment) async {
        for address in Self.cells {
          let value = await scene.value(user, address.field, address.item)
          #expect(value == options(address)[choice].value.text, comment)
        }
      }
      let pushed = try await scene.push([change])
      #expect(pushed.error == nil && pushed.result.counts.verified == 1)
      let planned = pushed.plan?.rows.flatMap(\.cells) ?? []
      #expect(planned.map(\.reversibility) == [.exact, .exact, .exact])
      await expect(1, "pushed")
      #expect(try await scene.push([change]).plan?.effective.isEmpty == true)

      let undone = try await scene.rollBack(pushed.result.operation)
      #expect(undone.error == nil && undone.restored == 3, "\(undone.review.leftAlone)")
      #expect(undone.result.counts.verified == 1)
      await expect(0, "undone")
      let again = try await scene.rollBack(undone.result.operation)
      #expect(again.restored == 3, "\(again.review.leftAlone)")
      await expect(1, "put back again")
      try scene.checkBook()
    }
  }

  @Test(arguments: [(RosterAPI.old, RosterAPI.new), (.new, .old)])
  func `what was pushed with the reads of one family is put back with those of the other`(
    _ first: RosterAPI,
    _ second: RosterAPI
  ) async throws {
    var quirks = Quirks.lenient
    quirks.newerSelects = .labels
    try await PushScene.play(people: 6, quirks: quirks, api: first) { scene in
      let user = await scene.people()[1]
      try await scene.edit(user, "sys02-sexType", to: "0")
      _ = try await scene.fetch()
      let pushed = try await scene.push([wants(user, [("sys02-sexType", "1")])])
      #expect(pushed.result.counts.verified == 1)
      scene.clock.advance(by: .seconds(60))
      let undone = try await scene.tools(system: scene.system(second))
        .rollBack(pushed.result.operation, assumes: false)
      #expect(undone.restored == 1, "\(undone.review.leftAlone)")
      #expect(await scene.value(user, "sys02-sexType") == "0")
      try scene.checkBook()
    }
  }
}
