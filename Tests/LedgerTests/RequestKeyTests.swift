import GRDB
@testable import LedgerHistory
import LedgerVerification
import RollbookTestSupport
import Roster
import Testing

@testable import Ledger

/// The keys of requests to the service, kept with their operations.
@Suite struct RequestKeyTests {
  private static let digest = Verbatim(String(repeating: "c0", count: 32))
  private let bench: Bench

  init() throws { bench = try Bench(signed: "rollbook.test/requests") }

  private func begin(
    _ kind: OperationKind,
    _ key: Verbatim?,
    reason: Verbatim = "r"
  ) async throws -> LedgerWriter {
    bench.clock.advance(by: .seconds(60))
    return try await bench.ledger.begin(
      OperationRequest(
        kind: kind,
        system: .dingtalk,
        actor: "api@host",
        reason: reason,
        requestKey: key.flatMap { RequestKey($0, digest: Self.digest) },
        parameters: "{}",
        program: "test"
      ),
      wait: .zero,
      timekeeper: bench.clock
    )
  }

  /// Records an operation without entries of its own.
  private func run(_ kind: OperationKind, _ key: Verbatim?, reason: Verbatim = "r") async throws
    -> OperationNumber
  {
    let writer = try await begin(kind, key, reason: reason)
    try writer.close(.finished, now: bench.clock.now())
    return writer.operation
  }

  private func checkSound() throws {
    #expect(try bench.ledger.verify(.full).findings == [])
    #expect(try bench.ledger.checkProjections().allSatisfy { $0.differences == 0 })
  }

  @Test func `a request is found by its key, byte by byte, and the first one counts`() async throws
  {
    _ = try await run(.fetch, nil)
    let first = try await run(.fetch, "é")
    let second = try await run(.push, "e\u{301}")
    _ = try await run(.push, "é")
    let found = try bench.ledger.operation(requestKey: "é")
    #expect(found == RequestedOperation(operation: first, digest: Self.digest))
    #expect(try bench.ledger.operation(requestKey: "e\u{301}")?.operation == second)
    #expect(try bench.ledger.operation(requestKey: "e") == nil)
    #expect(
      try bench.ledger.operations().map(\.requestKey) == [nil, "é", "e\u{301}", "é"]
    )
    try checkSound()
    let rebuilt = try await bench.ledger.rebuild(wait: .zero, timekeeper: bench.clock)
    #expect(rebuilt.first { $0.table == "projected_request" }?.rows == 3)
  }

  @Test func `a key has 1 to 255 bytes, and a digest 64 digits in lower case`() {
    let long = String(repeating: "长", count: 85)
    #expect(RequestKey(Verbatim(long), digest: Self.digest)?.key.bytes.count == 255)
    #expect(RequestKey(Verbatim(long + "x"), digest: Self.digest) == nil)
    #expect(RequestKey("", digest: Self.digest) == nil)
    for digest in [
      "", "c0", String(repeating: "C0", count: 32), String(repeating: "c0", count: 33),
    ] {
      #expect(RequestKey("k", digest: Verbatim(digest)) == nil, "\(digest)")
    }
  }

  @Test func `what a request may have said of a person goes with the person`() async throws {
    let asked = try await begin(.fetch, "all")
    let cells: [(FieldCode, Int, Content)] = [("sys00-name", 0, .text("欧阳娜娜"))]
    let answer = response(asked: ["sys00-name"], ("u1-key", cells), ("u2-key", []))
    _ = try asked.append(answer, now: bench.clock.now())
    try asked.close(.finished, now: bench.clock.now())
    let held = try await begin(.hold, "hold-1")
    try held.hold("u1-key", now: bench.clock.now())
    try held.release("u1-key", now: bench.clock.now())
    try held.close(.finished, now: bench.clock.now())
    let other = try await begin(.hold, "hold-2")
    try other.hold("u2-key", now: bench.clock.now())
    try other.close(.finished, now: bench.clock.now())
    _ = try await run(.push, "named-in-reason", reason: "欧阳娜娜")
    _ = try await run(.push, "push of 欧阳娜娜")
    let erasing = try await begin(.erase, "erase-1")
    _ = try erasing.erase("u1-key", fields: nil, now: bench.clock.now())
    try erasing.scrub()
    try erasing.close(.finished, now: bench.clock.now())
    let found = try ["all", "hold-1", "hold-2", "named-in-reason", "erase-1"].map { key in
      try bench.ledger.operation(requestKey: key).map { $0.digest != nil }
    }
    #expect(found == [true, false, true, false, false])
    #expect(try bench.ledger.operation(requestKey: "push of 欧阳娜娜") == nil)
    #expect(try bench.ledger.operations()[4].requestKey == "(erased)")
    try checkSound()
  }

  @Test func `a request is found by an index`() async throws {
    let steps = try await DatabaseQueue(path: bench.ledger.path).read { database in
      try Row.fetchAll(
        database,
        sql: "EXPLAIN QUERY PLAN SELECT operation FROM projected_request WHERE hash = x'00'"
      ).map { $0["detail"] as String }
    }
    #expect(steps.count == 1 && steps[0].hasPrefix("SEARCH"), "\(steps)")
  }
}
