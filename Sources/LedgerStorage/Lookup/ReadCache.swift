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

  package init() {}

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
