import LedgerProof
import LedgerStorage
import GRDB
import Roster
import TransparencyLog

/// Explains which row was changed, for each entry whose leaf differs from the stored hash.
struct ProofDiagnosis {
  private struct CellEvent {
    let entry: EntryID
    let field: FieldNumber
    let item: Int64
    let isGone: Bool
    /// The entry with the cell's next event.
    var end = EntryID.max
  }

  let database: Database
  let schema: String
  let findings: FindingList
  /// The ranges of entries whose stored hashes differ from the signed ones.
  let rehashed: [ClosedRange<EntryID>]
  let mark: EntryID

  func run(_ mismatches: [LeafMismatch]) throws {
    let gaps = Dictionary(grouping: mismatches.filter { $0.gap != nil }) { $0.line.user }
    for (user, lines) in gaps { try report(gaps: lines, user: user) }
    let others = mismatches.filter { $0.gap == nil }
    let swapped = try reordered(others.map(\.line))
    let rest = others.filter { !swapped.contains($0.line.entry) }
    let users = Dictionary(grouping: rest.map(\.line)) { $0.user }
    for (user, lines) in users { try report(lines, user: user, isWhole: gaps[user] == nil) }
  }

  // MARK: Missing rows

  private func report(gaps: [LeafMismatch], user: UserNumber?) throws {
    let key = try key(of: user)
    var seen: [ProofGap] = []
    for mismatch in gaps {
      guard let gap = mismatch.gap, !seen.contains(gap), seen.count < 100 else { continue }
      seen.append(gap)
      let entry = mismatch.line.entry
      switch gap {
      case .event(let number): try missing(event: number, of: entry, key)
      case .union(let number): missing("personal_union", number, entry, key)
      case .text(let number): missing("personal_text", number, entry, key)
      case .user(let number): missing("personal_user", number.rawValue, entry, key)
      case .append(let number): missing("append", number, entry, key)
      case .operation(let number): missing("operation", number.rawValue, entry, key)
      case .scope(let number): missing("scope", number.rawValue, entry, key)
      case .key: missing("proof_key", 1, entry, key)
      case .facts:
        findings.add(
          ProofFinding(
            .rowMissing,
            entry: entry,
            user: key,
            "What entry \(entry) says beside its own row is missing."
          )
        )
      }
    }
  }

  private func missing(_ table: String, _ number: Int64, _ entry: EntryID, _ user: UserKey?) {
    findings.add(
      ProofFinding(
        .rowMissing,
        entry: entry,
        user: user,
        object: table,
        "Row \(number) of \(table), on which entry \(entry) rests, is missing."
      )
    )
  }

  private func missing(event number: EventID, of entry: EntryID, _ user: UserKey?) throws {
    let cell: (EntryID, FieldCode?, Int)? = try database.first(
      """
      SELECT e.entry, f.code, e.item FROM event e LEFT JOIN field f ON f.id = e.field
      WHERE e.id = ?
      """,
      [number]
    ) { ($0.integer(0), $0.text(1), Int($0.integer(2))) }
    findings.add(
      ProofFinding(
        .valueMissing,
        entry: cell?.0 ?? entry,
        user: user,
        field: cell?.1,
        item: cell?.2,
        object: "personal_value",
        "What event \(number) of entry \(cell?.0 ?? entry) said is missing."
      )
    )
  }

  // MARK: Changed rows

  /// Entries whose rows match the stored hashes under each other's number.
  private func reordered(_ lines: [LeafMaker.Line]) throws -> Set<EntryID> {
    guard (2...64).contains(lines.count) else { return [] }
    let stored = StoredLeaves(database)
    var maker = LeafMaker(try ProofKey(database))
    var swapped: Set<EntryID> = []
    for line in lines {
      for other in lines where other.entry != line.entry {
        let moved = LeafMaker.Line(
          entry: other.entry,
          append: other.append,
          kind: line.kind,
          user: line.user,
          returned: line.returned,
          previous: try previous(of: line.user, before: other.entry)
        )
        guard let made = try? maker.hash(of: moved, LeafMaker.Stated(), in: database) else {
          continue
        }
        let kept = [try stored.hash(of: other.entry), try stored.hash(of: line.entry)]
        if kept.contains(made) { swapped.formUnion([line.entry, other.entry]) }
      }
    }
    guard let first = swapped.min() else { return [] }
    let numbers = swapped.sorted().map(\.description).joined(separator: ", ")
    findings.add(
      ProofFinding(
        .entriesReordered,
        entry: first,
        object: "entry",
        "Entries were exchanged with each other: \(numbers)."
      )
    )
    return swapped
  }

  private func previous(of user: UserNumber?, before entry: EntryID) throws -> EntryID {
    guard let user else { return 0 }
    return try database.first("SELECT max(id) FROM entry WHERE user = ? AND id < ?", [user, entry])
    { $0.integer(0) } ?? 0
  }

  private func report(_ lines: [LeafMaker.Line], user: UserNumber?, isWhole: Bool) throws {
    let key = try key(of: user)
    let replaced = lines.filter { line in rehashed.contains { $0.contains(line.entry) } }
    if let first = replaced.first {
      findings.add(
        ProofFinding(
          .leafRehashed,
          entry: first.entry,
          user: key,
          object: "tile",
          """
          The hash that is kept of entry \(first.entry)\(Self.more(replaced)) is neither that of its \
          rows nor the one that was signed.
          """
        )
      )
    }
    let rest = lines.filter { line in !rehashed.contains { $0.contains(line.entry) } }
    guard let first = rest.first else { return }
    if [EntryKind.erased, .forgotten].map(\.code).contains(first.kind), rest.count == 1 {
      findings.add(
        ProofFinding(
          .erasedWithoutEntry,
          entry: first.entry,
          user: key,
          "What is recorded as erased by entry \(first.entry) is not what that entry erased."
        )
      )
      return
    }
    if let user, isWhole, try explained(rest, user: user, key) { return }
    findings.add(
      ProofFinding(
        .entryChanged,
        entry: first.entry,
        user: key,
        "Entry \(first.entry)\(Self.more(rest)), or what belongs to it, is not what was recorded."
      )
    )
  }

  private static func more(_ lines: [LeafMaker.Line]) -> String {
    lines.count > 1 ? " (and \(lines.count - 1) more up to \(lines.last?.entry ?? 0))" : ""
  }

  /// Whether one changed value explains all of a user's mismatches; then it is reported.
  ///
  /// A value is in the leaf of every entry whose scope has its field, from its own entry to the
  /// cell's next event.
  private func explained(
    _ lines: [LeafMaker.Line],
    user: UserNumber,
    _ key: UserKey?
  ) throws -> Bool {
    let changed = Set(lines.map(\.entry))
    let scopes = try scopes(of: user)
    var maker = LeafMaker(try ProofKey(database))
    var found: [CellEvent] = []
    for event in try events(of: user) {
      let fits = try scopes.allSatisfy { entry, scope in
        let isStated =
          entry >= event.entry && entry < event.end && (!event.isGone || entry == event.entry)
        let states = try isStated && maker.scope(scope, in: database).rank[event.field] != nil
        return states == changed.contains(entry)
      }
      if fits, changed.allSatisfy({ scopes[$0] != nil }) { found.append(event) }
    }
    guard let first = found.first else { return false }
    let cell = found.count == 1 ? first : nil
    var names = NameTable(database)
    let code = try cell.map { try names.code(ofField: $0.field) }
    let what =
      code.map { "The value of \($0)[\(first.item)]" }
      ?? "One of \(found.count) values"
    findings.add(
      ProofFinding(
        .valueChanged,
        entry: first.entry,
        user: key,
        field: code,
        item: cell.map { Int($0.item) },
        object: "personal_value",
        "\(what) that entry \(first.entry) brought is not what was recorded."
      )
    )
    return true
  }

  /// The scope number of each entry of a user that states values.
  private func scopes(of user: UserNumber) throws -> [EntryID: ScopeNumber] {
    var scopes: [EntryID: ScopeNumber] = [:]
    try database.run(
      """
      SELECT n.id, a.scope FROM entry n JOIN append a ON a.id = n.append
      WHERE n.user = ? AND a.scope IS NOT NULL AND n.id > ?
        AND n.kind IN (\(EntryKind.codesWithValues))
      """,
      [user, mark]
    ) { scopes[$0.integer(0)] = $0.integer(1) }
    return scopes
  }

  private func events(of user: UserNumber) throws -> [CellEvent] {
    var events: [CellEvent] = []
    for table in ["projected_roster", "projected_history"] {
      try database.run(
        """
        SELECT e.entry, e.field, e.item, v.form FROM \(schema).\(table) h
        JOIN main.event e ON e.id = h.event LEFT JOIN main.personal_value v ON v.id = e.id
        WHERE h.user = ?
        """,
        [user]
      ) { row in
        events.append(
          CellEvent(
            entry: row.integer(0),
            field: row.integer(1),
            item: row.integer(2),
            isGone: row.integer(3) == ContentForm.gone
          )
        )
      }
    }
    events.sort { ($0.field, $0.item, $0.entry) < ($1.field, $1.item, $1.entry) }
    for index in events.indices.dropLast() {
      let next = events[index + 1]
      guard next.field == events[index].field, next.item == events[index].item else { continue }
      events[index].end = next.entry
    }
    return events
  }

  private func key(of user: UserNumber?) throws -> UserKey? {
    guard let user else { return nil }
    return try database.first(
      "SELECT u.system, p.key FROM user u JOIN personal_user p ON p.id = u.id WHERE u.id = ?",
      [user]
    ) { row in
      guard let system = row.text(0).flatMap({ System(rawValue: $0.text) }), let key = row.text(1)
      else { return nil }
      return UserKey(system, key)
    } ?? nil
  }
}
