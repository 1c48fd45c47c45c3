import LedgerHistory
import Ledger
import Maycur
@testable import Operations
import RollbookTestSupport
import Roster
import Sandbox
import Testing
import VerbatimJSON

/// Lists and objects of Maycur, which are only written as a whole: a part of one is changed where the
/// whole is known, from an export or from a write that was accepted, and refused otherwise.
@Suite struct MaycurWholeTests {
  private static let export = """
    [{"employeeId": "%", "email": "a@example.com", "roleNames": ["员工", "经理", "总监"],
      "customObject": {"CF1395": 1, "CF1396": {"amount": "1.00"}}}]
    """

  private func play(
    _ body: (CrossingScene, Verbatim) async throws -> Void
  ) async throws {
    try await CrossingScene.play(people: 3) { crossing in
      let employee = await crossing.scene.server.withSimulation {
        $0.maycur.records[0].employeeID
      }
      try await body(crossing, employee)
    }
  }

  private func `import`(_ text: String, _ employee: Verbatim, _ crossing: CrossingScene)
    async throws
  {
    crossing.scene.clock.advance(by: .seconds(60))
    let bytes = Array(text.replacing("%", with: employee.text).utf8)
    _ = try await runImport(
      ImportRequest(
        system: .maycur,
        file: "export",
        bytes: bytes,
        capturedAt: crossing.scene.clock.now(),
        author: PushScene.author
      ),
      ledger: crossing.ledger,
      timekeeper: crossing.scene.clock
    )
  }

  /// Has Maycur hold what the export says.
  private func teach(_ crossing: CrossingScene, _ employee: Verbatim) async throws {
    let taught = try await crossing.push([
      UserChange(
        user: employee,
        edits: ["员工", "经理", "总监"].enumerated().map {
          CellEdit(CellAddress("roleNames", $0), .set(.text(Verbatim($1))))
        },
        wholes: ["roleNames"]
      )
    ])
    #expect(taught.result.counts.accepted == 1)
  }

  private func reported(_ key: String, _ employee: Verbatim, _ crossing: CrossingScene) async
    -> String?
  {
    await crossing.scene.server.withSimulation { $0.maycur[employee]?[key]?.compact }
  }

  private func edit(_ employee: Verbatim, _ field: FieldCode, _ item: Int, _ edit: Edit)
    -> UserChange
  {
    UserChange(user: employee, edits: [CellEdit(CellAddress(field, item), edit)])
  }

  /// What the log holds of the roles, by item.
  private func roles(_ employee: Verbatim, _ crossing: CrossingScene) throws -> [String?] {
    let held = try crossing.ledger.held(UserKey(.maycur, employee))
    return (0..<4).map { item in
      let text = held[CellAddress("roleNames", item)]?.content.value?.text
      return text?.isEmpty == false ? text : nil
    }
  }

  @Test func `a part is refused where the whole is not known`() async throws {
    try await play { crossing, employee in
      try await `import`("工号,customObject.CF1395\n%,1\n", employee, crossing)
      for change in [
        edit(employee, "roleNames", 0, .set(.text("x"))),
        edit(employee, "customObject.CF1395", 0, .set(.json("2"))),
        edit(employee, "idInfo[ID_CARD].idNumber", 0, .clear),
      ] {
        let outcome = try await crossing.push([change])
        let error = try #require(outcome.error as? PushError)
        #expect(error.name == "planRefused" && error.message.contains("is not known"))
      }
      #expect(crossing.scene.server.journal(.maycurBatch).isEmpty)
    }
  }

  @Test func `of an object that an export states, one member is changed and the rest is kept`()
    async throws
  {
    try await play { crossing, employee in
      try await `import`(Self.export, employee, crossing)
      let outcome = try await crossing.push([
        edit(employee, "customObject.CF1395", 0, .set(.json("2")))
      ])
      #expect(outcome.error == nil, "\(outcome.error?.message ?? "")")
      #expect(outcome.plan?.counts.set == 1 && outcome.plan?.counts.unchanged == 1)
      #expect(
        await reported("customObject", employee, crossing)
          == #"{"CF1395":2,"CF1396":{"amount":"1.00"}}"#
      )
      let undone = try await runRollback(
        RollbackRequest(
          batch: outcome.result.operation,
          assumesUnchanged: true,
          rules: PushScene.generous,
          author: PushScene.author
        ),
        tools: crossing.tools
      ) { _ in true }
      #expect(undone.restored == 1, "\(undone.review)")
      #expect(
        await reported("customObject", employee, crossing)
          == #"{"CF1395":1,"CF1396":{"amount":"1.00"}}"#
      )
    }
  }

  @Test
  func `a role is taken out of a list that is known, and those behind it move up in the log`()
    async throws
  {
    try await play { crossing, employee in
      try await teach(crossing, employee)
      try await `import`(Self.export, employee, crossing)
      let cleared = try await crossing.push([edit(employee, "roleNames", 0, .clear)])
      #expect(cleared.error == nil, "\(cleared.error?.message ?? "")")
      #expect(await reported("roleNames", employee, crossing) == #"["经理","总监"]"#)
      #expect(try roles(employee, crossing) == ["经理", "总监", nil, nil])
      let added = try await crossing.push([
        UserChange(
          user: employee,
          edits: [],
          additions: [
            ItemAddition(group: "roleNames", fields: [FieldEdit("roleNames", .set(.text("新")))])
          ]
        )
      ])
      #expect(added.error == nil, "\(added.error?.message ?? "")")
      #expect(await reported("roleNames", employee, crossing) == #"["经理","总监","新"]"#)
      #expect(try roles(employee, crossing) == ["经理", "总监", "新", nil])
      for batch in [added, cleared] {
        let undone = try await runRollback(
          RollbackRequest(
            batch: batch.result.operation,
            assumesUnchanged: true,
            rules: PushScene.generous,
            author: PushScene.author
          ),
          tools: crossing.tools
        ) { _ in true }
        #expect(undone.error == nil)
      }
      #expect(await reported("roleNames", employee, crossing) == #"["员工","经理","总监"]"#)
    }
  }

  @Test func `what an accepted write stated is known, until a later write is uncertain`()
    async throws
  {
    try await play { crossing, employee in
      try await teach(crossing, employee)
      let known = try await crossing.push([edit(employee, "roleNames", 1, .set(.text("x")))])
      #expect(known.error == nil, "\(known.error?.message ?? "")")
      #expect(await reported("roleNames", employee, crossing) == #"["员工","x","总监"]"#)
      let calls = crossing.scene.server.journal(.maycurBatch).count
      await crossing.scene.server.withSimulation {
        $0.faults.fail(.maycurBatch, call: calls + 1, with: .dropAfter)
      }
      let dropped = try await crossing.push([edit(employee, "roleNames", 1, .set(.text("y")))])
      #expect(dropped.result.counts.uncertain == 1)
      let refused = try await crossing.push([edit(employee, "roleNames", 0, .set(.text("z")))])
      #expect((refused.error as? PushError)?.name == "planRefused")
      #expect(await reported("roleNames", employee, crossing) == #"["员工","y","总监"]"#)
      // What the file states as a whole needs no knowledge.
      try await teach(crossing, employee)
      try crossing.scene.checkBook()
    }
  }
}
