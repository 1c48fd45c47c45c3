import Ledger
import LedgerStorage
import GRDB
import Roster

/// The entries that a request covers, and what is shown of each.
struct DisclosurePlan {
  private(set) var entries: [EntryID: Disclosure] = [:]
  private let database: Database
  private let request: EvidenceRequest
  private let size: EntryID
  private var texts: Disclosure.Texts { request.namesPerson ? .all : .authors }

  init(_ request: EvidenceRequest, size: EntryID, in database: Database) throws {
    self.database = database
    self.request = request
    self.size = size
    switch request.subject {
    case .event(let address):
      try cover(address.entry)
      entries[address.entry] = Disclosure(cells: .ordinal(address.ordinal))
    case .entry(let entry):
      try cover(entry)
      entries[entry] = Disclosure(texts: texts)
    case .person(let user): try show(user, fields: nil)
    case .cells(let user, let codes):
      try show(user, fields: try IDResolver.fields(codes, of: user.system, in: database))
    case .accesses(let user, let first): try showAccesses(to: user, from: first)
    case .operation(let number): try show(operation: number)
    case .report: return
    }
    guard !entries.isEmpty else { throw ProvingError.nothingToShow }
    if request.namesPerson { try namePeople() } else { try withholdNames() }
    if request.showsOperation { try showOperations() }
    if let most = request.most, entries.count > most {
      throw ProvingError.tooLarge(entries: entries.count, most: most)
    }
  }

  private func cover(_ entry: EntryID) throws {
    let last: EntryID = try number("SELECT max(id) FROM entry") ?? 0
    guard entry > 0, entry <= last else { throw LedgerError.noSuchEntry(entry, last: last) }
    guard entry <= size else {
      throw ProvingError.notCovered(entry: entry, size: UInt64(size.rawValue))
    }
  }

  private mutating func show(_ user: UserKey, fields: Set<FieldNumber>?) throws {
    guard let number = try IDResolver.user(user, in: database) else { return }
    var last: EntryID?
    try database.run(
      "SELECT id, kind FROM entry WHERE user = ? AND id <= ? ORDER BY id",
      [number, size]
    ) { row in
      let entry: EntryID = row.integer(0)
      entries[entry] = Disclosure(cells: fields.map { .fields($0) } ?? .stored)
      if Self.states(row.integer(1)) { last = entry }
    }
    if let last, fields == nil { entries[last]?.cells = .all }
  }

  /// The readings that showed a person, and those that could have.
  ///
  /// Of readings that did not show the person, only that is shown. The texts of those that showed others
  /// as well are shown without their parameters.
  private mutating func showAccesses(to user: UserKey, from first: EntryID) throws {
    guard let number = try IDResolver.user(user, in: database) else { return }
    var isRead = false
    try database.run(
      "SELECT id, kind FROM entry WHERE user = ? AND id BETWEEN ? AND ? ORDER BY id",
      [number, first, size]
    ) { row in
      let isAccess = EntryKind(code: row.integer(1)) == .accessed
      entries[row.integer(0)] = Disclosure(texts: isAccess ? texts : .none)
      isRead = isRead || isAccess
    }
    let shown = request.namesPerson ? Disclosure.Texts.reading : .authors
    try database.run(
      """
      SELECT x.entry, x.people_set IS NULL OR EXISTS (
        SELECT 1 FROM people_set_member m WHERE m.people_set = x.people_set AND m.user = ?1)
      FROM access x JOIN entry n ON n.id = x.entry
      WHERE n.user IS NULL AND x.entry BETWEEN ?2 AND ?3
      """,
      [number, first, size]
    ) { row in
      let texts = row.integer(1) == 1 ? shown : .none
      entries[row.integer(0)] = Disclosure(texts: texts, sought: number)
      isRead = true
    }
    guard isRead else { return entries = [:] }
    // The person's first entry has the commitment that the sets of people have.
    let own: EntryID? = try self.number("SELECT min(id) FROM entry WHERE user = ?", number)
    if let own { entries[own, default: Disclosure()].cells = .none }
  }

  private static func states(_ kind: Int64) -> Bool {
    [EntryKind.fetched, .imported].contains(EntryKind(code: kind))
  }

  private mutating func show(operation: OperationNumber) throws {
    let last: OperationNumber = try number("SELECT max(id) FROM operation") ?? 0
    guard operation > 0, operation <= last else { throw LedgerError.noSuchOperation(operation) }
    let written = try writtenFields(operation)
    try database.run(
      """
      SELECT n.id, n.kind, n.user FROM append a
      JOIN entry n ON n.id BETWEEN a.first_entry AND a.first_entry + a.entries - 1
      WHERE a.operation = ?1 AND n.id <= ?2
      UNION
      SELECT n.id, n.kind, n.user FROM settlement s
      JOIN projected_row r ON r.intended = s.intended
      JOIN entry n ON n.id = s.entry WHERE r.operation = ?1 AND n.id <= ?2
      """,
      [operation, size]
    ) { row in
      var shown = Disclosure(texts: texts)
      if EntryKind(code: row.integer(1)) == .intended {
        shown.cells = .all
      } else if let user: UserNumber = row.optionalInteger(2), let fields = written[user] {
        shown.cells = .fields(fields)
      }
      entries[row.integer(0)] = shown
    }
  }

  /// The numbers of the fields that an operation was to write, by user number.
  private func writtenFields(_ operation: OperationNumber) throws -> [UserNumber: Set<FieldNumber>]
  {
    var fields: [UserNumber: Set<FieldNumber>] = [:]
    try database.run(
      """
      SELECT n.user, e.field FROM projected_row r
      JOIN entry n ON n.id = r.intended
      JOIN intended i ON i.entry = r.intended
      JOIN event e ON e.id BETWEEN i.first_event AND i.first_event + i.events - 1
      WHERE r.operation = ?
      """,
      [operation]
    ) { fields[$0.integer(0), default: []].insert($0.integer(1)) }
    return fields
  }

  /// Adds the first entry of each person: only this one can show the key.
  private mutating func namePeople() throws {
    var users: Set<UserNumber> = []
    for entry in entries.keys {
      if let user: UserNumber = try number("SELECT user FROM entry WHERE id = ?", entry) {
        users.insert(user)
      }
    }
    for user in users {
      let found: EntryID? = try number("SELECT min(id) FROM entry WHERE user = ?", user)
      guard let first = found else {
        continue
      }
      entries[first, default: Disclosure()].namesPerson = true
    }
  }

  /// Fields that identify people, by their codes and their names in a catalog.
  private static let naming = [
    "sys00-name", "sys00-mobile", "sys00-jobNumber", "sys00-email", "sys00-tel", "sys02-realName",
    "sys02-certNo", "姓名", "手机号", "工号", "邮箱", "分机号", "身份证姓名", "证件号码", "fullName",
    "phoneNo", "email",
  ]

  /// Leaves out fields that identify a person, unless the request names that field.
  private mutating func withholdNames() throws {
    switch request.subject {
    case .person, .operation, .entry, .accesses: break
    case .event, .cells, .report: return
    }
    let list = Self.naming.map { "'\($0)'" }.joined(separator: ", ")
    var fields: Set<FieldNumber> = []
    try database.run(
      """
      SELECT id FROM field WHERE code IN (\(list))
      UNION SELECT field FROM description WHERE name IN (\(list))
      """
    ) { fields.insert($0.integer(0)) }
    for entry in Array(entries.keys) { entries[entry]?.withheld = fields }
  }

  /// Adds the opened entry of each operation.
  private mutating func showOperations() throws {
    for entry in Array(entries.keys) {
      let opened: EntryID? = try number(
        """
        SELECT min(o.first_entry) FROM entry n JOIN append a ON a.id = n.append
        JOIN append o ON o.operation = a.operation WHERE n.id = ?
        """,
        entry
      )
      if let opened { entries[opened, default: Disclosure()].texts = texts }
    }
  }

  private func number<Kind>(
    _ sql: String,
    _ arguments: any SQLBindable...
  ) throws -> LedgerNumber<Kind>? {
    try database.first(sql, arguments) { $0.optionalInteger(0) } ?? nil
  }
}
