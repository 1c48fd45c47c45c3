@testable import PublicAPI
import Roster
import Testing
import WebServer

/// The status of a problem follows from the error that a command ends with.
@Suite struct ProblemStatusTests {
  @Test(
    arguments: [
      (ErrorCode("ledgerDamaged", .badData), 500), (ErrorCode("notALedger", .badData), 500),
      (ErrorCode("ledgerMissing", .noInput), 500), (ErrorCode("ledgerBusy", .tryLater), 423),
      (ErrorCode("changeFileBadRows", .refused), 422), (ErrorCode("userUnknown", .usage), 404),
    ]
  )
  func `what is wrong with the ledger is no fault of the request`(code: ErrorCode, status: Int) {
    #expect(Problem(code, "why").status == status)
  }
}
