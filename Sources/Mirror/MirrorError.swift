package import Roster

/// Why a ledger was not followed, or not made from a mirror.
package enum MirrorError: UserFacingError, Equatable {
  /// The database has no tables of a mirror, or this ledger is not in it.
  case notPrepared
  /// The tables are those of another version of the program.
  case otherVersion(there: String, here: String)
  /// The mirror has more entries than the ledger.
  case ledgerBehind(there: EntryID, here: EntryID)
  /// The mirror has another log: the roots over its entries differ.
  case forked(entry: EntryID)
  /// Other followers moved the mirror on each time.
  case moved
  /// The database has several logs, and none was named.
  case logUnnamed([Int64])
  /// The database has no log of that number.
  case logUnknown(Int64)
  /// Nothing of the log was sent yet.
  case empty
  /// A row cannot be in a ledger.
  case rowsRefused(reason: String)

  package var errorCode: ErrorCode {
    switch self {
    case .notPrepared: ErrorCode("mirrorNotPrepared", .usage)
    case .otherVersion: ErrorCode("mirrorOfOtherVersion", .badSettings)
    case .ledgerBehind: ErrorCode("ledgerBehindMirror", .badData)
    case .forked: ErrorCode("mirrorForked", .badData)
    case .moved: ErrorCode("mirrorMoved", .tryLater)
    case .logUnnamed: ErrorCode("mirrorLogUnnamed", .usage)
    case .logUnknown: ErrorCode("mirrorLogUnknown", .usage)
    case .empty: ErrorCode("mirrorEmpty", .noInput)
    case .rowsRefused: ErrorCode("mirrorRowsRefused", .badData)
    }
  }

  package var message: String {
    switch self {
    case .notPrepared:
      "This database is no mirror of this ledger yet. Run 'rollbook mirror init', which makes the "
        + "tables and gives the ledger its number."
    case .otherVersion(let there, let here):
      "The mirror's tables are those of \(there), and the ledger's those of \(here). Use the same "
        + "version of Rollbook for both, or make the mirror again; see docs/mirror.md."
    case .ledgerBehind(let there, let here):
      "The mirror ends at entry \(there), and this ledger already at entry \(here). Nothing was "
        + "changed. The ledger is an older copy: see docs/mirror.md, 'The ledger is behind'."
    case .forked(let entry):
      "The mirror and this ledger have different entries among the first \(entry): the roots over them "
        + "differ. Nothing was changed. See docs/mirror.md, 'A fork'."
    case .moved:
      "Another process is following the same ledger, and was faster each time. Stop one of the two."
    case .logUnnamed(let logs):
      "The database has several logs (\(logs.map(String.init).joined(separator: ", "))), and this "
        + "ledger is none of them. Name one with --log; 'rollbook mirror status' lists them."
    case .logUnknown(let log):
      "The database has no log \(log); 'rollbook mirror status' lists those that it has."
    case .empty:
      "The mirror has no entry of this log yet. Run 'rollbook mirror follow --once' where the ledger is."
    case .rowsRefused(let reason):
      "The mirror's rows are not those of a ledger (\(reason)), so they were changed there. Nothing is "
        + "left here. Keep the database as it is, and see docs/mirror.md, 'A mirror that is not sound'."
    }
  }
}
