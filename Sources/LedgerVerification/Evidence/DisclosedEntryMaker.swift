import Ledger
import LedgerProof
import LedgerStorage
import Evidence
import GRDB
import LeafFormat
import Roster
import TransparencyLog

/// Makes the entries of a disclosure plan: leaves, proofs, and the opened commitments.
struct DisclosedEntryMaker {
  let database: Database
  /// The size of the head against which everything is proven.
  let size: UInt64
  private var erased: ErasedSlots
  /// Where a person is in the trees over sets of people, by the numbers of these.
  private var places: [Int64: [PeoplePlace]] = [:]

  init(_ database: Database, size: UInt64) {
    self.database = database
    self.size = size
    erased = ErasedSlots(database, size: size)
  }

  /// Makes the disclosed entries in the order of the log, together with the erased entries for what
  /// can no longer be shown.
  mutating func exhibits(_ plan: DisclosurePlan) throws -> [DisclosedEntry] {
    let asked = try exhibits(plan.entries)
    let others = erased.entries.subtracting(plan.entries.keys)
    let erasures = try exhibits(Dictionary(others.map { ($0, Disclosure()) }) { $1 })
    return (asked + erasures).sorted { $0.entry < $1.entry }
  }

  private mutating func exhibits(_ shown: [EntryID: Disclosure]) throws -> [DisclosedEntry] {
    var byUser: [UserNumber?: Set<EntryID>] = [:]
    for entry in shown.keys {
      let user: UserNumber?? = try database.first("SELECT user FROM entry WHERE id = ?", [entry]) {
        $0.optionalInteger(0)
      }
      byUser[user ?? nil, default: []].insert(entry)
    }
    var replay = try UserReplay(database, key: ProofKey(database))
    var exhibits: [DisclosedEntry] = []
    for (user, entries) in byUser {
      guard let first = entries.min(), let last = entries.max() else { continue }
      try replay.proven(of: user, in: first...last, only: entries) { proven in
        guard let disclosure = shown[proven.line.entry] else { return }
        exhibits.append(try exhibit(proven, disclosure))
      }
    }
    return exhibits
  }

  private mutating func exhibit(_ proven: ProvenLine, _ shown: Disclosure) throws -> DisclosedEntry
  {
    let entry = proven.line.entry
    let tiles = HashTiles(database)
    let proof = try InclusionProof(index: entry.leafIndex, size: size) { try tiles.hash(of: $0) }
    var opening = Opening(person: proven.person)
    try open(proven, shown.cells, without: shown.withheld, in: &opening)
    try EntryTexts(database).open(proven.line, shown.texts, in: &opening, &erased)
    if shown.namesPerson { try name(proven.line, in: &opening) }
    if let user = shown.sought { opening.people = try places(of: user, in: entry) }
    return DisclosedEntry(
      entry: entry.rawValue,
      leaf: proven.leaf,
      proof: proof.hashes,
      opening: opening
    )
  }

  /// What shows whether a reading of several people showed a person; a plan seeks only one.
  private mutating func places(of user: UserNumber, in entry: EntryID) throws -> [PeoplePlace] {
    let set: Int64?? = try database.first("SELECT people_set FROM access WHERE entry = ?", [entry])
    {
      $0.optionalInteger(0)
    }
    guard let set = set ?? nil else { return [] }
    if let known = places[set] { return known }
    let leaves = try PeopleTree.leaves(ofSet: set, in: database)
    let person = try Commitments().person(user, in: database).key
    let made = try PeoplePlace.around(person, in: leaves) {
      try ValuesTree.proof(of: $0, in: leaves)
    }
    places[set] = made
    return made
  }

  private mutating func name(_ line: LeafMaker.Line, in opening: inout Opening) throws {
    guard let user = line.user else { return }
    opening.user = try database.first(
      """
      SELECT p.salt, p.key, u.system FROM user u JOIN personal_user p ON p.id = u.id
      WHERE u.id = ?
      """,
      [user]
    ) { row in
      UserOpening(
        salt: row.array(0),
        system: row.text(2)?.text ?? "",
        key: row.text(1)?.text ?? ""
      )
    }
    if opening.user == nil, let slot = try erased.user(user) { opening.erased.append(slot) }
  }

  private mutating func open(
    _ proven: ProvenLine,
    _ shown: Disclosure.Cells,
    without withheld: Set<FieldNumber>,
    in opening: inout Opening
  ) throws {
    if case .ordinal(let ordinal) = shown, !proven.cells.indices.contains(ordinal - 1) {
      let address = EventAddress(entry: proven.line.entry, ordinal: ordinal)
      throw ProvingError.noSuchEvent(address)
    }
    let leaves = proven.cells.map(\.commitment)
    let content = try SQLStatement(
      database,
      """
      SELECT v.salt, f.code, e.item, v.form, v.value, v.label, e.field, e.entry
      FROM event e JOIN field f ON f.id = e.field LEFT JOIN personal_value v ON v.id = e.id
      WHERE e.id = ?
      """
    )
    for (index, cell) in proven.cells.enumerated() {
      if case .ordinal(let ordinal) = shown, ordinal != index + 1 { continue }
      content.bind(1, cell.event)
      let found: SaltedValue?? =
        try content.first { row in
          Self.isShown(row, shown, in: proven.line.entry) && !withheld.contains(row.integer(6))
            ? .some(Self.value(row)) : .none
        } ?? .none
      guard let found else { continue }
      let proof = try ValuesTree.proof(of: index, in: leaves)
      if let value = found {
        opening.cells.append(CellOpening(ordinal: Int64(index + 1), value: value, proof: proof))
      } else if let slot = try erased.value(cell.event, ordinal: index + 1, proof: proof) {
        opening.erased.append(slot)
      }
    }
  }

  private static func isShown(
    _ row: SQLRow,
    _ shown: Disclosure.Cells,
    in entry: EntryID
  ) -> Bool {
    switch shown {
    case .none: false
    case .ordinal, .all: true
    case .stored: row.integer(7) == entry
    case .fields(let fields): fields.contains(row.integer(6))
    }
  }

  private static func value(_ row: SQLRow) -> SaltedValue? {
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
}

/// The personal texts of entries: who ran an operation, why, and a system's messages.
struct EntryTexts {
  private let database: Database

  init(_ database: Database) { self.database = database }

  /// Opens the texts of an entry in the order of its leaf.
  ///
  /// Parameters are left out: they may name other people. So is the digest of a request, from which a
  /// reader could guess what the request named.
  func open(
    _ line: LeafMaker.Line,
    _ shown: Disclosure.Texts,
    in opening: inout Opening,
    _ erased: inout ErasedSlots
  ) throws {
    guard shown != .none else { return }
    for (slot, sql) in Self.slots(line.kind)
    where shown.has(slot) {
      let found = try database.first(
        """
        SELECT n.id, p.salt, p.content FROM (SELECT (\(sql)) AS id) n
        LEFT JOIN personal_text p ON p.id = n.id
        """,
        [line.entry]
      ) { row in
        (number: row.optionalInteger(0), salt: row.array(1), text: row.text(2)?.text)
      }
      guard let found, let number = found.number else { continue }
      if let text = found.text {
        opening.texts.append(TextOpening(slot: slot, salt: found.salt, content: text))
      } else if let gone = try erased.text(number, slot: slot) {
        opening.erased.append(gone)
      }
    }
  }

  /// The names of an entry's texts, each with the query of its number.
  private static func slots(_ kind: Int64) -> [(String, String)] {
    guard let kind = EntryKind(code: kind) else { return [] }
    // The text of a closed entry is the name of the file of an import.
    let row =
      kind != .closed
      ? kind.factsRow
      : "import WHERE operation = (SELECT a.operation FROM entry n JOIN append a "
        + "ON a.id = n.append WHERE n.id = ?1)"
    return kind.textNames.filter { !["parameters", "request_digest"].contains($0) }
      .map { ($0, "SELECT \($0) FROM \(row)") }
  }
}
