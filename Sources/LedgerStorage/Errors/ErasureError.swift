package import Roster

/// Why something was not erased, held, released or readmitted, or why it was not recorded after an
/// erasure.
package enum ErasureError: UserFacingError, Equatable {
  /// The ledger knows no such user.
  case unknownUser(UserKey)
  /// A hold forbids it; `hold` is the number of the held entry.
  case underHold(UserKey, hold: EntryID)
  /// There is no hold on the user.
  case notUnderHold(UserKey)
  /// The user was not erased, or was readmitted.
  case notErased(UserKey)
  /// The user was erased, and nothing about them may be recorded.
  case erased(UserKey, entry: EntryID)
  /// An erased value cannot be written.
  case cannotBeWritten
  /// A reason or a ticket names the person to be erased.
  case namesPerson
  /// The ledger has nothing of what was to be erased.
  case nothingToErase
  /// The values are erased from the log, but the file could not be rewritten.
  case notScrubbed(path: String, reason: String)
  /// The list of erasures cannot be read or written.
  case listUnusable(path: String, reason: String)
  /// The list of erasures belongs to another ledger.
  case listOfOther(path: String)
  /// The list has erasures that this copy of the ledger lacks, and the copy cannot be written.
  case cannotForget(path: String, erasures: Int)

  package var errorCode: ErrorCode {
    switch self {
    case .unknownUser: ErrorCode("eraseUserUnknown", .usage)
    case .underHold: ErrorCode("underHold", .refused)
    case .notUnderHold: ErrorCode("notUnderHold", .usage)
    case .notErased: ErrorCode("notErased", .usage)
    case .erased: ErrorCode("userErased", .usage)
    case .cannotBeWritten: ErrorCode("erasedNotWritten", .software)
    case .namesPerson: ErrorCode("reasonNamesPerson", .usage)
    case .nothingToErase: ErrorCode("nothingToErase", .usage)
    case .notScrubbed: ErrorCode("erasureNotScrubbed", .attention)
    case .listUnusable: ErrorCode("erasureListUnusable", .badSettings)
    case .listOfOther: ErrorCode("erasureListOfOther", .badSettings)
    case .cannotForget: ErrorCode("erasuresMissing", .cannotCreate)
    }
  }

  package var message: String {
    switch self {
    case .unknownUser(let user):
      "The ledger knows no \(user.system.rawValue) user \(user.id). Check the key."
    case .underHold(let user, let hold):
      "\(user.id) is under a legal hold (entry \(hold)). Nothing was erased, and the refusal was "
        + "recorded. Lift the hold with 'rollbook release', if it is over."
    case .notUnderHold(let user):
      "There is no hold on \(user.id), so none was lifted."
    case .notErased(let user):
      "\(user.id) is not erased from this ledger, so it cannot be readmitted."
    case .erased(let user, let entry):
      "\(user.id) was erased from this ledger (entry \(entry)), and nothing about them is recorded. "
        + "'rollbook readmit' lets them be recorded again, as a new person."
    case .cannotBeWritten:
      "A value that was erased was to be written; nothing was. Please report it."
    case .namesPerson:
      "The reason or the ticket names the person, or has a value of theirs in it, and would stay when "
        + "they are gone. Nothing was erased; say it without naming them."
    case .nothingToErase:
      "The ledger has nothing of what was to be erased."
    case .notScrubbed(let path, let reason):
      "The erasure is recorded, but the file \(path) could not be written anew (\(reason)), so that "
        + "traces may be left in it. Stop the process that reads it, make sure there is free disk space, and run "
        + "'rollbook erase --scrub'."
    case .listUnusable(let path, let reason):
      "The list of erasures \(path) cannot be used: \(reason). Nothing was done; make it readable and "
        + "writable, or correct proof.lastHead in the settings."
    case .listOfOther(let path):
      "The list of erasures \(path) is another ledger's. Correct proof.lastHead in the settings."
    case .cannotForget(let path, let erasures):
      "\(path) lists \(erasures == 1 ? "an erasure" : "\(erasures) erasures") that this copy of the "
        + "ledger has not, and the copy cannot be written, so it is not read either. Make it writable, "
        + "and it forgets what must be forgotten when it is opened."
    }
  }
}
