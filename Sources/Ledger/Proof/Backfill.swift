import GRDB
import TransparencyLog

/// Proves a book that was written before there were leaves: each of its entries gets the leaf that
/// it would have had.
enum Backfill {
  /// Whether a ledger has no key for its proof yet, and nothing that such a key made.
  static func isDue(_ database: Database) throws -> Bool {
    let statement = try RawStatement(
      database,
      """
      SELECT EXISTS (SELECT 1 FROM proof_key) OR EXISTS (SELECT 1 FROM tile)
        OR EXISTS (SELECT 1 FROM checkpoint)
      """
    )
    return try statement.first { $0.integer(0) } == 0
  }

  /// Makes the key of the proof and every leaf, where that is due; in the caller's transaction.
  static func prepare(_ database: Database, random: RandomBytes) throws {
    guard try isDue(database) else { return }
    let insert = try RawStatement(database, "INSERT INTO proof_key (id, key) VALUES (1, ?)")
    insert.bind(1, random.make(32))
    try insert.run()
    try prove(database)
  }

  /// Makes every leaf and the tree over them, where there is none.
  static func prove(_ database: Database) throws {
    let last = try RawStatement(database, "SELECT max(id) FROM entry").first { $0.integer(0) } ?? 0
    try layTiles(for: last, in: database)
    try leaves(in: database)
    try tree(over: last, in: database)
  }

  private static func layTiles(for entries: Int64, in database: Database) throws {
    let tiles = HashTiles(database)
    let width = Int64(HashTiles.width)
    for place in 0..<UInt64((entries + width - 1) / width) {
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
    _ user: Int64?,
    with replay: inout UserReplay,
    in database: Database
  ) throws {
    let tiles = HashTiles(database)
    try replay.leaves(of: user) { line, leaf in
      let position = UInt64(line.entry - 1)
      try tiles.fill(
        HashTiles.row(level: 0, place: position / UInt64(HashTiles.width)),
        offset: Int(position % UInt64(HashTiles.width)),
        with: [try leaf.get()]
      )
    }
  }

  private static func nextUser(after user: Int64, in database: Database) throws -> Int64? {
    let statement = try RawStatement(
      database,
      "SELECT id FROM user WHERE id > ? ORDER BY id LIMIT 1"
    )
    statement.bind(1, user)
    return try statement.first { $0.integer(0) }
  }

  private static func tree(over entries: Int64, in database: Database) throws {
    var tree = GrowingTree()
    try LeafHashes(database).forEach(upTo: entries) { tree.append($0, storesLeaf: false) }
    try tree.flush(to: database)
  }
}

/// The stored hashes of leaves, in their order.
struct LeafHashes {
  private let database: Database

  init(_ database: Database) { self.database = database }

  /// Gives the hash of every leaf up to an entry; ends early where a row is missing.
  func forEach(upTo entries: Int64, _ each: (MerkleHash) throws -> Void) throws {
    let tiles = HashTiles(database)
    var place: UInt64 = 0
    var rest = Int(entries)
    while rest > 0, let hashes = try tiles.read(HashTiles.row(level: 0, place: place)) {
      for hash in hashes.prefix(rest) { try each(hash) }
      rest -= hashes.count
      place += 1
    }
  }
}
