import Evidence
import GRDB
import Roster
package import TransparencyLog

/// A witness's line that was taken into the ledger.
package struct TakenCosignature: Hashable, Sendable {
  /// The size of the head that it is under.
  package let size: UInt64
  /// The witness.
  package let witness: VerifierKey
  /// When the witness says to have seen the head, in seconds since 1970.
  package let seconds: UInt64
}
