@testable import Maycur
import RollbookTestSupport
import Roster
import Sandbox
import Testing
import VerbatimJSON

/// The client against the sandbox, over real HTTP.
struct MaycurSandboxTests {
  private static func nickname(_ employeeID: Verbatim, _ name: Verbatim) -> EmployeeRow {
    EmployeeRow(
      employeeID: employeeID,
      phoneNo: .value("13800000000"),
      employeeNickName: .value(name)
    )
  }

  @Test func `the example of Maycur's description arrives byte for byte`() async throws {
    try await MaycurSandbox.run { sandbox in
      let row = try Samples.ofTheSeed()
      let response = try await sandbox.client.saveBatch([row])
      let journal = sandbox.server.journal()
      #expect(journal.map(\.endpoint) == [.maycurLogin, .maycurBatch])
      let printed = try Samples.document("seed-request.json")
      #expect(journal.last?.body == printed.bytes)
      #expect(response.verdicts == [.rejected(code: "110001", message: "找不到对应的员工")])
      #expect(response.company == (await sandbox.server.withCompany { $0.entCode }))
    }
  }

  @Test func `a failed row fails no other, and what was saved is what was sent`() async throws {
    try await MaycurSandbox.run { sandbox in
      let ids = await sandbox.employees()
      var full = Samples.full
      full.employeeID = ids[1]
      let twoPlaces = EmployeeRow(
        employeeID: ids[2],
        residences: .value([Residence(placeCode: "1"), Residence(placeCode: "2")])
      )
      let rows = [Self.nickname("E9", "x"), full, twoPlaces, Self.nickname(ids[3], "花名")]
      let response = try await sandbox.client.saveBatch(rows)
      #expect(
        response.verdicts == [
          .rejected(code: "110001", message: "找不到对应的员工"), .accepted,
          .rejected(code: "110005", message: "常驻地只支持一个"), .accepted,
        ]
      )
      #expect(sandbox.server.journal(.maycurBatch).map(\.saved) == [[ids[1], ids[3]]])
      let record = try #require(await sandbox.record(ids[1]))
      #expect(record["customObject"] == ["CF1": .number("1.00")])
      #expect(record["hireDate"] == "2024-02-29")
      #expect(record["enName"] == ["firstName": "San", "lastName": "Zhang"])
      #expect((await sandbox.record(ids[2]))?["residences"]?.elements?.count == 1)
      #expect((await sandbox.record(ids[3]))?["employeeNickName"] == "花名")
    }
  }

  @Test func `what is cleared is gone, and what is kept is there`() async throws {
    try await MaycurSandbox.run { sandbox in
      let id = try #require(await sandbox.employees().first)
      var row = Samples.full
      row.employeeID = id
      _ = try await sandbox.client.saveBatch([row])
      var clear = Samples.cleared
      clear.employeeID = id
      clear.phoneNo = .keep
      let response = try await sandbox.client.saveBatch([clear])
      #expect(response.verdicts == [.accepted])
      let record = try #require(await sandbox.record(id))
      #expect(Set(record.fields.map(\.key)) == ["phoneNo", "enName"])
    }
  }

  /// The fault; the verdict, or whether the error says that it may have been applied; whether it
  /// was; how many calls there were.
  @Test(arguments: [
    ("drop", "may", false, 1), ("dropAfter", "may", true, 1), ("500", "may", false, 1),
    ("html", "may", false, 1), ("banObject", "may", false, 1), ("timeout", "may", false, 1),
    ("timeoutAfter", "may", true, 1), ("nack", "uncertain", false, 1),
    ("nackAfter", "uncertain", true, 1), ("busy", "uncertain", false, 1),
    ("throttle", "accepted", true, 2), ("expireToken", "accepted", true, 2),
  ])
  func `a call that goes wrong leaves no row in the wrong state`(
    fault: String,
    outcome: String,
    isApplied: Bool,
    calls: Int
  ) async throws {
    try await MaycurSandbox.run(faults: "maycurBatch#1=\(fault)") { sandbox in
      let id = try #require(await sandbox.employees().first)
      do throws(MaycurError) {
        let response = try await sandbox.client.saveBatch([Self.nickname(id, "花名")])
        switch response.verdicts[0] {
        case .accepted: #expect(outcome == "accepted")
        case .uncertain: #expect(outcome == "uncertain")
        case .rejected: Issue.record("rejected")
        }
      } catch {
        #expect(outcome == "may" && error.mayHaveBeenApplied, "\(error)")
      }
      #expect(sandbox.server.journal(.maycurBatch).count == calls)
      let record = await sandbox.record(id)
      #expect((record?["employeeNickName"] == "花名") == isApplied)
    }
  }

  @Test(arguments: ["lenient", "strict"])
  func `five hundred rows end as the journal has them`(preset: String) async throws {
    let quirks = try Quirks(preset: preset)
    let faults = "maycurBatch.reject=0.03,maycurBatch.dropAfter=0.1,maycurBatch.nack=0.1"
    try await MaycurSandbox.run(quirks, people: 500, faults: faults) { sandbox in
      let ids = await sandbox.employees()
      var verdicts: [Verbatim: RowVerdict] = [:]
      for start in stride(from: 0, to: ids.count, by: 20) {
        let rows = ids[start..<start + 20].map { Self.nickname($0, "新") }
        do throws(MaycurError) {
          let response = try await sandbox.client.saveBatch(rows)
          for (row, verdict) in zip(rows, response.verdicts) { verdicts[row.employeeID] = verdict }
        } catch {
          #expect(error.mayHaveBeenApplied)
        }
        sandbox.timekeeper.advance(by: .seconds(60))
      }
      let saved = Set(sandbox.server.journal(.maycurBatch).flatMap(\.saved))
      #expect(verdicts.count < ids.count && verdicts.count > 200)
      #expect(verdicts.values.contains { if case .rejected = $0 { true } else { false } })
      for (id, verdict) in verdicts {
        switch verdict {
        case .accepted: #expect(saved.contains(id))
        case .rejected: #expect(!saved.contains(id))
        case .uncertain: break
        }
      }
    }
  }

  @Test(arguments: ["lenient", "strict"])
  func `a token that ran out is renewed, and nothing is lost`(preset: String) async throws {
    try await MaycurSandbox.run(try Quirks(preset: preset)) { sandbox in
      let id = try #require(await sandbox.employees().first)
      for name in ["甲", "乙", "丙"] as [Verbatim] {
        let response = try await sandbox.client.saveBatch([Self.nickname(id, name)])
        #expect(response.verdicts == [.accepted])
        await sandbox.server.withSimulation { $0.expireTokens() }
      }
      #expect((await sandbox.record(id))?["employeeNickName"] == "丙")
      #expect(sandbox.server.journal(.maycurLogin).count == 3)
      #expect(sandbox.server.journal(.maycurBatch).count == 5)
    }
  }

  @Test func `credentials are checked in one call`() async throws {
    try await MaycurSandbox.run { sandbox in
      let stated = try await sandbox.client.checkCredentials()
      #expect(stated == (await sandbox.server.withCompany { $0.entCode }))
      #expect(sandbox.server.journal().map(\.code) == [0])
    }
  }

  @Test func `the client keeps within ten calls a second`() async throws {
    try await MaycurSandbox.run { sandbox in
      let id = try #require(await sandbox.employees().first)
      for _ in 0..<25 { _ = try await sandbox.client.saveBatch([Self.nickname(id, "x")]) }
      #expect(
        sandbox.server.journal(.maycurBatch).map(\.status) == Array(repeating: 200, count: 25)
      )
    }
  }

  @Test(arguments: ["lenient", "strict"])
  func `a client that is too fast is throttled, and loses nothing`(preset: String) async throws {
    try await MaycurSandbox.run(try Quirks(preset: preset), callsPerSecond: 100) { sandbox in
      let id = try #require(await sandbox.employees().first)
      var uncertain = 0
      for _ in 0..<25 {
        let response = try await sandbox.client.saveBatch([Self.nickname(id, "x")])
        if response.verdicts != [.accepted] { uncertain += 1 }
      }
      let journal = sandbox.server.journal(.maycurBatch)
      #expect(preset == "lenient" ? uncertain == 0 && journal.count > 25 : uncertain > 0)
      #expect(journal.count { $0.saved.isEmpty } > 0)
      #expect(journal.count { !$0.saved.isEmpty } == 25 - uncertain)
    }
  }

  @Test func `people are found by either id`() async throws {
    try await MaycurSandbox.run { sandbox in
      let ids = Array(await sandbox.employees().prefix(4))
      let asked = ids + ["E9"]
      let found = try await sandbox.client.findUsers(asked, by: .employeeID)
      #expect(Set(found.pairs.map(\.employeeID)) == Set(ids))
      #expect(found.absent == ["E9"])
      let users = await sandbox.server.withCompany { Array($0.userids.prefix(4)) }
      let back = try await sandbox.client.findUsers(users, by: .dingtalkUserID)
      #expect(Set(back.pairs) == Set(found.pairs))
      #expect(sandbox.server.journal(.maycurIDs).allSatisfy { !$0.isApplied })
    }
  }
}
