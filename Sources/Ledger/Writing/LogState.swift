package import LedgerProof
import LedgerStorage
import GRDB
package import Roster

/// The end of the log and the interned numbers, as a writer knows them; after a failed transaction,
/// its copy is discarded.
package struct LogState {
  /// The numbers last given.
  package var lastEntry: EntryID
  var lastAppend: Int64
  var lastEvent: EventID
  /// The recorded time of the last entry.
  package var recordedAt: Int64
  /// Whether the operation has been closed.
  var isClosed = false
  /// The fields that any response of this operation returned.
  var fieldsSeen: Set<FieldCode> = []
  /// The company whose responses are accepted, once it is known.
  package var company: Verbatim?
  var sets = FieldSets()
  /// Finds users by the ledger's key, which never changes.
  let lookup: UserLookup
  /// A secret that only the holder of the signing key can make; nil if there is no key.
  let secret: [UInt8]?
  /// Recognises repeated responses; nil until it is first needed.
  package var memory: RememberedResponses?
  var fieldNumbers: [FieldCode: FieldNumber] = [:]
  /// The numbers of the users of this operation: the user list and the responses name each of them.
  var userNumbers: [UserKey: UserNumber] = [:]
  var scopeNumbers: [Set<FieldCode>: ScopeNumber] = [:]
  /// The erased users who must not be recorded again.
  package var suppressed: ErasedUserFilter
  /// The tree over the entries.
  package var tree: GrowingTree
  package var maker: LeafMaker

  init(_ database: Database, system: System, secret: [UInt8]? = nil) throws {
    self.secret = secret
    lookup = try UserLookup(database)
    func last(_ table: String) throws -> Int64 {
      try database.first("SELECT max(id) FROM \(table)") { $0.integer(0) } ?? 0
    }
    lastEntry = EntryID(try last("entry"))
    lastAppend = try last("append")
    lastEvent = EventID(try last("event"))
    recordedAt =
      try database.first("SELECT recorded_at FROM append WHERE id = ?", [lastAppend]) {
        $0.integer(0)
      } ?? Int64.min
    suppressed = try ErasedUserFilter(database)
    tree = try GrowingTree(database)
    maker = LeafMaker(try ProofKey(database))
    company = try String.fetchOne(
      database,
      sql: "SELECT key FROM company WHERE system = ?",
      arguments: [system.rawValue]
    ).map { Verbatim($0) }
  }
}
