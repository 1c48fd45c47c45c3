import GRDB
import LedgerProof
import LedgerStorage
import Roster
import TransparencyLog

extension AppendTransaction {
  /// Appends what is about to be shown, one entry for each access.
  ///
  /// A person whom the ledger does not have, or no longer has, cannot be shown, and is left out.
  mutating func record(_ accesses: [NewAccess], operation: OperationNumber) throws {
    try begin(Facts(operation: operation, entries: accesses.count))
    var previous = try lastWithoutPerson()
    for access in accesses {
      let (user, set) = try people(of: access)
      let texts = [access.actor, access.query, access.behalf, access.purpose]
      let numbers = try texts.map { try text($0) }
      let entry = try entry(.accessed, user: user)
      try database.run(
        """
        INSERT INTO access
          (entry, what, role, position, previous, actor, query, behalf, purpose, people_set)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        [entry, access.what, access.role, access.position, previous] + numbers + [set]
      )
      if user == nil { previous = entry }
    }
  }

  /// The last access that is about no one person; 0 if there is none.
  private func lastWithoutPerson() throws -> EntryID {
    let last: (entry: EntryID, previous: EntryID, isAboutOne: Bool)? = try database.first(
      """
      SELECT x.entry, x.previous, n.user IS NOT NULL FROM access x JOIN entry n ON n.id = x.entry
      ORDER BY x.entry DESC LIMIT 1
      """
    ) { ($0.integer(0), $0.integer(1), $0.integer(2) == 1) }
    return last.map { $0.isAboutOne ? $0.previous : $0.entry } ?? 0
  }

  private func people(of access: NewAccess) throws
    -> (user: UserNumber?, set: Int64?)
  {
    switch access.people {
    case .everybody: return (nil, nil)
    case .person(let key): return (try knownUser(key), nil)
    case .each(let keys):
      let users = try keys.compactMap { try knownUser($0) }
      return users.count == 1 ? (users[0], nil) : (nil, try set(of: users))
    }
  }

  /// The number of a set of people; a set that is not in the log is added.
  private func set(of users: [UserNumber]) throws -> Int64 {
    let root = try PeopleTree(of: users, in: database).root.bytes
    let found: Int64? = try database.first("SELECT id FROM people_set WHERE root = ?", [root]) {
      $0.integer(0)
    }
    if let found { return found }
    try database.run("INSERT INTO people_set (root) VALUES (?)", [root])
    let number = database.lastInsertedRowID
    for user in users {
      try database.run(
        "INSERT INTO people_set_member (people_set, user) VALUES (?, ?)",
        [number, user]
      )
    }
    return number
  }
}
