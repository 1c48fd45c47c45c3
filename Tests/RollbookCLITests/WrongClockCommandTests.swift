import Ledger
import Reports
import Tables
@testable import RollbookCLI
import RollbookTestSupport
import Roster
import Testing

/// What is said of a ledger that was once written with a clock in the future.
@Suite struct WrongClockCommandTests {
  @Test func `status, doctor and reports say so, and the age is not known until the next fetch`()
    async throws
  {
    let stage = try Stage()
    let clock = stage.timekeeper
    let start = clock.now()
    let path = stage.folder.path("rollbook.sqlite")
    clock.set(to: start + .seconds(4 * 365 * 86_400))
    try await SmallCompany.found(at: path, clock)
    clock.set(to: start)
    let status = await stage.run("status", "--max-age", "2h")
    #expect(status.status == .attention)
    #expect(status.result.contains("not known"))
    #expect(status.notes.contains("ahead of this machine's clock"))
    let json = await stage.run("status", "--max-age", "2h", "--format", "json")
    let keys = json.result.filter { !$0.isWhitespace }
    #expect(keys.contains(#""ageSeconds":null,"tooOld":true"#), "\(json.result)")
    let doctor = await stage.run("doctor")
    #expect(doctor.result.contains("warn     ledger       The ledger's entries from 1 on"))
    let reports = ReportLibrary.names.map { name in
      ["report", name]
        + (["person-file", "accesses-of-person"].contains(name) ? ["--param", "user=u1"] : [])
        + (name == "change-sample" ? ["--param", "seed=1", "--param", "size=3"] : [])
    }
    for line in [["roster", "--as-of", "now"]] + reports {
      let run = await stage.run(line)
      #expect(run.notes.contains("ahead of this machine's clock"), "\(line): \(run.transcript)")
    }
    let writer = try await Ledger.open(at: path).begin(
      OperationRequest(
        kind: .fetch,
        system: .dingtalk,
        actor: "hr@host",
        parameters: "{}",
        program: "test"
      ),
      wait: .zero,
      timekeeper: clock
    )
    let response = RosterResponse(
      system: .dingtalk,
      company: nil,
      asked: ["sys00-name"],
      users: [
        UserResponse(
          user: "u1",
          cells: [Cell(CellAddress("sys00-name", 0), .item(value: .text("王"), label: .missing))]
        )
      ],
      absent: [],
      askedAt: clock.now(),
      receivedAt: clock.now(),
      requestID: nil
    )
    _ = try writer.append(response, now: clock.now())
    try writer.close(.finished, now: clock.now())
    clock.advance(by: .seconds(1800))
    #expect(await stage.run("status", "--max-age", "2h").status == .done)
    #expect(await stage.run("status", "--max-age", "20m").status == .attention)
  }

  @Test func `an init that was stopped before it made the key is completed by the next`()
    async throws
  {
    let stage = try Stage()
    _ = try Ledger.create(at: stage.folder.path("rollbook.sqlite"), now: stage.timekeeper.now())
    #expect(await stage.run("init").status == .done)
    let again = await stage.run("init")
    #expect(again.status == .cannotCreate && again.notes.contains("proofKeyExists"))
  }
}
