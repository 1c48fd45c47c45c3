import LedgerProof
package import LedgerStorage
import Foundation
package import GRDB
package import Roster
import TransparencyLog

/// One transaction that appends entries to the log and to its projections.
///
/// The row of the append is written first, with the number of entries; so the caller counts before
/// writing.
package struct AppendTransaction {
  /// What the entries of the transaction share.
  package struct Facts {
    package var operation: OperationNumber
    package var entries: Int
    var askedAt: Instant?
    var receivedAt: Instant?
    var requestID: String?
    package var asked: ScopeNumber?
    package var scope: ScopeNumber?
    package var returned = 0
    package var changed = 0
    package var gone = 0
  }

  package let database: Database
  package let system: System
  package let now: Instant
  let random: RandomBytes
  let projector: Projector
  let hot: StatementCache
  package let rows: EventInserts
  package var state: LogState
  /// The part of `state` about the system; put back when the transaction is finished.
  package var names: SystemState
  /// What the operation knows of what it appended.
  var own: OperationState
  /// Whether something was erased, so that what is cached of the log counts no more.
  var hasErased = false
  /// The last entry, until its leaf is made.
  package var pending: PendingLeaf?
  /// The fields of the last events, in their order.
  var lastFields: [(code: FieldCode, number: FieldNumber)] = []
  /// The digests of a response's users, to be remembered after the leaves of their entries are
  /// made.
  var remember: [(digest: RememberedResponses.Digest, user: UserNumber, scope: ScopeNumber)] = []
  /// The entries that the row of the append counts and that are not yet written.
  private var owed = 0
  /// The difference between the leaves of the tree and the entries: 0, but in a damaged log.
  private let lead: Int64

  init(
    _ database: Database,
    system: System,
    now: Instant,
    random: RandomBytes,
    state: LogState,
    own: OperationState = OperationState()
  ) throws {
    self.database = database
    self.system = system
    self.now = now
    self.random = random
    self.state = state
    self.own = own
    names = state.systems[system] ?? SystemState()
    hot = StatementCache(database)
    rows = EventInserts(database)
    projector = Projector(database)
    lead = Int64(bitPattern: state.tree.range.size) &- state.lastEntry.rawValue
  }

  /// Finds users by the keyed hash of their key.
  package var lookup: UserLookup { state.lookup }

  /// Starts the append; its entries follow.
  package mutating func begin(_ facts: Facts) throws {
    try seal()
    requireAllEntries()
    owed = facts.entries
    let clock = now.milliseconds
    let recorded = max(clock, state.recordedAt)
    state.lastAppend += 1
    state.recordedAt = recorded
    let insert = try SQLStatement(
      database,
      """
      INSERT INTO append (id, operation, first_entry, entries, recorded_at, clock_at, asked_at,
        received_at, request_id, asked, scope, returned, changed, gone)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, CAST(? AS TEXT), ?, ?, ?, ?, ?)
      """
    )
    insert.bind(1, state.lastAppend)
    insert.bind(2, facts.operation)
    insert.bind(3, state.lastEntry + 1)
    insert.bind(4, Int64(facts.entries))
    insert.bind(5, recorded)
    insert.bind(6, clock < recorded ? clock : nil)
    insert.bind(7, facts.askedAt?.milliseconds)
    insert.bind(8, facts.receivedAt?.milliseconds)
    insert.bind(9, blob: facts.requestID.map { Verbatim($0) })
    insert.bind(10, facts.asked)
    insert.bind(11, facts.scope)
    insert.bind(12, Int64(facts.returned))
    insert.bind(13, Int64(facts.changed))
    insert.bind(14, Int64(facts.gone))
    try insert.run()
  }

  /// Appends an entry.
  ///
  /// - Returns: Its number.
  package mutating func entry(_ kind: EntryKind, user: UserNumber? = nil, returned: Int = 0) throws
    -> EntryID
  {
    try seal()
    precondition(owed > 0, "append \(state.lastAppend) gets an entry that its row does not count")
    owed -= 1
    let previous = try lastEntry(of: user)
    state.lastEntry += 1
    let insert = try hot.get(
      .entry,
      "INSERT INTO entry (id, append, kind, user, returned) VALUES (?, ?, ?, ?, ?)"
    )
    insert.bind(1, state.lastEntry)
    insert.bind(2, state.lastAppend)
    insert.bind(3, kind.code)
    insert.bind(4, user)
    insert.bind(5, Int64(returned))
    try insert.run()
    pending = PendingLeaf(
      LeafMaker.Line(
        entry: state.lastEntry,
        append: state.lastAppend,
        kind: kind.code,
        user: user,
        returned: Int64(returned),
        previous: previous
      )
    )
    return state.lastEntry
  }

  /// Stops the process before a commit if entries are missing that the row of the append counts.
  private func requireAllEntries() {
    precondition(owed == 0, "append \(state.lastAppend) lacks \(owed) entries that its row counts")
  }

  /// Stops the process before a commit if the append lacks entries, or an entry lacks its leaf.
  func requireWhole() {
    requireAllEntries()
    let leaves = Int64(bitPattern: state.tree.range.size) &- lead
    precondition(
      leaves == state.lastEntry.rawValue,
      "the tree has \(leaves) leaves for \(state.lastEntry) entries"
    )
  }

  /// Stores a personal text.
  ///
  /// - Returns: Its number; nil for nil.
  package func text(_ text: Verbatim?) throws -> Int64? {
    guard let text else { return nil }
    let number = try freeNumber("text")
    try database.run(
      "INSERT INTO personal_text (id, salt, content) VALUES (?, ?, ?)",
      [number, random.make(16), text.text.utf8]
    )
    return number
  }

  /// A number that no row of a personal table has, or had before it was erased: a reference to an
  /// erased row must not lead to a new one.
  func freeNumber(_ part: String) throws -> Int64 {
    try database.first(
      """
      SELECT max(coalesce((SELECT max(id) FROM personal_\(part)), 0),
        coalesce((SELECT max(id) FROM erased_\(part)), 0)) + 1
      """
    ) { $0.integer(0) } ?? 1
  }

  /// The user's number; a user who is not in the ledger is added.
  package mutating func user(_ id: Verbatim) throws -> UserNumber { try user(UserKey(system, id)) }

  /// The number of a user of either system; a user who is not in the ledger is added, and an erased
  /// one is refused.
  package mutating func user(_ key: UserKey) throws -> UserNumber {
    if let known = state.userNumbers[key] { return known }
    let number = try find(key)
    state.userNumbers[key] = number
    return number
  }

  private func find(_ key: UserKey) throws -> UserNumber {
    let hash = lookup.hash(key)
    let search = try hot.get(.user, UserLookup.search)
    search.bind(1, hash)
    let known: UserNumber? = try search.first { $0.integer(0) }
    if let known { return known }
    if let entry = state.suppressed.erasure(of: key, lookup) {
      throw LedgerError.erasure(.erased(key, entry: entry))
    }
    try database.run("INSERT INTO user (system) VALUES (?)", [key.system.rawValue])
    let number = UserNumber(database.lastInsertedRowID)
    let secrets = random.make(32)
    try database.run(
      "INSERT INTO personal_user (id, salt, surrogate, key) VALUES (?, ?, ?, ?)",
      [number, Array(secrets[..<16]), Array(secrets[16...]), key.id.text.utf8]
    )
    try projector.lookUp(hash, user: number)
    return number
  }

  /// The field's number; a field that is not in the ledger is added.
  package mutating func field(_ code: FieldCode) throws -> FieldNumber {
    if let known = names.fieldNumbers[code] { return known }
    let found: FieldNumber? = try database.first(
      "SELECT id FROM field WHERE system = ? AND code = CAST(? AS TEXT)",
      [system.rawValue, code.bytes]
    ) { $0.integer(0) }
    let number: FieldNumber
    if let found {
      number = found
    } else {
      try database.run(
        "INSERT INTO field (system, code) VALUES (?, CAST(? AS TEXT))",
        [system.rawValue, code.bytes]
      )
      number = FieldNumber(database.lastInsertedRowID)
    }
    names.fieldNumbers[code] = number
    return number
  }

  /// The number of a set of fields; a set that is not in the ledger is added.
  package mutating func scope(_ fields: Set<FieldCode>) throws -> ScopeNumber {
    if let known = try knownScope(fields) { return known }
    try database.run(
      "INSERT INTO scope (system, digest) VALUES (?, ?)",
      [system.rawValue, Self.digest(of: fields)]
    )
    let number = ScopeNumber(database.lastInsertedRowID)
    for code in fields.sorted() {
      try database.run(
        "INSERT INTO scope_field (scope, field) VALUES (?, ?)",
        [number, try field(code)]
      )
    }
    names.scopeNumbers[fields] = number
    return number
  }

  /// The number of a set of fields; nil if it is not in the ledger.
  mutating func knownScope(_ fields: Set<FieldCode>) throws -> ScopeNumber? {
    if let known = names.scopeNumbers[fields] { return known }
    let found: ScopeNumber? = try database.first(
      "SELECT id FROM scope WHERE system = ? AND digest = ?",
      [system.rawValue, Self.digest(of: fields)]
    ) { $0.integer(0) }
    if let found { names.scopeNumbers[fields] = found }
    return found
  }

  private static func digest(of fields: Set<FieldCode>) -> [UInt8] {
    ScopeFacts.digest(of: fields.sorted().map(\.bytes))
  }
}
