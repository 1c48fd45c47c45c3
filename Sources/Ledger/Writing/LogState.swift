package import LedgerProof
import LedgerStorage
import GRDB
package import Roster

/// The end of the log and the interned numbers, as the writer knows them; after a failed transaction,
/// its copy is discarded.
package struct LogState {
  /// The numbers last given.
  package var lastEntry: EntryID
  var lastAppend: Int64
  var lastEvent: EventID
  /// The recorded time of the last entry.
  package var recordedAt: Int64
  /// The interned numbers of each system.
  var systems: [System: SystemState]
  var sets = FieldSets()
  /// Finds users by the ledger's key, which never changes.
  let lookup: UserLookup
  /// A secret that only the holder of the signing key can make; nil if there is no key.
  let secret: [UInt8]?
  /// Recognises repeated responses; nil until it is first needed.
  package var memory: RememberedResponses?
  /// The numbers of users: the user list and the responses of an operation name each of them.
  var userNumbers: [UserKey: UserNumber] = [:]
  /// The erased users who must not be recorded again.
  package var suppressed: ErasedUserFilter
  /// The tree over the entries.
  package var tree: GrowingTree
  package var maker: LeafMaker

  init(_ database: Database, secret: [UInt8]? = nil) throws {
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
    systems = [:]
    for system in System.allCases {
      systems[system] = SystemState(
        company: try database.first(
          "SELECT key FROM company WHERE system = ?",
          [system.rawValue]
        ) { $0.text(0) } ?? nil
      )
    }
  }
}

/// The company and the interned numbers of one system.
package struct SystemState {
  /// The company whose responses are accepted, once it is known.
  package var company: Verbatim?
  var fieldNumbers: [FieldCode: FieldNumber] = [:]
  var scopeNumbers: [Set<FieldCode>: ScopeNumber] = [:]
}
