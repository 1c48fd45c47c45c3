package import GRDB
package import Roster
import Synchronization

/// What one reading caches for the next one on the same connection.
///
/// It has field metadata and the key of the user look-up, and nothing about users. It is valid
/// until something is written. The connections must stay open for as long as the cache is used.
package final class ReadCache: Sendable {
  private struct Kept {
    let version: Int64
    var lookup: UserLookup?
    /// The field metadata, with the last entry whose catalog counts.
    var fields: (upTo: EntryID?, known: NameTable.OfFields)?
  }

  /// By connection: SQLite's numbers of a state can be compared within one connection only.
  private let kept = Mutex<[ObjectIdentifier: Kept]>([:])

  /// An entry after which there were only accesses, up to an append.
  private let quiet = Mutex<(entry: EntryID, append: Int64)?>(nil)

  /// The last field catalog of each system, and its last description: descriptions never change.
  private let catalogs = Mutex<[System: (last: Int64, held: FieldCatalog.All)]>([:])

  package init() {}

  /// The descriptions of a system's fields up to an entry, nil for the end of the log.
  package func catalog(
    of system: System,
    upTo entry: EntryID?,
    in database: Database
  ) throws -> FieldCatalog.All {
    let last: Int64 =
      try database.first(
        "SELECT id FROM description WHERE entry <= ? ORDER BY id DESC LIMIT 1",
        [entry ?? EntryID.max]
      ) { $0.integer(0) } ?? 0
    if let kept = catalogs.withLock({ $0[system] }), kept.last == last { return kept.held }
    let held = try FieldCatalog.held(of: system, upTo: entry, in: database)
    catalogs.withLock { $0[system] = (last, held) }
    return held
  }

  /// Whether what the log knew at an entry is what it knows at its end: only accesses follow.
  ///
  /// Thousands of accesses may follow; those that were seen before are not read again.
  package func isCurrent(_ entry: EntryID, _ database: Database) throws -> Bool {
    let seen = quiet.withLock { $0.flatMap { $0.entry == entry ? $0.append : nil } }
    let after: Int64? =
      try seen
      ?? database.first("SELECT append FROM entry WHERE id = ?", [entry]) { $0.integer(0) }
    guard let after else { return false }
    // An entry within an append is not its end.
    let rest = try database.first(
      """
      SELECT
        EXISTS (SELECT 1 FROM append a WHERE a.id = ?1 AND a.first_entry + a.entries - 1 > ?2)
        OR EXISTS (SELECT 1 FROM append a JOIN operation o ON o.id = a.operation
          WHERE a.id > ?1 AND o.kind <> 'access'),
        (SELECT max(id) FROM append)
      """,
      [after, seen == nil ? entry : EntryID.max]
    ) { (hasOthers: $0.integer(0) == 1, last: $0.integer(1) as Int64) }
    guard let rest, !rest.hasOthers else { return false }
    quiet.withLock { $0 = (entry, max(rest.last, after)) }
    return true
  }

  /// The names of fields up to an entry, nil for the end of the log, with the cached metadata.
  package func names(_ database: Database, upTo entry: EntryID?) throws -> NameTable {
    let fields = try read(database) { kept in
      // Taken out, so that adding to it does not copy it.
      let fields = kept.fields
      kept.fields = nil
      return fields
    }
    guard let fields, fields.upTo == entry else { return NameTable(database, upTo: entry) }
    return NameTable(database, upTo: entry, known: fields.known)
  }

  /// Caches the field metadata of a reading for the next one; call it before the reading ends.
  package func keep(_ names: NameTable) {
    kept.withLock { $0[ObjectIdentifier(names.database)]?.fields = (names.upTo, names.ofFields) }
  }

  /// The look-up of users.
  package func lookup(_ database: Database) throws -> UserLookup {
    if let known = try read(database, { $0.lookup }) { return known }
    let lookup = try UserLookup(database)
    kept.withLock { $0[ObjectIdentifier(database)]?.lookup = lookup }
    return lookup
  }

  /// Passes on what was cached, if the reading sees the same state.
  private func read<T: Sendable>(
    _ database: Database,
    _ body: (inout Kept) -> T
  ) throws -> T {
    let version = try database.first("PRAGMA data_version") { $0.integer(0) } ?? 0
    return kept.withLock { kept in
      var current = Kept(version: version)
      if let known = kept[ObjectIdentifier(database)], known.version == version { current = known }
      let found = body(&current)
      kept[ObjectIdentifier(database)] = current
      return found
    }
  }
}
