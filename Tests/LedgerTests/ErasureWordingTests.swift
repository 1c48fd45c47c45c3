import Ledger
import LedgerStorage
import RollbookTestSupport
import Roster
import Testing

/// By which words a text names the person who is erased.
@Suite struct ErasureWordingTests {
  @Test(arguments: [
    "Li Na asked for it", "li na asked", "call 13911112222", "call +86 139 1111 2222", "(LI NA)",
    "139-1111-2222 rang", "李娜娜要求", "for E-17x", "job number 4711 went",
  ])
  func `a text that names the person as people write it goes, and is no reason`(
    text: String
  ) async throws {
    let bench = try Bench()
    try await bench.record(
      response(
        asked: ["sys00-name", "sys00-mobile", "sys00-jobNumber", "nick"],
        (
          "u1",
          [
            ("sys00-name", 0, .text("Li Na")), ("sys00-mobile", 0, .text("+86-13911112222")),
            ("sys00-jobNumber", 0, .text("4711")), ("nick", 0, .text("李娜娜")),
            ("code", 0, .text("E-17x-9")),
          ]
        )
      )
    )
    let key = UserKey(.dingtalk, "u1")
    let isNamed = text != "for E-17x"
    let writer = try await bench.ledger.begin(
      OperationRequest(
        kind: .push,
        system: .dingtalk,
        actor: "hr@host",
        reason: Verbatim(text),
        parameters: "{}",
        program: "test"
      ),
      wait: .zero,
      timekeeper: bench.clock
    )
    try writer.close(.finished, now: bench.clock.now())
    #expect(try bench.ledger.erasurePlan(of: key, fields: nil).texts == (isNamed ? 1 : 0))
    if isNamed {
      #expect(throws: LedgerError.erasure(.namesPerson)) {
        try bench.ledger.checkSilent([Verbatim(text)], about: key, fields: nil)
      }
    } else {
      try bench.ledger.checkSilent([Verbatim(text)], about: key, fields: nil)
    }
    // What only begins alike names no user.
    for other in ["Li Nadel", "Belina", "call 13911112223", "47110 rows", "u12"] {
      try bench.ledger.checkSilent([Verbatim(other)], about: key, fields: nil)
    }
  }
}
