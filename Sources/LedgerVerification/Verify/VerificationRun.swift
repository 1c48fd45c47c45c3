import Ledger
import LedgerProof
import LedgerStorage
import Foundation
import GRDB
import Roster
import Synchronization
import TransparencyLog

/// One verification, by several workers.
///
/// The first worker runs the whole-file checks while the others start on the users; then all share
/// the remaining users. Each worker reads the same state of the log through its own connection.
///
/// Example: with two workers, the first reads the tree, the schema and the projections; the second
/// recomputes the leaves of users 1, 2, 3 …, until the first one joins it.
final class VerificationRun: Sendable {
  private struct State {
    /// The next free users have larger numbers than this; nil if none are left.
    var nextUser: UserNumber? = 0
    var tally = LeafTally()
    var done: Int64 = 0
    var goal: Int64 = 0
    var failure: (any Error)?
  }

  private static let usersAtOnce = 64
  private static let attempts = 20
  /// The projections that are compared while tree and leaves are recomputed.
  private static let (head, roots) = ("projected_head", "projected_values")

  private let path: String
  private let trusted: [VerifierKey]
  private let signing: SigningConfiguration?
  private let mark: TrustAnchor.Extent?
  /// Where the verification begins: at the mark, or at the beginning of the log.
  private let extent: VerificationExtent
  /// The head stored outside, read before the ledger: a writer may sign a later one in between,
  /// which this state of the ledger does not contain.
  private let lastHead = Mutex<SignedCheckpoint?>(nil)
  private let progress: VerificationProgress
  let findings = FindingList()
  private let state = Mutex(State())
  private let result = Mutex(Verification())

  init(
    path: String,
    trusted: [VerifierKey],
    signing: SigningConfiguration?,
    mark: TrustAnchor.Extent?,
    extent: VerificationExtent,
    progress: @escaping VerificationProgress
  ) {
    self.path = path
    self.trusted = trusted
    self.signing = signing
    self.mark = mark
    self.extent = extent
    self.progress = progress
  }

  private var isFull: Bool { extent == .full || mark == nil }
  private var markEntry: EntryID { isFull ? 0 : EntryID(lastOf: mark?.size ?? 0) }

  func run() throws -> Verification {
    for _ in 0..<Self.attempts where try attempt() {
      return result.withLock { result in
        result.findings = findings.sorted
        result.findingCount = findings.total
        return result
      }
    }
    throw LedgerError.storage(path: path, reason: "a writer did not leave a moment to read it")
  }

  /// Runs all workers; false if they did not read the same state.
  private func attempt() throws -> Bool {
    let count = min(max(ProcessInfo.processInfo.activeProcessorCount, 1), 8)
    let head = try signing?.lastHeadPath.flatMap { try ExpectedCheckpoint(path: $0).read() }
    lastHead.withLock { $0 = head }
    state.withLock { $0 = State() }
    return try ParallelReading(path, threads: count) { [self] reading, index, database in
      let entries = try LogStamp(database).entries
      state.withLock { $0.goal = max(0, entries - markEntry.rawValue) }
      // No memory map: with one, a file that is truncated or unreadable would kill the process.
      try database.execute(sql: "PRAGMA cache_size = -16000")
      if index == 0 {
        try lead(database, reading)
      } else if try hasTables(database) {
        try users(database, schema: "main")
      }
    }.finish()
  }

  // MARK: Whole-file checks

  private func lead(_ database: Database, _ reading: ParallelReading) throws {
    defer { Rebuild.clear(database) }
    try SchemaCheck(findings: findings).run(database)
    guard !findings.has(.tableAltered), try hasKey(database) else { return }
    if isFull { try fileIsWhole(database) }
    let chain = try ChainCheck(findings: findings, mark: markEntry).run(database)
    if isFull { try RowCheck(findings: findings).run(database) }
    let outcome = try tree(database, last: chain.last)
    let projections = try isFull ? projections(database) : Projections()
    let isDerived = projections.hasEvents
    let leaves = try isDerived ? together(database, reading) : alone(database, reading)
    let erasures = try erasures(database)
    result.withLock { result in
      result.erasures = erasures
      result.entries = leaves.entries
      result.values = leaves.values
    }
    if leaves.entries < chain.entries, leaves.mismatches.isEmpty { try lost(database) }
    let rehashed = judge(outcome, leaves, last: chain.last)
    // What was derived from damaged rows is no finding of its own.
    if leaves.mismatches.isEmpty, rehashed.isEmpty {
      try hashes(projections, outcome, leaves, in: database)
    }
    try ProofDiagnosis(
      database: database,
      schema: isDerived ? "main" : "temp",
      findings: findings,
      rehashed: rehashed,
      mark: markEntry
    ).run(leaves.mismatches)
  }

  private func erasures(_ database: Database) throws -> [ErasedByEntry] {
    try database.rows(
      """
      SELECT e.entry, (SELECT count(*) FROM erased_value v WHERE v.erasure = e.entry)
      FROM erasure e ORDER BY e.entry
      """
    ) { ErasedByEntry(entry: $0.integer(0), values: Int($0.integer(1))) }
  }

  /// Whether the tables exist that the helpers need; if not, the first worker reports it.
  private func hasTables(_ database: Database) throws -> Bool {
    let names = ["proof_key", "tile", "entry", "user", "projected_roster", "projected_history"]
    for name in names where try !database.tableExists(name) { return false }
    return try keyStands(database)
  }

  private func keyStands(_ database: Database) throws -> Bool {
    try database.first("SELECT id FROM proof_key WHERE id = 1") { $0.integer(0) } != nil
  }

  private func hasKey(_ database: Database) throws -> Bool {
    if try keyStands(database) { return true }
    let message = "The key of the proof is missing, without which no leaf can be made again."
    findings.add(ProofFinding(.rowMissing, object: "proof_key", message))
    return false
  }

  private func fileIsWhole(_ database: Database) throws {
    let found = try String.fetchOne(database, sql: "PRAGMA integrity_check(1)") ?? "ok"
    guard found != "ok" else { return }
    findings.add(ProofFinding(.fileDamaged, "SQLite finds the file damaged: \(found)."))
  }

  private func tree(_ database: Database, last: EntryID) throws -> TreeCheck.Outcome {
    var (marks, genuine) = try CheckpointCheck(
      findings: findings,
      trusted: trusted,
      lastHeadPath: signing?.lastHeadPath,
      mustHaveLastHead: signing?.isLastHeadNamed == true,
      lastHead: lastHead.withLock { $0 }
    ).run(database)
    try WitnessStatementCheck(findings: findings).run(database)
    if let mark { marks.append(TreeCheck.Mark(size: mark.size, root: mark.root, source: "mark")) }
    let outcome = try TreeCheck(database, findings: findings).run(
      from: UInt64(markEntry.rawValue),
      last: last,
      marks: marks
    )
    let met = genuine > 0 ? EntryID(lastOf: outcome.met) : 0
    let good = genuine - outcome.badMarks.count - outcome.beyond.count
    result.withLock { result in
      result.size = last
      result.root = outcome.range.root
      result.mark = markEntry
      result.checkpoints = max(0, good)
      result.vouchedFor = met
    }
    return outcome
  }

  /// The result of comparing the projections with the log.
  private struct Projections {
    /// Whether the stored projections find all events.
    var hasEvents = true
    /// The derived projections, and the users with values roots; nil if the log contradicts itself.
    var derived: (rebuild: Rebuild, live: [UserNumber: Set<ScopeNumber>])?
  }

  private func projections(_ database: Database) throws -> Projections {
    var projections = Projections()
    do {
      let rebuild = try Rebuild(database)
      projections.derived = (rebuild, try rebuild.deriveUnhashed())
    } catch let error as DatabaseError {
      findings.add(
        ProofFinding(
          .contradiction,
          "The log's rows contradict each other: \(error.message ?? "\(error.resultCode)")."
        )
      )
      return Projections()
    }
    for table in Rebuild.tables where ![Self.head, Self.roots].contains(table) {
      let isSame = try compare(table, in: database)
      if !isSame, ["projected_roster", "projected_history"].contains(table) {
        projections.hasEvents = false
      }
    }
    return projections
  }

  /// Reports projections that differ from the derived ones.
  @discardableResult
  private func compare(_ table: String, in database: Database) throws -> Bool {
    let report = try Rebuild.compare(table, in: database)
    guard report.differences > 0 else { return true }
    findings.add(
      ProofFinding(
        .projectionEdited,
        object: table,
        "\(report.differences) rows of \(table) are not what the log says."
      )
    )
    return false
  }

  /// Compares the projections of hashes, if all leaves are sound.
  ///
  /// The tree and the values roots were recomputed already. They are derived as tables only if some
  /// differ, in order to count them.
  private func hashes(
    _ projections: Projections,
    _ outcome: TreeCheck.Outcome,
    _ leaves: LeafTally,
    in database: Database
  ) throws {
    guard let derived = projections.derived else { return }
    try derived.rebuild.head(of: GrowingTree(outcome.range))
    try compare(Self.head, in: database)
    let rows = try database.first("SELECT count(*) FROM main.\(Self.roots)") { Int($0.integer(0)) }
    guard leaves.hasOtherRoots || rows != leaves.roots else { return }
    try derived.rebuild.values(derived.live)
    try compare(Self.roots, in: database)
  }

  // MARK: Users

  /// Checks users together with the other workers, until all are done.
  private func together(_ database: Database, _ reading: ParallelReading) throws -> LeafTally {
    try users(database, schema: "main", nobody: true)
    reading.waitForOthers()
    return state.withLock { $0.tally }
  }

  /// Checks all users with the derived projections: the stored ones do not find all events.
  private func alone(_ database: Database, _ reading: ParallelReading) throws -> LeafTally {
    state.withLock { $0.nextUser = nil }
    reading.waitForOthers()
    state.withLock { state in
      state.nextUser = 0
      state.tally = LeafTally()
      state.done = 0
    }
    try users(database, schema: "temp", nobody: true)
    return state.withLock { $0.tally }
  }

  private func users(_ database: Database, schema: String, nobody: Bool = false) throws {
    var check = try LeafCheck(database, schema: schema, mark: markEntry)
    var tally = LeafTally()
    if nobody {
      try check.check(nil, into: &tally)
      report(Int64(tally.entries))
    }
    while let users = try nextUsers(database) {
      let before = tally.entries
      for user in users { try check.check(user, into: &tally) }
      report(Int64(tally.entries - before))
    }
    state.withLock { $0.tally.add(tally) }
  }

  /// The next free users; nil if there are none.
  private func nextUsers(_ database: Database) throws -> [UserNumber]? {
    try state.withLock { state in
      guard let next = state.nextUser else { return nil }
      let users: [UserNumber] = try database.rows(
        """
        SELECT id FROM user u WHERE id > ?1
          AND EXISTS (SELECT 1 FROM entry n WHERE n.user = u.id AND n.id > ?2)
        ORDER BY id LIMIT \(Self.usersAtOnce)
        """,
        [next, markEntry]
      ) { $0.integer(0) }
      state.nextUser = users.last
      return users.isEmpty ? nil : users
    }
  }

  private func report(_ entries: Int64) {
    let (done, goal) = state.withLock { state in
      state.done += entries
      return (state.done, state.goal)
    }
    // A log that was tampered with may have entries without an append.
    progress(done, max(done, goal))
  }
}
