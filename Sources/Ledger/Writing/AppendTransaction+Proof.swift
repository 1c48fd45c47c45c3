import LedgerProof
import LedgerStorage
import GRDB
package import Roster
import TransparencyLog

extension AppendTransaction {
  /// The last entry of a user so far; 0 if there is none.
  package func lastEntry(of user: UserNumber?) throws -> EntryID {
    guard let user else { return 0 }
    let statement = try hot.get(.lastEntry, "SELECT max(id) FROM entry WHERE user = ?")
    statement.bind(1, user)
    return try statement.first { $0.integer(0) } ?? 0
  }

  /// Makes the leaf of the last entry, whose facts are complete now.
  mutating func seal() throws {
    guard let pending else { return }
    self.pending = nil
    do {
      let stated = try stated(by: pending)
      state.tree.append(try state.maker.hash(of: pending.line, stated, in: database))
    } catch let gap as ProofGap {
      throw DatabaseError(
        resultCode: .SQLITE_CORRUPT,
        message: "entry \(pending.line.entry) cannot be proven: \(gap)"
      )
    }
  }

  /// Makes the missing leaves and writes the tree; nothing may be appended afterwards.
  mutating func finish() throws {
    try seal()
    requireWhole()
    for (digest, user, scope) in remember {
      try state.memory?.keep(digest, of: user, scope: scope, in: database)
    }
    try state.tree.flush(to: database)
    state.maker.forgetAppends()
    state.systems[system] = names
  }

  private mutating func stated(by pending: PendingLeaf) throws -> LeafMaker.Stated {
    var stated = LeafMaker.Stated(unions: pending.unions)
    guard let user = pending.line.user else { return stated }
    switch EntryKind(code: pending.line.kind) {
    case .fetched, .imported:
      guard let scope = try state.maker.append(pending.line.append, in: database).scope else {
        return stated
      }
      stated.events = pending.events
      if pending.isFirstResponse {
        let root = ValuesTree.root(of: pending.commitments)
        stated.values = root
        try LiveValues(database).keep(root, user, scope)
        return stated
      }
      stated.values = try LiveValues(database).root(
        of: pending.line.entry,
        user: user,
        scope: scope,
        hasEvents: !stated.events.isEmpty,
        maker: &state.maker
      )
    case .intended:
      stated.events = pending.events
      stated.values = ValuesTree.root(of: pending.commitments)
    default: break
    }
    return stated
  }
}
