import Ledger
import LedgerHistory
import Operations
import Roster
import Tables
import VerbatimJSON

/// The people whom a proposal would erase, or whose hold it would lift, as they are now; those who are
/// erased already are left out.
struct AffectedPeople {
  let proposal: PersonProposal
  private let context: CommandContext

  init(_ proposal: PersonProposal, _ context: CommandContext) {
    self.proposal = proposal
    self.context = context
  }

  /// One of them, with the name.
  private struct Affected<Facts> {
    let facts: Facts
    let user: Verbatim
    let name: Verbatim?
  }

  /// Writes them as a result, in the selected format.
  ///
  /// - Throws: `LedgerError`, `OutputError`.
  func write() throws {
    if proposal.kind == .erase {
      try write(try erasures(), Column.erasurePlan)
    } else {
      try write(try holds(), Column.holds)
    }
  }

  /// Prints them on standard error, for a person who is about to decide.
  func show() throws {
    let output = context.environment.output
    for plan in try erasures() { output.note(plan.facts.sentences(fields: proposal.fields)) }
    for hold in try holds() {
      output.note(
        "The hold on \(hold.user) (\(proposal.system.rawValue)) would be lifted: "
          + "\(hold.facts.reason ?? "(erased)")"
      )
    }
  }

  /// Them as objects.
  ///
  /// - Returns: The objects of `erase --dry-run` or of `holds`, each with the name.
  func json() throws -> JSON {
    proposal.kind == .erase
      ? json(try erasures(), Column.erasurePlan) : json(try holds(), Column.holds)
  }

  private func erasures() throws -> [Affected<ErasurePlan>] {
    guard proposal.kind == .erase else { return [] }
    return try proposal.users.map { user in
      let key = UserKey(proposal.system, user)
      let plan = try context.ledger.erasurePlan(of: key, fields: proposal.fields)
      return Affected(facts: plan, user: user, name: try name(of: user))
    }
  }

  private func holds() throws -> [Affected<HoldSummary>] {
    guard proposal.kind == .release else { return [] }
    let keys = Set(proposal.users.map { UserKey(proposal.system, $0) })
    return try context.ledger.holds().filter { keys.contains($0.user) }.map { hold in
      Affected(facts: hold, user: hold.user.id, name: try name(of: hold.user.id))
    }
  }

  private func name(of user: Verbatim) throws -> Verbatim? {
    try context.ledger.people(matching: user, system: proposal.system)
      .first { $0.key.id == user }?.name
  }

  private func columns<Facts>(_ columns: [Column<Facts>]) -> [Column<Affected<Facts>>] {
    [Column("person", title: "person") { Datum($0.name) }]
      + columns.of { $0.facts }
  }

  private func write<Facts>(_ people: [Affected<Facts>], _ columns: [Column<Facts>]) throws {
    try context.write(
      self.columns(columns),
      emptyNote: "Nothing of it is left to be done: the people are erased, or under no hold."
    ) { add in try people.forEach(add) }
  }

  private func json<Facts>(_ people: [Affected<Facts>], _ columns: [Column<Facts>]) -> JSON {
    .array(people.map { OutputTable.json($0, self.columns(columns)) })
  }
}
