package import Roster

/// Why a head of the log could not be signed, or the ledger does not continue the last one.
package enum ProofError: UserFacingError, Equatable {
  /// There is no key to sign with.
  case keyMissing(path: String)
  /// Heads of the ledger were signed, and the key is missing.
  case keyLost(path: String)
  /// The key was made for another ledger.
  case keyOfOtherLedger(path: String)
  /// The file exists already where a key should be made.
  case keyExists(path: String)
  /// Users other than its owner may read the key.
  case keyExposed(path: String)
  /// The key's file cannot be read or written.
  case keyUnusable(path: String, reason: String)
  /// The key signs for another origin than the settings name.
  case keyOfOtherOrigin(path: String, key: String, wanted: String)
  /// A name that cannot be an origin.
  case badOrigin(String)
  /// The log is empty, so it has no head.
  case nothingToSign
  /// A head of this size was signed by another key.
  case signedByOther(size: UInt64)
  /// A larger head was signed before.
  case behindCheckpoint(size: UInt64, signed: UInt64)
  /// The head signed at this size is not a head of this log.
  case notTheSigned(size: UInt64)
  /// The head in the projection differs from the stored hashes of the entries.
  case headNotOfEntries(size: UInt64)
  /// The settings name no file for the last head.
  case noLastHead
  /// The ledger has signed heads, and the file of the last one is missing.
  case headMissing(path: String)
  /// The last head cannot be read or written.
  case headUnusable(path: String, reason: String)
  /// The last head is another ledger's.
  case headOfOther(path: String, origin: String)
  /// The ledger is older than the last head.
  case behindHead(path: String, entries: UInt64, head: UInt64)
  /// The last head is from another log.
  case notTheHead(path: String, head: UInt64)

  package var errorCode: ErrorCode {
    switch self {
    case .keyMissing: ErrorCode("proofKeyMissing", .noInput)
    case .keyLost: ErrorCode("proofKeyLost", .inputOutput)
    case .keyOfOtherLedger: ErrorCode("proofKeyOfOtherLedger", .badSettings)
    case .keyExists: ErrorCode("proofKeyExists", .cannotCreate)
    case .keyExposed: ErrorCode("proofKeyExposed", .noPermission)
    case .keyUnusable: ErrorCode("proofKeyUnusable", .inputOutput)
    case .keyOfOtherOrigin: ErrorCode("proofKeyOfOtherOrigin", .badSettings)
    case .badOrigin: ErrorCode("proofOriginInvalid", .badSettings)
    case .nothingToSign: ErrorCode("nothingToSign", .usage)
    case .signedByOther: ErrorCode("checkpointOfOtherKey", .badData)
    case .behindCheckpoint: ErrorCode("ledgerBehindCheckpoint", .badData)
    case .notTheSigned: ErrorCode("ledgerNotTheSigned", .badData)
    case .headNotOfEntries: ErrorCode("headNotOfEntries", .badData)
    case .noLastHead: ErrorCode("lastHeadNotNamed", .badSettings)
    case .headMissing: ErrorCode("lastHeadMissing", .inputOutput)
    case .headUnusable: ErrorCode("lastHeadUnusable", .inputOutput)
    case .headOfOther: ErrorCode("lastHeadOfOther", .badData)
    case .behindHead: ErrorCode("ledgerBehindLastHead", .badData)
    case .notTheHead: ErrorCode("ledgerNotTheLastHead", .badData)
    }
  }

  package var message: String {
    switch self {
    case .keyMissing(let path):
      "There is no signing key at \(path), so no head of the log is signed. Make one with "
        + "'rollbook checkpoint --new-key', or name its file under proof.key in the settings."
    case .keyLost(let path):
      "The heads of this ledger were signed, and their key is not at \(path). Nothing is recorded "
        + "without it. Mount the disk that has it, restore it, or correct proof.key in the "
        + "settings; docs/recovery.md, 'The key is lost', says what to do without it."
    case .keyOfOtherLedger(let path):
      "The signing key \(path) was made for another ledger; one key signs one log. Name this "
        + "ledger's key under proof.key in the settings, or make one with 'rollbook checkpoint "
        + "--new-key'."
    case .keyExists(let path):
      "There is already a file at \(path), and it was left alone. If it is this ledger's key, there "
        + "is nothing to do; otherwise name another path under proof.key in the settings."
    case .keyExposed(let path):
      "Others may read the signing key \(path), so it proves nothing any more, and is not used. If "
        + "nobody has read it: chmod 600 \(path)"
    case .keyUnusable(let path, let reason):
      "The signing key \(path) cannot be used: \(reason). Restore it from where you keep a copy."
    case .keyOfOtherOrigin(let path, let key, let wanted):
      "The signing key \(path) signs for \(key), and the settings name \(wanted) under proof.origin. "
        + "Correct the one or the other."
    case .badOrigin(let origin):
      "'\(origin)' cannot be the origin of a log: it must be a name like an address without "
        + "its scheme, without spaces and '+'."
    case .nothingToSign: "The log is empty, so there is no head to sign. Fetch something first."
    case .signedByOther(let size):
      "The head at entry \(size) was signed by another key, and nothing was recorded since. The next "
        + "operation's head will be signed with this one."
    case .headNotOfEntries(let size):
      "The head that is kept of the log's \(size) entries is not the one that their hashes have. "
        + "Nothing was signed; run 'rollbook verify --full', and 'rollbook rebuild' if the head "
        + "alone is wrong."
    case .behindCheckpoint, .notTheSigned, .noLastHead, .headMissing, .headUnusable, .headOfOther,
      .behindHead, .notTheHead:
      continuity
    }
  }

  private var continuity: String {
    switch self {
    case .behindCheckpoint(let size, let signed):
      "The log has \(size) entries, but a head of \(signed) was signed: entries are missing. Nothing "
        + "was signed; run 'rollbook verify' and see docs/recovery.md, 'An older copy'."
    case .notTheSigned(let size):
      "The first \(size) entries are not those whose head was signed. Nothing was signed; run "
        + "'rollbook verify --full' and see docs/recovery.md."
    case .noLastHead: "The settings name no file for the last head: set proof.lastHead."
    case .headMissing(let path):
      "Heads of this ledger were signed, and the last of them is not at \(path). Nothing is recorded "
        + "until it is. Mount the disk that has it, or correct proof.lastHead in the settings. If "
        + "it is lost, or the settings name a new place for it: make sure that this ledger is the "
        + "newest copy, run 'rollbook verify --full', then 'rollbook checkpoint --remember'."
    case .headUnusable(let path, let reason):
      "The last head \(path) cannot be used: \(reason). Make it readable and writable, or correct "
        + "proof.lastHead in the settings."
    case .headOfOther(let path, let origin):
      "The last head \(path) is that of \(origin), which is not this ledger, or its signature is not "
        + "genuine. Correct proof.lastHead or proof.key in the settings."
    case .behindHead(let path, let entries, let head):
      "This ledger has \(entries) entries, but \(path) remembers \(head): it is an older copy. It can "
        + "be read, and nothing is recorded in it. Bring back the newer file; if that is lost for "
        + "good, see docs/recovery.md, 'An older copy'."
    case .notTheHead(let path, let head):
      "The first \(head) entries of this ledger are not those whose head \(path) remembers: something "
        + "was changed, or it is another copy that went its own way. Nothing is recorded in it; run "
        + "'rollbook verify --full' and see docs/recovery.md."
    default: name
    }
  }
}
