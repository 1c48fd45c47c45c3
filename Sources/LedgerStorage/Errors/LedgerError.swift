package import Roster

/// Why a ledger could not be opened, read or written.
package enum LedgerError: UserFacingError, Equatable {
  /// There is already a file where a ledger was to be created.
  case fileExists(path: String)
  /// There is no file where a ledger should be.
  case fileMissing(path: String)
  /// The file could not be created or opened; `reason` is the operating system's.
  case cannotOpen(path: String, reason: String)
  /// The file is not a Rollbook ledger.
  case notALedger(path: String)
  /// A newer version of Rollbook made the ledger.
  case newerLedger(path: String)
  /// The disk or the file does not allow writing.
  case readOnly(path: String)
  /// The disk is full.
  case diskFull(path: String)
  /// SQLite finds the file damaged.
  case damaged(path: String, reason: String)
  /// Beside the file is a write-ahead log of another state of it.
  case foreignLog(path: String)
  /// Beside the file is its write-ahead log, but SQLite cannot write there, which it needs for
  /// reading one.
  case unreadableLog(path: String)
  /// The file has several names (hard links), so its write-ahead log cannot be identified.
  case severalNames(path: String, count: Int)
  /// Another process is writing; `process` is 0 if its id is not known, or if a reader blocks all
  /// writers.
  case busy(path: String, process: Int32, since: Instant?)
  /// The response is from another company than the ledger's.
  case wrongCompany(system: System, ledger: String, answered: String)
  /// The operation has been closed; nothing more can be appended to it.
  case operationClosed(OperationNumber)
  /// A cell of a row has another content than the one that the row was planned against.
  case baseMoved(UserKey, CellAddress)
  /// The log ends before this entry; `last` is its last entry.
  case noSuchEntry(EntryID, last: EntryID)
  /// The log has no operation with this number.
  case noSuchOperation(OperationNumber)
  /// The log's head cannot be signed, or the ledger does not continue the last signed one.
  case proof(ProofError)
  /// Something was not erased, held, released or readmitted, or was not recorded after an erasure.
  case erasure(ErasureError)
  /// A token was not revoked.
  case grant(GrantError)
  /// A decision about a proposal was refused.
  case approval(ApprovalError)
  /// Any other error of the storage.
  case storage(path: String, reason: String)

  package var errorCode: ErrorCode {
    switch self {
    case .fileExists: ErrorCode("ledgerExists", .cannotCreate)
    case .fileMissing: ErrorCode("ledgerMissing", .noInput)
    case .cannotOpen: ErrorCode("ledgerCannotOpen", .cannotCreate)
    case .notALedger: ErrorCode("notALedger", .badData)
    case .newerLedger: ErrorCode("ledgerNewer", .badSettings)
    case .readOnly: ErrorCode("ledgerReadOnly", .cannotCreate)
    case .diskFull: ErrorCode("diskFull", .inputOutput)
    case .damaged: ErrorCode("ledgerDamaged", .badData)
    case .foreignLog: ErrorCode("ledgerLogOfOther", .badData)
    case .unreadableLog: ErrorCode("ledgerLogUnreadable", .cannotCreate)
    case .severalNames: ErrorCode("ledgerHasSeveralNames", .cannotCreate)
    case .busy: ErrorCode("ledgerBusy", .tryLater)
    case .wrongCompany: ErrorCode("wrongCompany", .badData)
    case .operationClosed: ErrorCode("operationClosed", .software)
    case .baseMoved: ErrorCode("baseMoved", .refused)
    case .noSuchEntry: ErrorCode("noSuchEntry", .usage)
    case .noSuchOperation: ErrorCode("operationUnknown", .usage)
    case .proof(let error): error.errorCode
    case .erasure(let error): error.errorCode
    case .grant(let error): error.errorCode
    case .approval(let error): error.errorCode
    case .storage: ErrorCode("ledgerStorage", .inputOutput)
    }
  }

  package var message: String {
    switch self {
    case .fileExists(let path):
      "There is already a file at \(path), and it was left alone; name another path."
    case .fileMissing(let path):
      "There is no ledger at \(path); create one with 'rollbook init', or name it with --ledger."
    case .cannotOpen(let path, let reason):
      "The ledger \(path) could not be opened (\(reason)); check that the folder exists and that "
        + "you may read and write it."
    case .notALedger(let path):
      "The file \(path) is not a Rollbook ledger; check the path, or create a ledger elsewhere with "
        + "'rollbook init'."
    case .newerLedger(let path):
      "The ledger \(path) was made by a newer version of Rollbook; update this program to use it."
    case .readOnly(let path):
      "The ledger \(path) cannot be written: the disk or the file is read-only. Nothing was recorded; "
        + "make it writable, or move the ledger."
    case .diskFull(let path):
      "The disk that holds \(path) is full. What was recorded before is kept; free some space and "
        + "run the command again."
    case .damaged(let path, let reason):
      "The ledger \(path) is damaged (\(reason)); stop using it and restore a backup."
    case .foreignLog(let path):
      "Beside the ledger \(path) lies \(path)-wal, the log of another state of it: the file was "
        + "replaced, and its old log was left. Nothing was read or written. Move \(path)-wal and "
        + "\(path)-shm to another folder, keep them, and run 'rollbook verify --full'; see "
        + "docs/recovery.md, 'A backup in the place of a ledger'."
    case .unreadableLog(let path):
      "Beside the ledger \(path) lies \(path)-wal with what was recorded last, and nothing can be "
        + "written there, which SQLite needs to read it. Copy both files to a folder that you can "
        + "write, and name the copy with --ledger."
    case .severalNames(let path, let count):
      "The ledger \(path) has \(count) names (hard links), and each would have a log of its own. "
        + "Nothing was written; leave it one name, and make copies with 'rollbook backup'."
    case .busy(let path, 0, _):
      "The ledger \(path) is busy: another process is writing, or reads where it cannot write. Wait "
        + "for it to end, or give --wait a time."
    case .busy(let path, let process, let since):
      "The ledger \(path) is busy: process \(process) is writing"
        + (since.map { " since \($0.utcToTheSecond)" } ?? "")
        + ". Wait for it to end, or give --wait a time."
    case .wrongCompany(let system, let ledger, let answered):
      "This ledger belongs to the company \(ledger) in \(system.rawValue), but the response came from "
        + "\(answered). Nothing of it was recorded; use that company's own ledger or credentials."
    case .operationClosed(let operation):
      "Operation \(operation) is closed; nothing more can be recorded under it."
    case .baseMoved(let user, let cell):
      "\(user.id), field \(cell.field), item \(cell.item): something else was recorded after the plan "
        + "was made. Nothing of the batch was recorded as intended, or sent; run the command again."
    case .noSuchEntry(let entry, let last):
      "There is no entry \(entry) in this ledger, whose last is \(last); name one that it has."
    case .noSuchOperation(let operation):
      "There is no operation \(operation) in this ledger; 'rollbook operations' lists them."
    case .proof(let error): error.message
    case .erasure(let error): error.message
    case .grant(let error): error.message
    case .approval(let error): error.message
    case .storage(let path, let reason):
      "The ledger \(path) could not be used (\(reason)). What was recorded before is kept; run "
        + "'rollbook doctor'."
    }
  }
}
