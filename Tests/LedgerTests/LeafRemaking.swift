import GRDB
import Roster
import TransparencyLog

@testable import Ledger
@testable import LedgerProof
@testable import LedgerStorage

/// Makes the leaf of every entry anew from the rows of the log, and the tree over them.
///
/// It works a person at a time, unlike the append, and so is a second way to the same hashes.
enum LeafRemaking {
  /// Makes every leaf and the tree over them, if there is none.
  static func prove(_ database: Database) throws {
    let last: EntryID = try database.first("SELECT max(id) FROM entry") { $0.integer(0) } ?? 0
    try layTiles(upTo: last, in: database)
    try leaves(in: database)
    try tree(over: last, in: database)
  }

  private static func layTiles(upTo last: EntryID, in database: Database) throws {
    let tiles = HashTiles(database)
    let width = UInt64(HashTiles.width)
    for place in 0..<((last + 1).leafIndex + width - 1) / width {
      try tiles.lay(HashTiles.row(level: 0, place: place))
    }
  }

  private static func leaves(in database: Database) throws {
    var replay = try UserReplay(database, key: ProofKey(database))
    try fill(nil, with: &replay, in: database)
    var user = try nextUser(after: 0, in: database)
    while let number = user {
      try fill(number, with: &replay, in: database)
      for (scope, root) in replay.roots where try !ErasedUser.isErased(number, in: database) {
        try LiveValues(database).keep(root, number, scope)
      }
      user = try nextUser(after: number, in: database)
    }
  }

  private static func fill(
    _ user: UserNumber?,
    with replay: inout UserReplay,
    in database: Database
  ) throws {
    let tiles = HashTiles(database)
    try replay.leaves(of: user) { line, leaf in
      let position = line.entry.leafIndex
      try tiles.fill(
        HashTiles.row(level: 0, place: position / UInt64(HashTiles.width)),
        offset: Int(position % UInt64(HashTiles.width)),
        with: [try leaf.get()]
      )
    }
  }

  private static func nextUser(after user: UserNumber, in database: Database) throws -> UserNumber?
  {
    let statement = try SQLStatement(
      database,
      "SELECT id FROM user WHERE id > ? ORDER BY id LIMIT 1"
    )
    statement.bind(1, user)
    return try statement.first { $0.integer(0) }
  }

  private static func tree(over last: EntryID, in database: Database) throws {
    var tree = GrowingTree()
    try LeafHashes(database).forEach(upTo: last) { tree.append($0, storesLeaf: false) }
    try tree.flush(to: database)
  }
}
