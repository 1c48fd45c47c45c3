import LedgerVerification
import Roster
import Tables

extension GlobalOptions {
  /// Prints the result of a verification, and what follows from it.
  ///
  /// - Returns: The exit code of the process.
  func present(
    _ verification: Verification,
    _ settings: Settings,
    in environment: CommandEnvironment
  ) throws -> ExitStatus {
    try write(verification, Column.verification, settings, in: environment)
    if written == .table {
      for finding in verification.findings {
        try environment.output.result.write("\n\(Printable.oneLine(finding.sentence))\n")
      }
    }
    switch verification.verdict {
    case .sound, .soundSinceMark: return .done
    case .damaged:
      note("docs/recovery.md says of each finding what to do.", in: environment)
      return .badData
    case .tailUnvouched:
      note(
        """
        Nothing vouches for the entries \(verification.vouchedFor + 1) to \(verification.size): no \
        genuine head covers them. It is so while an operation runs, and after one that was killed, \
        until the next one ends; otherwise see docs/recovery.md, 'Entries that nothing vouches for'.
        """,
        in: environment
      )
      return .tailUnvouched
    case .unvouched:
      note(
        """
        Everything fits together, but nobody signed a head of this log whose key is known here: who \
        could change everything at once would not be noticed. See `rollbook checkpoint`.
        """,
        in: environment
      )
      return .attention
    }
  }
}
