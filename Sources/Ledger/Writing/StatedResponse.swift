import LedgerStorage
import GRDB
package import Roster

/// What a response states, user by user, and how each was determined.
package struct StatedResponse {
  /// One user's share.
  package struct User {
    package let number: UserNumber
    package let statement: Comparison.UserStatement
    package let digest: RememberedResponses.Digest?
    /// Whether it was recognised as equal to the last response.
    let isRepetition: Bool
  }

  package let scope: ScopeNumber
  package let returned: Set<FieldCode>
  package let withheld: Set<FieldCode>
  package let users: [User]
}

extension AppendTransaction {
  /// Determines what a response states.
  ///
  /// A recognised repetition is not compared, and its user's cells are not even read: in a usual
  /// response, that is nearly every user.
  package mutating func stated(by response: RosterResponse) throws -> StatedResponse {
    let numbers = try response.users.map { try user($0.user) }
    let returned = response.returnedFields
    let memory =
      try state.memory
      ?? RememberedResponses(database, random: random, secret: state.secret)
    let digests = response.users.map { memory.digest(of: $0) }
    state.memory = memory
    var held: [UserNumber: Comparison.Held] = [:]
    var withheld: Set<FieldCode> = []
    var fields = Comparison.scope(of: response, returned: returned, withheld: [])
    var known = try repetitions(numbers, digests, scope: knownScope(fields))
    let suspects = response.asked.subtracting(returned).subtracting(own.fieldsSeen)
    // A user who is recognised in a scope with the suspects has none of them. If these are more
    // than half of all users who may be known, nothing was withheld.
    let without = zip(numbers, response.users).count { known.contains($0) && !$1.cells.isEmpty }
    if !suspects.isEmpty, without <= numbers.count - known.count {
      for number in numbers { held[number] = try heldCells(of: number) }
      withheld = Comparison.withheld(
        suspects: suspects,
        held: numbers.map { held[$0] ?? Comparison.Held() }
      )
    }
    if !withheld.isEmpty {
      fields = Comparison.scope(of: response, returned: returned, withheld: withheld)
      known = try repetitions(numbers, digests, scope: knownScope(fields))
    }
    let scope = try scope(fields)
    var users: [StatedResponse.User] = []
    users.reserveCapacity(numbers.count)
    for (index, (number, reported)) in zip(numbers, response.users).enumerated() {
      let isRepetition = known.contains(number)
      let statement =
        isRepetition
        ? Comparison.UserStatement(repeating: reported)
        : Comparison.statement(
          of: reported,
          held: try held[number] ?? heldCells(of: number, in: scope),
          scope: fields
        )
      users.append(
        StatedResponse.User(
          number: number,
          statement: statement,
          digest: digests[index],
          isRepetition: isRepetition
        )
      )
    }
    return StatedResponse(scope: scope, returned: returned, withheld: withheld, users: users)
  }

  /// The users whose part equals the last response for the scope, and who have no write without an
  /// observation.
  private func repetitions(
    _ users: [UserNumber],
    _ digests: [RememberedResponses.Digest?],
    scope: ScopeNumber?
  ) throws -> Set<UserNumber> {
    guard let scope, let memory = state.memory else { return [] }
    let remembered = try hot.get(.known, RememberedResponses.search)
    let awaited = try hot.get(.awaited, "SELECT DISTINCT user FROM projected_write")
    var written: Set<UserNumber> = []
    try awaited.forEachRow { written.insert($0.integer(0)) }
    var known: Set<UserNumber> = []
    for (user, digest) in zip(users, digests) {
      guard let digest, !written.contains(user) else { continue }
      remembered.bind(1, user)
      remembered.bind(2, scope)
      let isKnown = try remembered.first { row in
        let last = row.withBytes(0) { RememberedResponses.Digest($0) }
        let bound = row.withBytes(1) { root in
          root.flatMap { memory.bound(digest, to: $0, user: user, scope: scope) }
        }
        return last != nil && last == bound
      }
      if isKnown == true { known.insert(user) }
    }
    return known
  }

  /// What is known of a user's cells; of the cells of a scope only, if one is given.
  mutating func heldCells(of user: UserNumber, in scope: ScopeNumber? = nil) throws
    -> Comparison.Held
  {
    var isNarrow = false
    if let scope {
      let fields = try state.sets.fields(ofScope: scope, in: database)
      isNarrow = fields.count <= HeldCellsSQL.narrow
    }
    let cells = try SQLStatement(
      database,
      isNarrow ? HeldCellsSQL.cellsOfScope : HeldCellsSQL.cells
    )
    let writes = try SQLStatement(
      database,
      isNarrow ? HeldCellsSQL.writesOfScope : HeldCellsSQL.writes
    )
    cells.bind(1, user)
    writes.bind(1, user)
    if isNarrow {
      cells.bind(2, scope)
      writes.bind(2, scope)
    }
    var held = Comparison.Held()
    var sets = state.sets
    let database = database
    try cells.forEachRow { row in
      let field = try sets.code(row.integer(0), in: database)
      held.contents[CellAddress(field, Int(row.integer(1)))] = try row.content(from: 2)
    }
    try writes.forEachRow { row in
      let field = try sets.code(row.integer(0), in: database)
      held.awaited.insert(CellAddress(field, Int(row.integer(1))))
    }
    state.sets = sets
    return held
  }
}

/// The queries for what is known of a user's cells.
private enum HeldCellsSQL {
  /// In a scope of so few fields, each field is looked up; for a larger one, all cells of the user
  /// are read.
  static let narrow = 16

  static let cells = """
    SELECT r.field, r.item, \(ContentForm.columns("v", ofEvent: "r.event"))
    FROM projected_roster r LEFT JOIN personal_value v ON v.id = r.event WHERE r.user = ?1
    """
  static let cellsOfScope = cells + ofScope("r.field")
  static let writes = "SELECT field, item FROM projected_write WHERE user = ?1"
  static let writesOfScope = writes + ofScope("field")

  private static func ofScope(_ field: String) -> String {
    " AND \(field) IN (SELECT field FROM scope_field WHERE scope = ?2)"
  }
}
