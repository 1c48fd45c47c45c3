import GRDB
package import Roster

/// The tables of the log and its projections as they were at an entry, each as a `SELECT` over the
/// current tables, under the table's own name.
///
/// The views of `docs/format.md` are written once, in `migrations/`. Over these tables, the same
/// texts show what the log knew at that entry.
package enum PositionSources {
  /// The tables whose rows count at every position, because they are found by number only.
  ///
  /// Erased content is unknown at every position.
  package static let unlimited: Set<String> = [
    "erased_text", "erased_value", "field", "option", "people_set_member", "personal_text",
    "personal_user", "personal_value", "scope_field", "write",
  ]

  /// The sources up to an entry; a test compares each view over them with a log that ends there.
  package static func all(upTo entry: EntryID) -> [(name: String, sql: String)] {
    (log + projections + batches).map { name, sql in
      (name, sql.replacing("$N", with: entry.description))
    }
  }

  /// The statements that lay temporary views on a connection: the tables as they were at an entry and,
  /// over them, every view of the file with its own text.
  ///
  /// What a view reads of them is named with `temp.`; otherwise a query's common table expression
  /// of the same name would replace it.
  ///
  /// - Parameters:
  ///   - entry: The last entry that counts.
  ///   - views: The views of the file, each with the text that creates it.
  ///   - name: Under which name a view is laid.
  /// - Returns: The statements, in their order.
  /// - Throws: `DatabaseError` if a view is not created as the migrations do it.
  package static func statements(
    upTo entry: EntryID,
    views: [(name: String, sql: String)],
    calling name: (String) -> String = { $0 }
  ) throws -> [String] {
    let sources = all(upTo: entry)
    let tables = Set(sources.map(\.name))
    let laid = tables.union(views.map(\.name))
    let own = try views.filter { !tables.contains($0.name) }.map { view in
      let start = "CREATE VIEW \(view.name) "
      guard view.sql.hasPrefix(start) else {
        throw DatabaseError(
          resultCode: .SQLITE_CORRUPT,
          message: "a view of unknown form: \(view.name)"
        )
      }
      let text = view.sql.dropFirst(start.count)
        .replacing(/\b(FROM|JOIN)\s+([a-z_]+)\b/) { match in
          let source = String(match.2)
          return laid.contains(source) ? "\(match.1) temp.\(name(source))" : String(match.0)
        }
      return "CREATE TEMP VIEW \(name(view.name)) \(text)"
    }
    return sources.map { "CREATE TEMP VIEW \($0.name) AS \($0.sql)" } + own
  }

  private static let log = [
    ("entry", "SELECT * FROM main.entry WHERE id <= $N"),
    ("event", "SELECT * FROM main.event WHERE entry <= $N"),
    (
      "append",
      """
      SELECT id, operation, first_entry, min(entries, $N - first_entry + 1) AS entries,
        recorded_at, clock_at, asked_at, received_at, request_id, asked, scope
      FROM main.append WHERE first_entry <= $N
      """
    ),
    (
      "operation",
      """
      SELECT * FROM main.operation o WHERE EXISTS
        (SELECT 1 FROM main.append a WHERE a.operation = o.id AND a.first_entry <= $N)
      """
    ),
    (
      "user",
      """
      SELECT * FROM main.user u
      WHERE EXISTS (SELECT 1 FROM main.entry n WHERE n.user = u.id AND n.id <= $N)
        OR u.id IN (SELECT maycur FROM main.link WHERE entry <= $N)
      """
    ),
    ("closing", "SELECT * FROM main.closing WHERE entry <= $N"),
    ("enumeration", "SELECT * FROM main.enumeration WHERE entry <= $N"),
    ("not_returned", "SELECT * FROM main.not_returned WHERE entry <= $N"),
    ("dismissal", "SELECT * FROM main.dismissal WHERE entry <= $N"),
    ("set_aside", "SELECT * FROM main.set_aside WHERE entry <= $N"),
    ("description", "SELECT * FROM main.description WHERE entry <= $N"),
    ("personal_union", "SELECT * FROM main.personal_union WHERE entry <= $N"),
    ("link", "SELECT * FROM main.link WHERE entry <= $N"),
    // A file is recorded together with its users' values in one transaction; a file without new
    // values, before any other entry of its operation.
    (
      "import",
      """
      SELECT * FROM main.import i WHERE coalesce(
        (SELECT min(n.id) FROM main.entry n JOIN main.append a ON a.id = n.append
          WHERE a.operation = i.operation AND n.kind IN (18, 24)),
        (SELECT min(a.first_entry) FROM main.append a WHERE a.operation = i.operation)) <= $N
      """
    ),
    ("erasure", "SELECT * FROM main.erasure WHERE entry <= $N"),
    ("readmission", "SELECT * FROM main.readmission WHERE entry <= $N"),
    ("token", "SELECT * FROM main.token WHERE entry <= $N"),
    ("revocation", "SELECT * FROM main.revocation WHERE entry <= $N"),
    ("configuration", "SELECT * FROM main.configuration WHERE entry <= $N"),
    ("access", "SELECT * FROM main.access WHERE entry <= $N"),
    ("forgetting", "SELECT * FROM main.forgetting WHERE entry <= $N"),
    ("proposed_row", "SELECT * FROM main.proposed_row WHERE entry <= $N"),
    ("proposal", "SELECT * FROM main.proposal WHERE entry <= $N"),
    ("decision", "SELECT * FROM main.decision WHERE entry <= $N"),
  ]

  private static let projections = [
    (
      "cell_events",
      """
      SELECT user, field, item, entry, event, observed_before,
        CAST(NULL AS INTEGER) AS until_entry
      FROM main.projected_roster WHERE entry <= $N
      UNION ALL
      SELECT user, field, item, entry, event, observed_before,
        CAST(CASE WHEN until_entry <= $N THEN until_entry END AS INTEGER)
      FROM main.projected_history WHERE entry <= $N
      """
    ),
    ("cell_changes", "SELECT * FROM main.cell_changes WHERE entry <= $N"),
    (
      "projected_roster",
      """
      SELECT user, field, item, event, entry, observed_before, is_gone FROM main.projected_roster
      WHERE entry <= $N
      UNION ALL
      SELECT h.user, h.field, h.item, h.event, h.entry, h.observed_before, CAST(coalesce(
        (SELECT v.form = 35 FROM main.personal_value v WHERE v.id = h.event), 0) AS INTEGER)
      FROM main.projected_history h WHERE h.entry <= $N AND h.until_entry > $N
      """
    ),
    ("projected_history", "SELECT * FROM main.projected_history WHERE until_entry <= $N"),
    (
      "projected_observation",
      """
      SELECT user, scope, entry FROM main.projected_observation WHERE entry <= $N
      UNION ALL
      SELECT s.user, s.scope, e.id FROM main.projected_observation s
      JOIN main.entry e ON e.id = (
        SELECT n.id FROM main.entry n JOIN main.append a ON a.id = n.append
        WHERE n.user = s.user AND n.id <= $N AND n.kind IN (0, 18) AND a.scope = s.scope
        ORDER BY n.id DESC LIMIT 1)
      WHERE s.entry > $N
      """
    ),
    (
      "projected_membership",
      """
      SELECT user, has_left, entry FROM main.projected_membership WHERE entry <= $N
      UNION ALL
      SELECT m.user, CAST(n.kind = 6 AS INTEGER), n.id FROM main.projected_membership m
      JOIN main.entry n ON n.id = (SELECT max(l.id) FROM main.entry l
        WHERE l.user = m.user AND l.id <= $N AND l.kind IN (5, 6, 7))
      WHERE m.entry > $N
      """
    ),
    (
      "projected_field",
      """
      SELECT field, max(id) AS description, removed AS is_removed FROM main.description
      WHERE entry <= $N GROUP BY field
      """
    ),
    (
      "projected_union",
      """
      SELECT n.user, max(p.id) AS union_row FROM main.personal_union p
      JOIN main.entry n ON n.id = p.entry WHERE p.entry <= $N GROUP BY n.user
      """
    ),
    (
      "projected_link",
      """
      SELECT l.dingtalk, l.maycur, l.source, l.entry FROM main.link l
      JOIN main.entry n ON n.id = l.entry AND n.kind = 16
      JOIN (SELECT max(entry) AS entry FROM main.link WHERE entry <= $N GROUP BY dingtalk, maycur) p
        ON p.entry = l.entry
      LEFT JOIN (SELECT k.dingtalk, max(k.entry) AS entry FROM main.link k
        JOIN main.entry m ON m.id = k.entry AND m.kind = 16
        WHERE k.source = 'administrator' AND k.entry <= $N GROUP BY k.dingtalk) d
        ON d.dingtalk = l.dingtalk
      LEFT JOIN (SELECT k.maycur, max(k.entry) AS entry FROM main.link k
        JOIN main.entry m ON m.id = k.entry AND m.kind = 16
        WHERE k.source = 'administrator' AND k.entry <= $N GROUP BY k.maycur) m
        ON m.maycur = l.maycur
      WHERE l.entry >= max(coalesce(d.entry, 0), coalesce(m.entry, 0))
        AND NOT EXISTS (SELECT 1 FROM main.erased_user e WHERE e.id IN (l.dingtalk, l.maycur))
      """
    ),
  ]

  private static let batches = [
    ("intended", "SELECT * FROM main.intended WHERE entry <= $N"),
    ("sending", "SELECT * FROM main.sending WHERE entry <= $N"),
    ("outcome", "SELECT * FROM main.outcome WHERE entry <= $N"),
    ("skipping", "SELECT * FROM main.skipping WHERE entry <= $N"),
    ("settlement", "SELECT * FROM main.settlement WHERE entry <= $N"),
    ("limit_override", "SELECT * FROM main.limit_override WHERE entry <= $N"),
    ("projected_written", "SELECT * FROM main.projected_written WHERE entry <= $N"),
    (
      "projected_row",
      """
      SELECT intended, operation, coalesce(status, 0) AS status,
        coalesce(attempts, 0) AS attempts, sent,
        CASE WHEN entry > coalesce(sent, 0) THEN entry END AS outcome, settlement
      FROM (
        SELECT r.intended, r.operation, t.attempts, t.sent, s.settlement, o.status, max(o.entry)
          AS entry
        FROM main.projected_row r
        LEFT JOIN (SELECT intended, count(*) AS attempts, max(entry) AS sent FROM main.sending
          WHERE entry <= $N GROUP BY intended) t ON t.intended = r.intended
        LEFT JOIN (SELECT intended, max(entry) AS settlement FROM main.settlement
          WHERE entry <= $N GROUP BY intended) s ON s.intended = r.intended
        LEFT JOIN (
          SELECT intended, entry, 2 AS status FROM main.sending
          UNION ALL SELECT intended, entry, 1 FROM main.skipping
          UNION ALL SELECT u.intended, u.entry,
            CASE n.kind WHEN 11 THEN 3 WHEN 12 THEN 4 ELSE 2 END
          FROM main.outcome u JOIN main.entry n ON n.id = u.entry
        ) o ON o.intended = r.intended AND o.entry <= $N
        WHERE r.intended <= $N GROUP BY r.intended)
      """
    ),
    (
      "projected_write",
      """
      SELECT user, field, item, event, coalesce(marked, sent) AS entry,
        coalesce(is_expected, 0) AS is_expected
      FROM (
        SELECT w.user, w.field, w.item, w.event, w.sent, k.is_expected, max(k.entry) AS marked
        FROM (
          SELECT n.user, e.field, e.item, e.id AS event, i.entry AS intended, max(s.entry) AS sent
          FROM main.sending s
          JOIN main.intended i ON i.entry = s.intended
          JOIN main.entry n ON n.id = i.entry
          JOIN main.event e ON e.id BETWEEN i.first_event AND i.first_event + i.events - 1
          WHERE s.entry <= $N GROUP BY n.user, e.field, e.item
        ) w
        LEFT JOIN (
          SELECT u.intended, u.entry, m.kind = 11 AS is_expected FROM main.outcome u
          JOIN main.entry m ON m.id = u.entry AND m.kind IN (11, 12)
          UNION ALL
          SELECT intended, entry, verdict = 'applied' FROM main.settlement
          WHERE verdict IN ('applied', 'notApplied')
        ) k ON k.intended = w.intended AND k.entry > w.sent AND k.entry <= $N
        WHERE NOT EXISTS (
          SELECT 1 FROM main.entry n JOIN main.append a ON a.id = n.append
          JOIN main.scope_field f ON f.scope = a.scope AND f.field = w.field
          WHERE n.user = w.user AND n.id > w.sent AND n.id <= $N AND n.kind IN (0, 18))
        GROUP BY w.user, w.field, w.item)
      """
    ),
  ]
}
