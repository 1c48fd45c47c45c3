import LedgerStorage
import GRDB
import Roster
import TransparencyLog

/// Finds every row that holds one person's data.
///
/// A text that is not a value may still name a person: the reason of a batch, the users whom a
/// fetch was to ask for, a system's message about a row. Such a text is erased as a whole if it
/// belongs to a row of the person, or if it contains their key, name or job number, a value that no
/// other person has, or a telephone number in a usual spelling. Texts shorter than six bytes count
/// only as whole words, and only if they are a name or a job number. Who ran an operation is kept:
/// it is about what that person did, not about their data.
struct PersonalDataSearch {
  let database: Database
  let user: UserNumber
  let key: UserKey
  /// The numbers of the fields whose values are erased; nil if the whole user is.
  let fields: Set<FieldNumber>?
  private var found = PersonalData()
  private var contents: Set<[UInt8]> = []
  /// The values of name fields: they name the user, even if other people have the same.
  private var names: Set<[UInt8]> = []

  init(_ database: Database, user: UserNumber, key: UserKey, fields: Set<FieldNumber>?) {
    self.database = database
    self.user = user
    self.key = key
    self.fields = fields
  }

  /// Searches.
  static func run(
    _ database: Database,
    user: UserNumber,
    key: UserKey,
    fields: Set<FieldNumber>?
  ) throws -> PersonalData {
    var search = PersonalDataSearch(database, user: user, key: key, fields: fields)
    try search.findValues()
    try search.findUnions()
    try search.dropShared()
    search.found.needles = PatternSet(
      parts: search.contents.union(search.names).subtracting([key.id.bytes]),
      words: search.names.filter(Self.isName) + (fields == nil ? [key.id.bytes] : [])
    )
    try search.findRowTexts()
    try search.findOtherTexts()
    try search.findRequestDigests()
    try search.count()
    return search.found
  }

  /// Whether a short name or a job number is long enough to name a person as a whole word.
  private static func isName(_ bytes: [UInt8]) -> Bool {
    let isNumber = bytes.allSatisfy { (0x30...0x39).contains($0) }
    return bytes.count < PatternSet.shortest && bytes.count >= (isNumber ? 4 : 3)
      && String(decoding: bytes, as: UTF8.self).unicodeScalars.count > 1
  }

  private mutating func findValues() throws {
    let naming = [key.system.nameField, key.system.jobNumberField].compactMap { $0 }
    let callers = try IDResolver.fields(Set(naming), of: key.system, in: database)
    // Other people's values may contain the key too, as their manager's.
    if fields == nil { note(key.id.bytes) }
    try database.run(
      """
      SELECT e.id, e.field, v.form, v.value, v.label, c.operation FROM (
        SELECT event, NULL AS operation FROM cell_events WHERE user = ?1
        UNION ALL
        SELECT e.id, a.operation FROM entry n
        JOIN append a ON a.id = n.append
        JOIN intended i ON i.entry = n.id
        JOIN event e ON e.id BETWEEN i.first_event AND i.first_event + i.events - 1
        WHERE n.user = ?1
      ) c
      JOIN event e ON e.id = c.event
      JOIN personal_value v ON v.id = e.id
      ORDER BY e.id
      """,
      [user]
    ) { row in
      guard fields?.contains(row.integer(1)) ?? true, row.integer(2) != ContentForm.gone else {
        return
      }
      found.values.append(row.integer(0))
      for column: Int32 in 3...4 {
        note(row.array(column))
        if callers.contains(row.integer(1)) { names.insert(row.array(column)) }
      }
      if let batch: OperationNumber = row.optionalInteger(5) { found.batches.insert(batch) }
    }
  }

  private mutating func findUnions() throws {
    guard fields == nil else { return }
    try database.run(
      """
      SELECT u.id, u.union_id FROM personal_union u JOIN entry n ON n.id = u.entry
      WHERE n.user = ? ORDER BY u.id
      """,
      [user]
    ) { row in
      found.unions.append(row.integer(0))
      note(row.array(1))
    }
  }

  private mutating func note(_ content: [UInt8]) {
    if content.count >= PatternSet.shortest { contents.insert(content) }
  }

  /// Keeps only those values that no other person has, as a value, as a union or as a key.
  private mutating func dropShared() throws {
    var shared: Set<[UInt8]> = []
    func meet(_ content: [UInt8]) { if contents.contains(content) { shared.insert(content) } }
    let own = Set(found.values)
    try database.run(
      """
      SELECT id, value, label FROM personal_value
      WHERE length(value) >= \(PatternSet.shortest) OR length(label) >= \(PatternSet.shortest)
      """
    ) { row in
      guard !own.contains(row.integer(0)) else { return }
      for column: Int32 in 1...2 { meet(row.array(column)) }
    }
    let unions = Set(found.unions)
    try database.run(
      "SELECT id, union_id, 0 FROM personal_union UNION ALL SELECT id, key, 1 FROM personal_user"
    ) { row in
      let isOwn =
        row.integer(2) == 0 ? unions.contains(row.integer(0)) : row.integer(0) == user
      if !isOwn { meet(row.array(1)) }
    }
    found.shared = shared.count
    contents.subtract(shared)
  }

  /// The texts of batch rows that wrote to the user, and of responses without the user.
  private mutating func findRowTexts() throws {
    // For single fields, only the rows that wrote one of them.
    let rows =
      fields == nil
      ? "n.user = ?1 AND n.kind = \(EntryKind.intended.code)"
      : """
      n.user = ?1 AND n.kind = \(EntryKind.intended.code) AND EXISTS (
        SELECT 1 FROM intended i
        JOIN event e ON e.id BETWEEN i.first_event AND i.first_event + i.events - 1
        WHERE i.entry = n.id AND e.field IN (\(fields.map(Self.list) ?? "")))
      """
    var queries = [
      "SELECT o.message FROM entry n JOIN outcome o ON o.intended = n.id WHERE \(rows)",
      "SELECT s.reason FROM entry n JOIN skipping s ON s.intended = n.id WHERE \(rows)",
      "SELECT s.how FROM entry n JOIN settlement s ON s.intended = n.id WHERE \(rows)",
      // A proposal states values that may be in no cell.
      "SELECT r.planned FROM entry n JOIN proposed_row r ON r.entry = n.id WHERE n.user = ?1",
    ]
    if fields == nil {
      queries.append(
        "SELECT r.message FROM entry n JOIN not_returned r ON r.entry = n.id WHERE n.user = ?1"
      )
      // A reading of the person alone, and who looked at themself.
      queries += ["query", "behalf", "purpose"].map {
        "SELECT x.\($0) FROM entry n JOIN access x ON x.entry = n.id WHERE n.user = ?1"
      }
      queries.append(
        """
        SELECT x.actor FROM entry n JOIN access x ON x.entry = n.id
        WHERE n.user = ?1 AND x.role = 'subject'
        """
      )
      queries.append(
        "SELECT d.record FROM entry n JOIN dismissal d ON d.entry = n.id WHERE n.user = ?1"
      )
    }
    for query in queries {
      try database.run("SELECT t.id FROM personal_text t WHERE t.id IN (\(query))", [user]) {
        found.texts.insert($0.integer(0))
      }
    }
  }

  private static func list(_ numbers: Set<FieldNumber>) -> String {
    numbers.sorted().map { "\($0)" }.joined(separator: ", ")
  }

  /// Any other text that names the user or contains one of their values.
  private mutating func findOtherTexts() throws {
    var authors: Set<Int64> = []
    try database.run("SELECT actor, claimed_actor FROM operation") { row in
      authors.insert(row.integer(0))
      if let claimed = row.optionalInteger(1) { authors.insert(claimed) }
    }
    // Who looked, proposed or decided stays as well, but for people who looked at themselves.
    var readers: Set<Int64> = []
    try database.run(
      """
      SELECT actor FROM access WHERE role <> 'subject' UNION ALL SELECT proposer FROM proposal
      UNION ALL SELECT person FROM decision
      """
    ) { readers.insert($0.integer(0)) }
    try database.run("SELECT id, content FROM personal_text") { row in
      guard !readers.contains(row.integer(0)), names(row.array(1)) else { return }
      if authors.contains(row.integer(0)) {
        found.operationsRun += 1
      } else {
        found.texts.insert(row.integer(0))
      }
    }
  }

  /// Whether a text names the user, or does when its percent-encoding is undone: that is how the
  /// parameters of a reading are written.
  private func names(_ text: [UInt8]) -> Bool {
    if found.needles.occur(in: text) { return true }
    guard text.contains(UInt8(ascii: "%")) else { return false }
    var decoded: [UInt8] = []
    var rest = text[...]
    while let byte = rest.popFirst() {
      let digits = rest.prefix(2).map { $0 | 0x20 }
      if byte == UInt8(ascii: "%"), digits.count == 2, let value = Hexadecimal.decode(digits) {
        decoded += value
        rest = rest.dropFirst(2)
      } else {
        decoded.append(byte)
      }
    }
    return found.needles.occur(in: decoded)
  }

  /// The digests of requests that may have named the user, or had a value of theirs: anyone who guesses
  /// a request can compare it with its digest.
  ///
  /// These are the requests of operations that recorded something about the user, of erasures and
  /// readmissions, and those that were found to name the user in another text. What a fetch was asked
  /// for is in its parameters.
  private mutating func findRequestDigests() throws {
    try database.run(
      """
      SELECT o.request_digest, o.request_key, o.reason, o.ticket, o.parameters,
        o.kind IN ('erase', 'readmit') OR o.kind <> 'fetch' AND o.id IN (
          SELECT a.operation FROM entry n JOIN append a ON a.id = n.append WHERE n.user = ?)
      FROM operation o JOIN personal_text t ON t.id = o.request_digest
      """,
      [user]
    ) { row in
      let others = (Int32(1)...4).compactMap { row.optionalInteger($0) as Int64? }
      if row.integer(5) == 1 || !found.texts.isDisjoint(with: others) {
        found.texts.insert(row.integer(0))
      }
    }
  }

  private mutating func count() throws {
    let sql = "SELECT count(*) FROM entry WHERE user = ?"
    found.entries = try database.first(sql, [user]) { Int($0.integer(0)) } ?? 0
  }
}

/// The rows that an erasure deletes, by their numbers.
struct PersonalData {
  /// Rows of `personal_value`, in their order.
  ///
  /// A `gone` event says nothing else, and remains.
  var values: [EventID] = []
  /// Rows of `personal_text`.
  var texts: Set<Int64> = []
  /// Rows of `personal_union`.
  var unions: [Int64] = []
  /// How many entries concern the user.
  var entries = 0
  /// The numbers of the batches that wrote an erased value to the user.
  var batches: Set<OperationNumber> = []
  /// How many different values remain in the file, because other people have the same bytes.
  var shared = 0
  /// How many operations name the user as the one who ran them; these names remain.
  var operationsRun = 0
  /// The texts that the reason of an erasure must not contain.
  var needles = PatternSet(parts: [], words: [])
}
