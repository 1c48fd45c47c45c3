import GRDB
import Roster
import TransparencyLog

/// Makes the leaves of users again and compares each with the hash that was kept.
struct LeafCheck {
  /// More of them are counted by the entries that are left out, and not kept.
  private static let keptMismatches = 10_000

  private let database: Database
  private var replay: UserReplay
  private let stored: StoredLeaves
  private let mark: Int64

  init(_ database: Database, schema: String, mark: Int64) throws {
    self.database = database
    replay = try UserReplay(database, schema: schema, key: ProofKey(database))
    stored = StoredLeaves(database)
    self.mark = mark
  }

  /// Checks the entries of a user, or those that are no person's.
  mutating func check(_ user: Int64?, into tally: inout LeafTally) throws {
    try replay.leaves(of: user, after: mark) { line, made in
      tally.entries += 1
      tally.values += line.returned
      let gap: ProofGap?
      switch made {
      case .success(let hash):
        if try stored.hash(of: line.entry) == hash { return }
        gap = nil
      case .failure(let found): gap = found
      }
      guard tally.mismatches.count < Self.keptMismatches else { return }
      tally.mismatches.append(LeafMismatch(line: line, gap: gap))
    }
    if mark == 0, let user { try compareRoots(of: user, into: &tally) }
  }

  /// The last entries of a user have left the roots that the log keeps for the next ones.
  private func compareRoots(of user: Int64, into tally: inout LeafTally) throws {
    let statement = try SQLStatement(
      database,
      "SELECT scope, root FROM main.projected_values WHERE user = ?"
    )
    statement.bind(1, user)
    var same = 0
    try statement.forEachRow { row in
      let root = row.withBytes(1) { $0.flatMap { MerkleHash($0) } }
      if let root, replay.roots[row.integer(0)] == root {
        same += 1
      } else {
        tally.hasOtherRoots = true
      }
    }
    if same != replay.roots.count { tally.hasOtherRoots = true }
    tally.roots += same
  }
}

/// An entry whose leaf, made again, is not the one that was kept.
struct LeafMismatch {
  let line: LeafMaker.Line
  /// What is missing to make the leaf at all; nil where it was made and is another.
  let gap: ProofGap?
}

/// What was made again and compared.
struct LeafTally {
  var entries = 0
  var values: Int64 = 0
  var mismatches: [LeafMismatch] = []
  /// How many rows of `projected_values` are what the values of their user come to.
  var roots = 0
  /// Whether some user has others there, or none where there must be one.
  var hasOtherRoots = false

  mutating func add(_ other: LeafTally) {
    entries += other.entries
    values += other.values
    mismatches += other.mismatches
    roots += other.roots
    hasOtherRoots = hasOtherRoots || other.hasOtherRoots
  }
}

/// The kept hashes of leaves, by entry; neighbours are read together.
final class StoredLeaves {
  private static let keptTiles = 2_048

  private let tiles: HashTiles
  private var cache: [Int64: [MerkleHash]] = [:]

  init(_ database: Database) { tiles = HashTiles(database) }

  /// The hash of an entry's leaf; nil where there is no row for it.
  func hash(of entry: Int64) throws -> MerkleHash? {
    guard entry > 0 else { return nil }
    let position = UInt64(entry - 1)
    let row = HashTiles.row(level: 0, place: position / UInt64(HashTiles.width))
    let offset = Int(position % UInt64(HashTiles.width))
    if let known = cache[row] { return offset < known.count ? known[offset] : nil }
    guard let read = try tiles.read(row) else { return nil }
    if cache.count >= Self.keptTiles { cache.removeAll(keepingCapacity: true) }
    cache[row] = read
    return offset < read.count ? read[offset] : nil
  }
}
