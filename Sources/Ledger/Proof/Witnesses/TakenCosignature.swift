import Evidence
import GRDB
import Roster
public import TransparencyLog

/// A witness's line that was taken into the ledger.
public struct TakenCosignature: Hashable, Sendable {
  /// The size of the head that it is under.
  public let size: UInt64
  /// The witness.
  public let witness: VerifierKey
  /// When the witness says to have seen the head, in seconds since 1970.
  public let seconds: UInt64
}
