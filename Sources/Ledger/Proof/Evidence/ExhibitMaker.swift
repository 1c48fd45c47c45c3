import Evidence
import GRDB
import Roster
import TransparencyLog

/// Makes the exhibits of a plan: leaves, proofs, and what is opened of them.
struct ExhibitMaker {
  let database: Database
  /// The size of the head that everything is proven against.
  let size: UInt64

  /// Makes the exhibits, in the order of the book.
  func exhibits(_ plan: DisclosurePlan) throws -> [Exhibit] {
    var byUser: [Int64?: Set<Int64>] = [:]
    let owner = try RawStatement(database, "SELECT user FROM entry WHERE id = ?")
    for entry in plan.entries.keys {
      owner.bind(1, entry)
      byUser[try owner.first { $0.optionalInteger(0) } ?? nil, default: []].insert(entry)
    }
    var replay = try UserReplay(database, key: ProofKey(database))
    var exhibits: [Exhibit] = []
    for (user, entries) in byUser {
      try replay.proven(of: user, at: entries) { proven in
        guard let shown = plan.entries[proven.line.entry] else { return }
        exhibits.append(try exhibit(proven, shown))
      }
    }
    return exhibits.sorted { $0.entry < $1.entry }
  }

  private func exhibit(_ proven: ProvenLine, _ shown: Disclosure) throws -> Exhibit {
    let entry = proven.line.entry
    let tiles = HashTiles(database)
    let proof = try InclusionProof(index: UInt64(entry - 1), size: size) { try tiles.hash(of: $0) }
    let opening = Opening(
      person: proven.person,
      user: shown.namesPerson ? try user(of: proven.line) : nil,
      cells: try cells(proven, shown.cells),
      texts: shown.texts ? try EntryTexts(database).openings(of: proven.line) : []
    )
    return Exhibit(entry: entry, leaf: proven.leaf, proof: proof.hashes, opening: opening)
  }

  private func user(of line: LeafMaker.Line) throws -> UserOpening? {
    guard let user = line.user else { return nil }
    let statement = try RawStatement(
      database,
      """
      SELECT p.salt, p.key, u.system FROM user u JOIN personal_user p ON p.id = u.id
      WHERE u.id = ?
      """
    )
    statement.bind(1, user)
    return try statement.first { row in
      UserOpening(
        salt: row.array(0),
        system: row.text(2)?.text ?? "",
        key: row.text(1)?.text ?? ""
      )
    }
  }

  private func cells(
    _ proven: ProvenLine,
    _ shown: Disclosure.Cells
  ) throws -> [CellOpening] {
    var cells: [CellOpening] = []
    if case .ordinal(let ordinal) = shown,
      !(1...max(1, proven.cells.count) ~= ordinal)
        || proven.cells.isEmpty
    {
      let address = EventAddress(entry: proven.line.entry, ordinal: ordinal)
      throw ProvingError.noSuchEvent(address)
    }
    let content = try RawStatement(
      database,
      """
      SELECT v.salt, f.code, e.item, v.form, v.value, v.label, e.field, e.entry
      FROM event e JOIN field f ON f.id = e.field JOIN personal_value v ON v.id = e.id
      WHERE e.id = ?
      """
    )
    for (index, cell) in proven.cells.enumerated() {
      if case .ordinal(let ordinal) = shown, ordinal != index + 1 { continue }
      content.bind(1, cell.event)
      let value = try content.first { row in
        Self.isShown(row, shown, in: proven.line.entry) ? Self.value(row) : nil
      }
      guard let value = value ?? nil else { continue }
      cells.append(
        CellOpening(
          ordinal: Int64(index + 1),
          value: value,
          proof: try Self.proof(of: index, in: proven.cells)
        )
      )
    }
    return cells
  }

  private static func isShown(
    _ row: RawRow,
    _ shown: Disclosure.Cells,
    in entry: Int64
  ) -> Bool {
    switch shown {
    case .none: false
    case .ordinal, .all: true
    case .stored: row.integer(7) == entry
    case .fields(let fields): fields.contains(row.integer(6))
    }
  }

  private static func value(_ row: RawRow) -> SaltedValue? {
    guard let form = row.optionalInteger(3) else { return nil }
    return SaltedValue(
      salt: row.array(0),
      field: row.text(1)?.text ?? "",
      item: row.integer(2),
      form: form,
      value: row.text(4)?.text,
      label: row.text(5)?.text
    )
  }

  /// The inclusion proof of a stated value in its entry's values tree.
  private static func proof(of index: Int, in cells: [StatedCommitment]) throws -> [MerkleHash] {
    try InclusionProof(index: UInt64(index), size: UInt64(cells.count)) { node in
      let first = Int(node.index << UInt64(node.level))
      let leaves = cells[first..<(first + 1 << node.level)]
      return ValuesTree.root(of: leaves.map(\.commitment))
    }.hashes
  }
}

/// The personal texts of entries: who ran an operation, why, what a system answered.
struct EntryTexts {
  private let database: Database

  init(_ database: Database) { self.database = database }

  /// The texts of an entry in the order of its leaf, parameters aside: they may name others.
  func openings(of line: LeafMaker.Line) throws -> [TextOpening] {
    var openings: [TextOpening] = []
    for (slot, sql) in Self.slots(line.kind) {
      let statement = try RawStatement(
        database,
        "SELECT salt, content FROM personal_text WHERE id = (\(sql))"
      )
      statement.bind(1, line.entry)
      let opening = try statement.first { row in
        TextOpening(slot: slot, salt: row.array(0), content: row.text(1)?.text ?? "")
      }
      if let opening { openings.append(opening) }
    }
    return openings
  }

  private static func slots(_ kind: Int64) -> [(String, String)] {
    let operation =
      "(SELECT a.operation FROM entry n JOIN append a ON a.id = n.append WHERE n.id = ?1)"
    return switch EntryKind(code: kind) {
    case .opened:
      ["actor", "claimed_actor", "reason", "ticket"].map {
        ($0, "SELECT \($0) FROM operation WHERE id = \(operation)")
      }
    case .closed: [("file", "SELECT file FROM import WHERE operation = \(operation)")]
    case .notReturned: [("message", "SELECT message FROM not_returned WHERE entry = ?1")]
    case .accepted, .rejected, .uncertain:
      [("message", "SELECT message FROM outcome WHERE entry = ?1")]
    case .skipped: [("reason", "SELECT reason FROM skipping WHERE entry = ?1")]
    case .settled: [("how", "SELECT how FROM settlement WHERE entry = ?1")]
    default: []
    }
  }
}
