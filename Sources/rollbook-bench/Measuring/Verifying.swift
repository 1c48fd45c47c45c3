import Ledger
import LedgerVerification
import Roster

/// How long a full verification takes, and one of what came after the last.
struct Verifying {
  let ledger: Ledger

  /// Verifies everything, which leaves a mark.
  func report(day: Int, to sheet: inout Results) throws {
    let full = try Stopwatch.best(of: 1) { try verify(.full) }
    sheet.put("verify, full", "ms", full.wall * 1000, day: day)
    let rebuilt = try Stopwatch.best(of: 1) { _ = try ledger.checkProjections() }
    sheet.put("rebuild --check", "ms", rebuilt.wall * 1000, day: day)
  }

  /// Verifies what came after the mark.
  func reportLater(day: Int, to sheet: inout Results) throws {
    let later = try Stopwatch.best(of: 1) { try verify(.sinceMark) }
    sheet.put("verify, after one more fetch", "ms", later.wall * 1000, day: day)
  }

  private func verify(_ extent: VerificationExtent) throws {
    let verification = try ledger.verify(extent)
    let isPartial = verification.mark > 0
    guard [.sound, .soundSinceMark].contains(verification.verdict),
      isPartial == (extent == .sinceMark)
    else {
      throw DamagedLedger(findings: "\(verification.findings)")
    }
  }
}

/// The measured ledger is not sound, so its figures are worth nothing.
struct DamagedLedger: Error {
  let findings: String
}
