import LedgerProof
import LedgerStorage
import GRDB
import Roster
import TransparencyLog

/// Recomputes the tree from the stored leaf hashes, and compares it with the stored nodes and with
/// each signed head.
struct TreeCheck {
  /// A head that is vouched for by a signature, or by the file outside the ledger.
  struct Mark {
    let size: UInt64
    let root: MerkleHash
    /// Its origin: `checkpoint`, or the path of a file.
    let source: String
  }

  /// The result of the comparison.
  struct Outcome {
    var range = CompactRange()
    /// The first and the last entry under each node that differs from the stored one.
    var badRanges: [ClosedRange<EntryID>] = []
    /// The marks whose root differs from the tree's.
    var badMarks: [Mark] = []
    /// The largest size at which a mark agreed.
    var met: UInt64 = 0
    /// The larger marks, for which the log is too short.
    var beyond: [Mark] = []
    /// Whether the stored head equals that of the tree.
    var headMatches = true
  }

  private let database: Database
  private let findings: FindingList
  private let zero = MerkleHash([UInt8](repeating: 0, count: MerkleHash.byteCount))

  init(_ database: Database, findings: FindingList) {
    self.database = database
    self.findings = findings
  }

  /// Processes the leaves after `start` up to the last entry.
  func run(from start: UInt64, last: EntryID, marks: [Mark]) throws -> Outcome {
    let tiles = HashTiles(database)
    var outcome = Outcome()
    var range = try CompactRange(size: start) { try tiles.hash(of: $0) }
    var pending = marks.sorted { $0.size < $1.size }[...]
    meet(&pending, range, &outcome)
    var place = start / UInt64(HashTiles.width)
    var upper = UpperNodes(database)
    while range.size < UInt64(last.rawValue) {
      guard let hashes = try tiles.read(HashTiles.row(level: 0, place: place)) else {
        missing(place)
        break
      }
      for hash in hashes[Int(range.size % UInt64(HashTiles.width))...] {
        if range.size == UInt64(last.rawValue) { break }
        try range.append(hash) { node, made in
          guard node.level > 0, node.level % 8 == 0, try upper.hash(node) != made else { return }
          outcome.badRanges.append(Self.entries(under: node))
        }
        meet(&pending, range, &outcome)
      }
      place += 1
    }
    outcome.beyond = pending.filter { $0.size > range.size }
    outcome.range = range
    outcome.headMatches = try head() == HeadRow(size: range.size, root: range.root)
    try beyond(range.size)
    return outcome
  }

  private func meet(
    _ pending: inout ArraySlice<Mark>,
    _ range: CompactRange,
    _ outcome: inout Outcome
  ) {
    while let mark = pending.first, mark.size <= range.size {
      // The mark at the start vouches for everything before it.
      if mark.size == range.size {
        if mark.root == range.root {
          outcome.met = mark.size
        } else {
          outcome.badMarks.append(mark)
        }
      }
      pending.removeFirst()
    }
  }

  private static func entries(under node: TreeNode) -> ClosedRange<EntryID> {
    let first = EntryID(lastOf: node.index << UInt64(node.level)) + 1
    return first...(first + (1 << node.level) - 1)
  }

  private struct HeadRow: Equatable {
    let size: UInt64
    let root: MerkleHash?
  }

  private func head() throws -> HeadRow {
    try database.first("SELECT size, root FROM projected_head WHERE id = 1") { row in
      HeadRow(
        size: UInt64(bitPattern: row.integer(0)),
        root: row.withBytes(1) { $0.flatMap { MerkleHash($0) } }
      )
    } ?? HeadRow(size: 0, root: .emptyRoot)
  }

  private func missing(_ place: UInt64) {
    let entry = EntryID(lastOf: place * UInt64(HashTiles.width)) + 1
    findings.add(
      ProofFinding(
        .rowMissing,
        entry: entry,
        object: "tile",
        "The hashes of the entries from \(entry) on are missing."
      )
    )
  }

  /// Reports hashes and rows after the last entry: there must be none.
  private func beyond(_ size: UInt64) throws {
    var expected: Set<Int64> = []
    let tiles = HashTiles(database)
    for level in 0..<HashTiles.levels {
      let count = size >> UInt64(8 * level)
      guard count > 0 else { break }
      let last = (count - 1) / UInt64(HashTiles.width)
      expected.insert(HashTiles.row(level: level, place: last))
      let used = Int(count - last * UInt64(HashTiles.width))
      let rest = try tiles.read(HashTiles.row(level: level, place: last))?.dropFirst(used) ?? []
      guard rest.contains(where: { $0 != zero }) else { continue }
      if level == 0 { tailCut(size) } else { added(level, last) }
    }
    let statement = try SQLStatement(database, "SELECT max(id) FROM tile WHERE id >> 48 = ?")
    for level in 0..<Int64(HashTiles.levels) {
      statement.bind(1, level)
      guard let last = try statement.first({ $0.optionalInteger(0) }) ?? nil,
        !expected.contains(last)
      else { continue }
      if level == 0 {
        tailCut(size)
      } else {
        added(Int(level), UInt64(last & 0xFFFF_FFFF_FFFF))
      }
    }
  }

  private func tailCut(_ size: UInt64) {
    findings.add(
      ProofFinding(
        .tailCut,
        entry: EntryID(lastOf: size) + 1,
        object: "tile",
        "The log ends at entry \(size), but hashes of later entries are there."
      )
    )
  }

  private func added(_ level: Int, _ place: UInt64) {
    findings.add(
      ProofFinding(
        .rowAdded,
        object: "tile",
        "There are hashes at level \(level), place \(place) of the tree that no entry made."
      )
    )
  }
}

/// The stored nodes above the leaves, in the order of a walk from left to right.
private struct UpperNodes {
  private let tiles: HashTiles
  private var rows: [Int: (row: Int64, hashes: [MerkleHash]?)] = [:]

  init(_ database: Database) { tiles = HashTiles(database) }

  mutating func hash(_ node: TreeNode) throws -> MerkleHash? {
    let level = node.level / 8
    let row = HashTiles.row(level: level, place: node.index / UInt64(HashTiles.width))
    if rows[level]?.row != row { rows[level] = (row, try tiles.read(row)) }
    let offset = Int(node.index % UInt64(HashTiles.width))
    guard let hashes = rows[level]?.hashes, offset < hashes.count else { return nil }
    return hashes[offset]
  }
}
