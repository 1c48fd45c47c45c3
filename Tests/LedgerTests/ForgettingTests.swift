import LedgerVerification
import LedgerHistory
import Foundation
import Ledger
import LedgerStorage
import RollbookTestSupport
import Roster
import Testing

/// What a copy of the ledger from before an erasure does when it is opened.
@Suite struct ForgettingTests {
  private let folder: TemporaryFolder
  private let clock = ManualTimekeeper()
  private let watch: ErasureListKeeper

  init() throws {
    folder = try TemporaryFolder()
    watch = ErasureListKeeper(
      list: folder.path("elsewhere.erasures"),
      actor: "restorer@host",
      program: "test",
      timekeeper: clock
    )
  }

  private func found() async throws -> Ledger {
    let ledger = try Ledger.create(at: folder.path("ledger"), now: clock.now(), watch: watch)
    try await record(ledger, ("u2", "21000000002"))
    return ledger
  }

  private func begin(_ ledger: Ledger, _ kind: OperationKind) async throws -> LedgerWriter {
    clock.advance(by: .seconds(60))
    return try await ledger.begin(
      OperationRequest(
        kind: kind,
        system: .dingtalk,
        actor: "hr@host",
        reason: "test",
        parameters: "{}",
        program: "test"
      ),
      wait: .zero,
      timekeeper: clock
    )
  }

  @discardableResult
  private func record(_ ledger: Ledger, _ reported: (Verbatim, Verbatim)...) async throws
    -> ResponseOutcome
  {
    let writer = try await begin(ledger, .fetch)
    let response = RosterResponse(
      system: .dingtalk,
      company: nil,
      asked: ["a", "b"],
      users: reported.map { user, value in
        UserResponse(
          user: user,
          cells: [
            Cell(CellAddress("a"), .text(value)),
            Cell(CellAddress("b"), .text(Verbatim("b of \(user)"))),
          ]
        )
      },
      absent: [],
      askedAt: clock.now(),
      receivedAt: clock.now(),
      requestID: nil
    )
    let outcome = try writer.append(response, now: clock.now())
    try writer.close(.finished, now: clock.now())
    return outcome
  }

  private func erase(
    _ ledger: Ledger,
    _ user: Verbatim,
    _ fields: Set<FieldCode>? = nil
  ) async throws {
    let writer = try await begin(ledger, .erase)
    _ = try writer.erase(user, fields: fields, now: clock.now())
    try writer.scrub()
    try writer.close(.finished, now: clock.now())
  }

  private func backUp(_ ledger: Ledger, _ name: String) throws -> String {
    let path = folder.path(name)
    try ledger.backUp(to: path)
    return path
  }

  private func entries(_ ledger: Ledger) throws -> Int { try ledger.statistics().entries }

  @Test func `a copy from before an erasure forgets again when it is opened, and only once`()
    async throws
  {
    let ledger = try await found()
    try await record(ledger, ("u1", "13800000001"))
    let path = try backUp(ledger, "older")
    try await erase(ledger, "u1")
    let copy = try Ledger.open(at: path, watch: watch)
    #expect(try Traces.found(["13800000001", "b of u1"], in: copy) == [])
    #expect(try copy.people(matching: "u1", system: .dingtalk).isEmpty)
    #expect(try copy.verify().findings == [])
    #expect(try copy.checkProjections().allSatisfy { $0.differences == 0 })
    let made = try entries(copy)
    #expect(try copy.operations().last?.kind == .erase)
    #expect(try copy.operations().last?.actor == "restorer@host")
    #expect(try entries(Ledger.open(at: path, watch: watch)) == made)
    #expect(try await record(copy, ("u1", "13800000001")).leftOut == ["u1"])
    #expect(try Traces.found(["13800000001"], in: copy) == [])
  }

  @Test func `a copy from before a person came does not record them`() async throws {
    let ledger = try await found()
    let path = try backUp(ledger, "older")
    try await record(ledger, ("u1", "13800000001"))
    try await erase(ledger, "u1")
    let copy = try Ledger.open(at: path, watch: watch)
    #expect(try await record(copy, ("u1", "13800000001")).leftOut == ["u1"])
    #expect(try copy.verify().findings == [])
    #expect(try copy.erasures().map(\.user) == [nil])
  }

  @Test func `fields are forgotten again, and who was readmitted is let in`() async throws {
    let ledger = try await found()
    try await record(ledger, ("u1", "13800000001"))
    let path = try backUp(ledger, "older")
    try await erase(ledger, "u2", ["a"])
    try await erase(ledger, "u1")
    let writer = try await begin(ledger, .readmit)
    try writer.readmit("u1", now: clock.now())
    try writer.close(.finished, now: clock.now())
    let copy = try Ledger.open(at: path, watch: watch)
    #expect(try Traces.found(["13800000001", "21000000002"], in: copy) == [])
    #expect(try Traces.found(["b of u2"], in: copy).count == 1)
    #expect(try await record(copy, ("u1", "13800000002")).leftOut == [])
    #expect(try copy.verify().findings == [])
  }

  @Test func `anyone who opens a ledger while another process erases waits for it`() async throws {
    let ledger = try await found()
    try await record(ledger, ("u1", "13800000001"))
    let path = try backUp(ledger, "older")
    try await erase(ledger, "u1")
    // The copy is written to, and lacks what is on the list, as between the line and the commit.
    let writer = try await begin(try Ledger.open(at: path), .fetch)
    let waiting = Task.detached { [watch] in try Ledger.open(at: path, watch: watch) }
    usleep(200_000)
    try writer.close(.finished, now: clock.now())
    let copy = try await waiting.value
    #expect(try copy.people(matching: "u1", system: .dingtalk).isEmpty)
  }

  @Test func `an erasure that was listed and not committed is carried out`() async throws {
    let ledger = try await found()
    try await record(ledger, ("u1", "13800000001"))
    // The machine stops between the two: the ledger is as it was, and the list has the line.
    let before = try #require(FileManager.default.contents(atPath: ledger.path))
    try await erase(ledger, "u1")
    let path = folder.path("stopped")
    try before.write(to: URL(fileURLWithPath: path))
    #expect(before.has("13800000001"))
    let again = try Ledger.open(at: path, watch: watch)
    #expect(try Traces.found(["13800000001"], in: again) == [])
    #expect(try again.verify().findings == [])
  }

  @Test func `erasures from before there was a list are added to it`() async throws {
    let path = folder.path("unwatched")
    let ledger = try Ledger.create(at: path, now: clock.now())
    try await record(ledger, ("u1", "13800000001"))
    let older = try backUp(ledger, "older")
    try await erase(ledger, "u1")
    try await record(try Ledger.open(at: path, watch: watch), ("u2", "21000000002"))
    let copy = try Ledger.open(at: older, watch: watch)
    #expect(try Traces.found(["13800000001"], in: copy) == [])
  }

  @Test func `the list names no user, and a damaged or foreign one is refused`() async throws {
    let ledger = try await found()
    try await record(ledger, ("u1", "13800000001"))
    let older = try backUp(ledger, "older")
    try await erase(ledger, "u1")
    let list = try #require(FileManager.default.contents(atPath: watch.list))
    #expect(!list.has("u1"))
    #expect(list.split(separator: 0x0A).count == 2)
    // What was cut off while it was written counts for nothing.
    try (list + Data(#"{"erased":"12"#.utf8)).write(to: URL(fileURLWithPath: watch.list))
    #expect(try entries(Ledger.open(at: ledger.path, watch: watch)) == entries(ledger))
    try (list + Data("{\"erased\":\"12\"}\n".utf8)).write(to: URL(fileURLWithPath: watch.list))
    #expect(
      throws: LedgerError.erasure(.listUnusable(path: watch.list, reason: "line 3 is damaged"))
    ) { try Ledger.open(at: older, watch: watch) }
    try list.write(to: URL(fileURLWithPath: watch.list))
    let other = try Ledger.create(at: folder.path("other"), now: clock.now())
    #expect(throws: LedgerError.erasure(.listOfOther(path: watch.list))) {
      try Ledger.open(at: other.path, watch: watch)
    }
  }

  @Test func `a copy with an erasure to apply is not read while a process writes to it`()
    async throws
  {
    let ledger = try await found()
    try await record(ledger, ("u1", "13800000001"))
    let older = try backUp(ledger, "older")
    try await erase(ledger, "u1")
    let writer = try await begin(try Ledger.open(at: older), .fetch)
    #expect(throws: LedgerError.self) { try Ledger.open(at: older, watch: watch) }
    try writer.close(.finished, now: clock.now())
    let copy = try Ledger.open(at: older, watch: watch)
    #expect(try Traces.found(["13800000001"], in: copy) == [])
  }
}
