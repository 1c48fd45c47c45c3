import Ledger
import LedgerProof
import LedgerStorage
import GRDB
import Roster
import TransparencyLog

/// Finds rows that no leaf covers: every row of the log belongs to an entry, so another program
/// added a row that belongs to none.
struct RowCheck {
  let findings: FindingList

  func run(_ database: Database) throws {
    for (table, sql) in Self.strays { try report(table, "SELECT id FROM (\(sql))", in: database) }
    try scopes(database)
    try peopleSets(database)
    try accesses(database)
    try erasures(database)
    try erasedSystems(database)
  }

  /// Erased rows have an erased entry, and their content is gone.
  private func erasures(_ database: Database) throws {
    for part in ["value", "text", "union", "user"] {
      try database.run(
        """
        SELECT e.id, e.erasure, p.id IS NULL FROM erased_\(part) e
        LEFT JOIN personal_\(part) p ON p.id = e.id
        LEFT JOIN entry n ON n.id = e.erasure
          AND n.kind IN (\(EntryKind.erased.code), \(EntryKind.forgotten.code))
        WHERE p.id IS NOT NULL OR n.id IS NULL LIMIT 10
        """
      ) { row in
        let (number, erasure): (Int64, EntryID) = (row.integer(0), row.integer(1))
        findings.add(
          row.integer(2) == 1
            ? ProofFinding(
              .erasedWithoutEntry,
              entry: erasure,
              object: "erased_\(part)",
              "Row \(number) of personal_\(part) is said to be erased by entry \(erasure), which erased "
                + "nothing."
            )
            : ProofFinding(
              .rowAdded,
              entry: erasure,
              object: "personal_\(part)",
              "Row \(number) of personal_\(part) was erased by entry \(erasure), and is there again."
            )
        )
      }
    }
  }

  private func report(_ table: String, _ sql: String, in database: Database) throws {
    try database.run(sql + " LIMIT 10") { row in
      findings.add(
        ProofFinding(
          .rowAdded,
          object: table,
          "Row \(row.integer(0)) of \(table) belongs to no entry that could have brought it."
        )
      )
    }
  }

  /// The system of an erased user is only in the leaves of the operations; this compares both.
  private func erasedSystems(_ database: Database) throws {
    try database.run(
      """
      SELECT u.id FROM erased_user e JOIN user u ON u.id = e.id
      WHERE u.system <> coalesce((
        SELECT o.system FROM entry n JOIN append a ON a.id = n.append
        JOIN operation o ON o.id = a.operation WHERE n.user = u.id ORDER BY n.id LIMIT 1), u.system)
        OR u.system <> 'dingtalk' AND EXISTS (SELECT 1 FROM link WHERE dingtalk = u.id)
        OR u.system <> 'maycur' AND EXISTS (SELECT 1 FROM link WHERE maycur = u.id)
      LIMIT 10
      """
    ) { row in
      findings.add(
        ProofFinding(
          .entryChanged,
          object: "user",
          "User \(row.integer(0)), who was erased, is not of the system whose entries speak of them."
        )
      )
    }
  }

  /// A scope's digest matches its fields, which all belong to its system.
  private func scopes(_ database: Database) throws {
    try database.run("SELECT id, digest, system FROM scope") { row in
      let system = row.text(2)
      let fields = try database.rows(
        """
        SELECT CAST(f.code AS BLOB) AS bytes, f.system FROM scope_field s
        JOIN field f ON f.id = s.field WHERE s.scope = ? ORDER BY bytes
        """,
        [row.integer(0)]
      ) { (code: $0.array(0), isOfSystem: $0.text(1) == system) }
      guard
        row.array(1) != ScopeFacts.digest(of: fields.map { $0.code })
          || !fields.allSatisfy({ $0.isOfSystem })
      else { return }
      findings.add(
        ProofFinding(
          .entryChanged,
          object: "scope",
          "Scope \(row.integer(0)) does not have the fields of which it is the digest."
        )
      )
    }
  }

  /// A set's root is the one over its people; the leaves commit to the people themselves.
  private func peopleSets(_ database: Database) throws {
    try database.run("SELECT id, root FROM people_set") { row in
      let tree = try? PeopleTree(ofSet: row.integer(0), in: database)
      guard tree?.root.bytes != row.array(1) else { return }
      findings.add(
        ProofFinding(
          .entryChanged,
          object: "people_set",
          "Set \(row.integer(0)) does not have the people whose root it has."
        )
      )
    }
  }

  /// Each access names the last one before it that is about no one person.
  private func accesses(_ database: Database) throws {
    try database.run(
      """
      SELECT entry, previous, before FROM (
        SELECT x.entry, x.previous, coalesce(max(iif(n.user IS NULL, x.entry, NULL)) OVER (
          ORDER BY x.entry ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS before
        FROM access x JOIN entry n ON n.id = x.entry)
      WHERE previous <> before LIMIT 10
      """
    ) { row in
      findings.add(
        ProofFinding(
          .entryChanged,
          entry: row.integer(0),
          object: "access",
          "Entry \(row.integer(0)) says that the reading of several people before it is "
            + "\(row.integer(1)), and it is \(row.integer(2))."
        )
      )
    }
  }

  private static func stray(_ table: String, _ column: String, kinds: [EntryKind]) -> String {
    let codes = kinds.map { String($0.code) }.joined(separator: ", ")
    return """
      SELECT t.\(column) AS id FROM \(table) t LEFT JOIN entry n ON n.id = t.entry
      WHERE n.kind IS NULL OR n.kind NOT IN (\(codes))
      """
  }

  private static let strays: [(String, String)] = [
    ("not_returned", stray("not_returned", "entry", kinds: [.notReturned])),
    ("enumeration", stray("enumeration", "entry", kinds: [.enumerated])),
    ("description", stray("description", "id", kinds: [.cataloged])),
    ("closing", stray("closing", "entry", kinds: [.closed])),
    ("intended", stray("intended", "entry", kinds: [.intended])),
    ("sending", stray("sending", "entry", kinds: [.sent])),
    ("outcome", stray("outcome", "entry", kinds: [.accepted, .rejected, .uncertain])),
    ("skipping", stray("skipping", "entry", kinds: [.skipped])),
    ("settlement", stray("settlement", "entry", kinds: [.settled])),
    ("erasure", stray("erasure", "entry", kinds: [.erased])),
    ("readmission", stray("readmission", "entry", kinds: [.readmitted])),
    ("suppression", stray("suppression", "entry", kinds: [.suppressed])),
    ("dismissal", stray("dismissal", "entry", kinds: [.dismissed])),
    ("set_aside", stray("set_aside", "entry", kinds: [.setAside])),
    ("token", stray("token", "entry", kinds: [.granted])),
    ("revocation", stray("revocation", "entry", kinds: [.revoked])),
    ("configuration", stray("configuration", "entry", kinds: [.configured])),
    ("access", stray("access", "entry", kinds: [.accessed])),
    ("forgetting", stray("forgetting", "entry", kinds: [.forgotten])),
    ("proposed_row", stray("proposed_row", "entry", kinds: [.proposed])),
    ("proposal", stray("proposal", "entry", kinds: [.submitted])),
    ("decision", stray("decision", "entry", kinds: [.decided])),
    (
      "people_set",
      """
      SELECT id FROM people_set WHERE id NOT IN (
        SELECT people_set FROM access WHERE people_set IS NOT NULL)
      """
    ),
    (
      "people_set_member",
      """
      SELECT people_set AS id FROM people_set_member
      WHERE people_set NOT IN (SELECT id FROM people_set)
      """
    ),
    ("link", stray("link", "entry", kinds: [.linked, .unlinked])),
    ("personal_union", stray("personal_union", "id", kinds: [.fetched])),
    (
      "option",
      "SELECT description AS id FROM option WHERE description NOT IN (SELECT id FROM description)"
    ),
    ("personal_value", "SELECT id FROM personal_value WHERE id NOT IN (SELECT id FROM event)"),
    (
      "write",
      """
      SELECT w.event AS id FROM write w LEFT JOIN event e ON e.id = w.event
      LEFT JOIN intended i ON i.entry = e.entry
      WHERE i.entry IS NULL OR w.event NOT BETWEEN i.first_event AND i.first_event + i.events - 1
      """
    ),
    // The leaf of an entry without a user does not contain how many values came back.
    ("entry", "SELECT id FROM entry WHERE user IS NULL AND returned <> 0"),
    (
      "company",
      "SELECT append AS id FROM company WHERE append NOT IN (SELECT id FROM append)"
    ),
    (
      "operation",
      """
      SELECT id FROM operation o WHERE NOT EXISTS (
        SELECT 1 FROM append a JOIN entry n ON n.id = a.first_entry
        WHERE a.operation = o.id AND n.kind = \(EntryKind.opened.code))
      """
    ),
    (
      "limit_override",
      """
      SELECT operation AS id FROM limit_override
      WHERE operation NOT IN (SELECT id FROM operation)
      """
    ),
    (
      "behaviour",
      "SELECT id FROM behaviour WHERE operation NOT IN (SELECT id FROM operation)"
    ),
    (
      "import",
      "SELECT operation AS id FROM import WHERE operation NOT IN (SELECT id FROM operation)"
    ),
    ("personal_user", "SELECT id FROM personal_user WHERE id NOT IN (SELECT id FROM user)"),
    (
      "user",
      """
      SELECT id FROM user u WHERE NOT EXISTS (SELECT 1 FROM entry WHERE user = u.id)
        AND id NOT IN (SELECT dingtalk FROM link UNION ALL SELECT maycur FROM link)
      """
    ),
    (
      "scope",
      """
      SELECT id FROM scope WHERE id NOT IN (
        SELECT asked FROM append WHERE asked IS NOT NULL
        UNION SELECT scope FROM append WHERE scope IS NOT NULL
        UNION SELECT scope FROM erasure WHERE scope IS NOT NULL)
      """
    ),
    (
      "scope_field", "SELECT scope AS id FROM scope_field WHERE scope NOT IN (SELECT id FROM scope)"
    ),
    (
      "field",
      """
      SELECT id FROM field WHERE id NOT IN (
        SELECT field FROM scope_field UNION SELECT field FROM description
        UNION SELECT field FROM event)
      """
    ),
    (
      "personal_text",
      """
      SELECT id FROM personal_text WHERE id NOT IN (
        SELECT actor FROM operation
        UNION ALL SELECT claimed_actor FROM operation WHERE claimed_actor IS NOT NULL
        UNION ALL SELECT reason FROM operation WHERE reason IS NOT NULL
        UNION ALL SELECT ticket FROM operation WHERE ticket IS NOT NULL
        UNION ALL SELECT parameters FROM operation
        UNION ALL SELECT request_key FROM operation WHERE request_key IS NOT NULL
        UNION ALL SELECT request_digest FROM operation WHERE request_digest IS NOT NULL
        UNION ALL SELECT message FROM not_returned WHERE message IS NOT NULL
        UNION ALL SELECT message FROM outcome WHERE message IS NOT NULL
        UNION ALL SELECT reason FROM skipping
        UNION ALL SELECT how FROM settlement
        UNION ALL SELECT record FROM dismissal
        UNION ALL SELECT file FROM import
        UNION ALL SELECT name FROM token WHERE name IS NOT NULL
        UNION ALL SELECT actor FROM access WHERE actor IS NOT NULL
        UNION ALL SELECT query FROM access WHERE query IS NOT NULL
        UNION ALL SELECT behalf FROM access WHERE behalf IS NOT NULL
        UNION ALL SELECT purpose FROM access WHERE purpose IS NOT NULL
        UNION ALL SELECT planned FROM proposed_row
        UNION ALL SELECT proposer FROM proposal UNION ALL SELECT request FROM proposal
        UNION ALL SELECT person FROM decision)
      """
    ),
  ]
}
