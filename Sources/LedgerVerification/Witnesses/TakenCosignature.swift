import Evidence
import GRDB
import Roster
package import TransparencyLog

/// A witness's line that was stored in the ledger.
package struct TakenCosignature: Hashable, Sendable {
  /// The size of the cosigned head.
  package let size: UInt64
  /// The witness.
  package let witness: VerifierKey
  /// When the witness saw the head, according to its line, in seconds since 1970.
  package let seconds: UInt64
}
