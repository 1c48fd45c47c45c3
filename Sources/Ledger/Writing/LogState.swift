import GRDB
import Roster

/// What a writer knows of the log's end, and of what it has interned; a copy that a failed
/// transaction leaves behind is thrown away.
struct LogState {
  /// The numbers last given.
  var lastEntry: Int64
  var lastAppend: Int64
  var lastEvent: Int64
  /// The recorded time of the last entry.
  var recordedAt: Int64
  /// Whether the operation has been closed.
  var isClosed = false
  /// The fields that any answer of this operation brought back.
  var fieldsSeen: Set<FieldCode> = []
  /// The company whose answers are accepted, once it is known.
  var company: Verbatim?
  var sets = FieldSets()
  /// What only the holder of the signing key can make; nil where there is no key.
  let secret: [UInt8]?
  /// What recognises answers, once one was asked about.
  var memory: RememberedResponses?
  var fieldNumbers: [FieldCode: Int64] = [:]
  /// The users whom the operation has met: the list of users and the responses name each of them.
  var userNumbers: [UserKey: Int64] = [:]
  var scopeNumbers: [Set<FieldCode>: Int64] = [:]
  /// The users who were erased and must not come back.
  var suppressed: ErasedUserFilter
  /// The tree over the entries.
  var tree: GrowingTree
  var maker: LeafMaker

  init(_ database: Database, system: System, secret: [UInt8]? = nil) throws {
    self.secret = secret
    func last(_ table: String) throws -> Int64 {
      try SQLStatement(database, "SELECT max(id) FROM \(table)").first { $0.integer(0) } ?? 0
    }
    lastEntry = try last("entry")
    lastAppend = try last("append")
    lastEvent = try last("event")
    let time = try SQLStatement(database, "SELECT recorded_at FROM append WHERE id = ?")
    time.bind(1, lastAppend)
    recordedAt = try time.first { $0.integer(0) } ?? Int64.min
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
