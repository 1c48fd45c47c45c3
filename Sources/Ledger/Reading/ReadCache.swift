import GRDB
import Synchronization

/// What one reading leaves to the next one of the same connection.
///
/// That is what the log says of fields, and the key under which users are found; nothing of any
/// user. It holds as long as nobody has written since.
final class ReadCache: Sendable {
  private struct Kept {
    let version: Int64
    var lookup: UserLookup?
    /// With the last entry whose catalog counts.
    var fields: (upTo: Int64?, known: NameTable.OfFields)?
  }

  private let kept = Mutex<Kept?>(nil)

  /// The names of fields up to an entry, nil for now, with what is known of them already.
  func names(_ database: Database, upTo entry: Int64?) throws -> NameTable {
    let fields = try read(database) { kept in
      // Taken out, so that it is not copied as soon as something is added.
      let fields = kept.fields
      kept.fields = nil
      return fields
    }
    guard let fields, fields.upTo == entry else { return NameTable(database, upTo: entry) }
    return NameTable(database, upTo: entry, known: fields.known)
  }

  /// Leaves what a reading knows of fields to the next one; to be called before it ends.
  func keep(_ names: NameTable) {
    kept.withLock { $0?.fields = (names.upTo, names.ofFields) }
  }

  /// How users are found.
  func lookup(_ database: Database) throws -> UserLookup {
    if let known = try read(database, { $0.lookup }) { return known }
    let lookup = try UserLookup(database)
    kept.withLock { $0?.lookup = lookup }
    return lookup
  }

  /// Lends what was kept of the state that a reading has before it.
  private func read<T: Sendable>(
    _ database: Database,
    _ body: (inout Kept) -> T
  ) throws -> T {
    let statement = try SQLStatement(database, "PRAGMA data_version")
    let version = try statement.first { $0.integer(0) } ?? 0
    return kept.withLock { kept in
      var current = Kept(version: version)
      if let known = kept, known.version == version { current = known }
      let found = body(&current)
      kept = current
      return found
    }
  }
}
