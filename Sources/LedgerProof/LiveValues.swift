import LedgerStorage
package import GRDB
package import Roster
package import TransparencyLog

/// The values roots of the current values, which an append needs.
package struct LiveValues {
  private let database: Database
  /// `main`, or `temp` for the tables of a check.
  private let schema: String

  package init(_ database: Database, schema: String = "main") {
    self.database = database
    self.schema = schema
  }

  /// The values root of an entry that was just appended with its projections; stores the root for
  /// the next entry with the same values.
  package func root(
    of entry: EntryID,
    user: UserNumber,
    scope: ScopeNumber,
    hasEvents: Bool,
    maker: inout LeafMaker
  ) throws -> MerkleHash {
    if !hasEvents, let kept = try kept(user, scope) { return kept }
    let cells = try cells(of: user, entry: entry, scope: scope, maker: &maker)
    let root = cells.root
    if hasEvents { try forget(user) }
    // Gone cells are stated once: the next response has another root.
    if !cells.hasGone { try keep(root, user, scope) }
    return root
  }

  /// The current values of a user in an entry's stated set; gone cells only if `entry` states them.
  package func cells(
    of user: UserNumber,
    entry: EntryID,
    scope: ScopeNumber,
    maker: inout LeafMaker
  ) throws -> StatedCells {
    let rank = try maker.scope(scope, in: database).rank
    var cells = StatedCells()
    // In a scope of few fields, each is looked up; for a larger one, all cells are read.
    let isNarrow = rank.count <= 16
    let ofScope = "AND r.field IN (SELECT field FROM main.scope_field WHERE scope = ?)"
    try database.run(
      """
      SELECT r.field, r.item, r.event, r.entry, r.is_gone, v.salt, v.form, v.value, v.label
      FROM \(schema).projected_roster r
      LEFT JOIN main.personal_value v ON v.id = r.event
      WHERE r.user = ? \(isNarrow ? ofScope : "")
      """,
      isNarrow ? [user, scope] : [user]
    ) { row in
      guard let rank = rank[row.integer(0)] else { return }
      let isGone = row.integer(4) == 1
      guard !isGone || row.integer(3) == entry else { return }
      let commitment = try maker.commitments.value(
        row,
        from: 5,
        ofEvent: row.integer(2),
        field: row.integer(0),
        item: row.integer(1),
        in: database
      )
      cells.add(
        commitment,
        ofEvent: row.integer(2),
        rank: rank,
        item: row.integer(1),
        isGone: isGone
      )
    }
    return cells
  }

  /// The stored values root for a response with a scope about a user.
  package func kept(_ user: UserNumber, _ scope: ScopeNumber) throws -> MerkleHash? {
    try database.first(
      "SELECT root FROM \(schema).projected_values WHERE user = ? AND scope = ?",
      [user, scope]
    ) { row in row.withBytes(0) { $0.flatMap { MerkleHash($0) } } } ?? nil
  }

  package func forget(_ user: UserNumber) throws {
    try database.run("DELETE FROM \(schema).projected_values WHERE user = ?", [user])
  }

  package func keep(_ root: MerkleHash, _ user: UserNumber, _ scope: ScopeNumber) throws {
    try database.run(
      "INSERT INTO \(schema).projected_values (user, scope, root) VALUES (?, ?, ?)",
      [user, scope, root]
    )
  }
}

/// Puts the cells that an entry states into the order of their ordinals: by field code and item,
/// gone ones last.
package struct StatedCells {
  private struct StatedCell {
    let rank: Int
    let item: Int64
    let isGone: Bool
    let stated: StatedCommitment
  }

  private var cells: [StatedCell] = []
  private(set) var hasGone = false

  package mutating func add(
    _ commitment: MerkleHash,
    ofEvent event: EventID,
    rank: Int,
    item: Int64,
    isGone: Bool
  ) {
    hasGone = hasGone || isGone
    let stated = StatedCommitment(event: event, commitment: commitment)
    cells.append(StatedCell(rank: rank, item: item, isGone: isGone, stated: stated))
  }

  /// The commitments by ordinal.
  var inOrder: [StatedCommitment] {
    cells.sorted { left, right in
      (left.isGone ? 1 : 0, left.rank, left.item) < (right.isGone ? 1 : 0, right.rank, right.item)
    }.map(\.stated)
  }

  /// The root of the values tree.
  package var root: MerkleHash { ValuesTree.root(of: inOrder.map(\.commitment)) }
}

/// A leaf of a values tree, and the event with its content.
package struct StatedCommitment {
  package let event: EventID
  package let commitment: MerkleHash
}
