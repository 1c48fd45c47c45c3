package import LedgerStorage
package import Roster

/// Why something of the log cannot be shown to others as evidence.
package enum ProvingError: UserFacingError, Equatable {
  /// No head of the log was signed yet; a proof needs one.
  case noCheckpoint
  /// No head of this size was signed.
  case noSuchCheckpoint(size: UInt64)
  /// The entry came after the head.
  case notCovered(entry: EntryID, size: UInt64)
  /// The entry states no such value.
  case noSuchEvent(EventAddress)
  /// The key that signed the head is not known.
  case keyUnknown(size: UInt64)
  /// The key that signed the head is needed to sign a report, and is not available.
  case keyNotAtHand(size: UInt64)
  /// The checkpoint that a reader holds is not one of this log.
  case notOurs(size: UInt64)
  /// The log has nothing to show.
  case nothingToShow
  /// It would show more entries than it may.
  case tooLarge(entries: Int, most: Int)
  /// The log differs from what was signed.
  case notAsSigned(String)
  /// A witness has seen more entries than the last head has.
  case witnessAhead(seen: UInt64, size: UInt64)
  /// No line is by a witness whose key is known.
  case witnessUnknown
  /// A line of a witness is not genuine under any head of this log.
  case cosignatureNotGenuine(witness: String)
  /// A line of a witness has a time in the future.
  case cosignedInFuture(witness: String)

  package var errorCode: ErrorCode {
    switch self {
    case .noCheckpoint: ErrorCode("noCheckpoint", .noInput)
    case .noSuchCheckpoint: ErrorCode("noSuchCheckpoint", .usage)
    case .notCovered: ErrorCode("entryNotCovered", .usage)
    case .noSuchEvent: ErrorCode("noSuchEvent", .usage)
    case .keyUnknown: ErrorCode("checkpointKeyUnknown", .noInput)
    case .keyNotAtHand: ErrorCode("checkpointKeyNotAtHand", .noInput)
    case .notOurs: ErrorCode("checkpointNotOurs", .badData)
    case .nothingToShow: ErrorCode("nothingToShow", .usage)
    case .tooLarge: ErrorCode("evidenceTooLarge", .usage)
    case .notAsSigned: ErrorCode("ledgerNotAsSigned", .badData)
    case .witnessAhead: ErrorCode("witnessAhead", .badData)
    case .witnessUnknown: ErrorCode("witnessUnknown", .usage)
    case .cosignatureNotGenuine: ErrorCode("cosignatureNotGenuine", .badData)
    case .cosignedInFuture: ErrorCode("cosignedInFuture", .badData)
    }
  }

  package var message: String {
    switch self {
    case .noCheckpoint:
      "No head of the log was signed yet, so nothing can be proven against one. Run 'rollbook "
        + "checkpoint'."
    case .noSuchCheckpoint(let size):
      "No head of \(size) entries was signed; 'rollbook checkpoint' signs one as the log is now."
    case .notCovered(let entry, let size):
      "Entry \(entry) came after the head of \(size) entries. Run 'rollbook checkpoint', or name a "
        + "later head."
    case .noSuchEvent(let address):
      "Entry \(address.entry) states no value \(address.ordinal); 'rollbook log --events' lists "
        + "them with their addresses."
    case .keyUnknown(let size):
      "The head of \(size) entries was signed by a key that is not at hand. Give its public half "
        + "with --key."
    case .keyNotAtHand(let size):
      "A report needs the key that signed the head of \(size) entries, and proof.key is not that one, or "
        + "not there."
    case .notOurs(let size):
      "The checkpoint of \(size) entries is not one of this log, or its signature is not genuine. "
        + "If it was signed by this log, keep it: it proves that the ledger was rewritten."
    case .nothingToShow: "There is nothing of that in the log, up to the head that was signed."
    case .tooLarge(let entries, let most):
      "The evidence would show \(entries) entries, and the service makes it of \(most) at most. Ask for "
        + "less, or run 'rollbook prove' on the machine of the ledger."
    case .notAsSigned(let reason):
      "The ledger differs from what was signed, so it cannot be proven (\(reason)). Run "
        + "'rollbook verify --full'."
    case .witnessAhead(let seen, let size):
      "The witness saw \(seen) entries, and the last head has \(size): this ledger is an older copy. "
        + "See docs/recovery.md, 'An older copy'."
    case .witnessUnknown:
      "None of the lines is of a witness whose key is known. Give it with --witness-key, or name the "
        + "file of your policy under proof.policy in the settings."
    case .cosignatureNotGenuine(let witness):
      "The line of \(witness) is not genuine under any head of this log, and was not kept. Was it "
        + "made for another ledger, or changed on the way?"
    case .cosignedInFuture(let witness):
      "The line of \(witness) states a time that has not come, and was not kept. Compare the clocks."
    }
  }
}
