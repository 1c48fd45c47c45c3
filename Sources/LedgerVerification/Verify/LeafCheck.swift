import LedgerProof
import LedgerStorage
import GRDB
import Roster
import TransparencyLog

/// Recomputes the leaves of users and compares each with the stored hash.
struct LeafCheck {
  /// Further mismatches are counted, but not kept.
  private static let keptMismatches = 10_000

  private let database: Database
  private var replay: UserReplay
  private let stored: StoredLeaves
  private let mark: EntryID

  init(_ database: Database, schema: String, mark: EntryID) throws {
    self.database = database
    replay = try UserReplay(database, schema: schema, key: ProofKey(database))
    stored = StoredLeaves(database)
    self.mark = mark
  }

  /// Checks the entries of a user, or those without a user.
  mutating func check(_ user: UserNumber?, into tally: inout LeafTally) throws {
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

  /// Compares the roots after the user's last entries with the stored ones.
  private func compareRoots(of user: UserNumber, into tally: inout LeafTally) throws {
    var same = 0
    try database.run(
      "SELECT scope, root FROM main.projected_values WHERE user = ?",
      [user]
    ) { row in
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

/// An entry whose recomputed leaf differs from the stored hash.
struct LeafMismatch {
  let line: LeafMaker.Line
  /// What is missing to make the leaf; nil if it was made and differs.
  let gap: ProofGap?
}

/// The counts of what was recomputed and compared.
struct LeafTally {
  var entries = 0
  var values: Int64 = 0
  var mismatches: [LeafMismatch] = []
  /// How many rows of `projected_values` equal the recomputed root.
  var roots = 0
  /// Whether a user's stored roots differ, or one is missing.
  var hasOtherRoots = false

  mutating func add(_ other: LeafTally) {
    entries += other.entries
    values += other.values
    mismatches += other.mismatches
    roots += other.roots
    hasOtherRoots = hasOtherRoots || other.hasOtherRoots
  }
}

/// The stored hashes of leaves by entry; neighbours are read together.
final class StoredLeaves {
  private static let keptTiles = 2_048

  private let tiles: HashTiles
  private var cache: [Int64: [MerkleHash]] = [:]

  init(_ database: Database) { tiles = HashTiles(database) }

  /// The hash of an entry's leaf; nil if there is no row for it.
  func hash(of entry: EntryID) throws -> MerkleHash? {
    guard entry > 0 else { return nil }
    let position = entry.leafIndex
    let row = HashTiles.row(level: 0, place: position / UInt64(HashTiles.width))
    let offset = Int(position % UInt64(HashTiles.width))
    if let known = cache[row] { return offset < known.count ? known[offset] : nil }
    guard let read = try tiles.read(row) else { return nil }
    if cache.count >= Self.keptTiles { cache.removeAll(keepingCapacity: true) }
    cache[row] = read
    return offset < read.count ? read[offset] : nil
  }
}
