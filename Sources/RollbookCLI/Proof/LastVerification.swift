import LedgerStorage
import LedgerVerification
import Roster
import Tables
import VerbatimJSON

/// How the last verification on this machine ended, as a file beside the ledger remembers it.
///
/// It is a convenience: no signature vouches for it, and it may be lost.
struct LastVerification: Codable, Sendable {
  /// When it ended, in milliseconds.
  let at: Int64
  /// Its verdict, as `verify` prints it.
  let verdict: String
  /// How many entries the log had.
  let size: Int64
  /// The entry after which it looked; 0 if it looked at all.
  let after: Int64
  let findings: Int

  init(_ verification: Verification, at now: Instant) {
    at = now.milliseconds
    verdict = verification.verdict.rawValue
    size = verification.size.rawValue
    after = verification.mark.rawValue
    findings = verification.findingCount
  }

  /// The file that remembers it.
  static func file(beside ledger: String) -> SideFile<LastVerification> {
    SideFile(path: ledger + ".verification")
  }

  /// The members of JSON, and a few words.
  var datum: Datum {
    let time = Instant(milliseconds: at)
    return .parts(
      [
        "at": .string(Times.machine(time)), "verdict": .string(verdict), "size": .integer(size),
        "after": .integer(after), "findings": .integer(findings),
      ],
      inWords: "\(verdict) up to entry \(size), at \(Times.machine(time))"
    )
  }
}
