/// What an answer adds to what is held: the pure heart of every fetch.
///
/// The answer is turned into the *stated set* of each of its users: every cell that came back, in
/// bytewise order of field code and item, and after them, in the same order, the cells of the scope
/// that were stated before and are gone now. A cell's place in that order, from 1, is its ordinal.
/// Only what differs from what is held becomes an event to store; the rest is stated by the entry.
public struct Comparison: Sendable {
  /// An event to store.
  public struct NewEvent: Hashable, Sendable {
    /// The event's place in the stated set, from 1.
    public let ordinal: Int
    /// The cell and what it holds now; `gone` where it did not come back.
    public let cell: Cell
  }

  /// One user's share of an answer.
  public struct UserStatement: Sendable {
    /// The user's key.
    public let user: Verbatim
    /// How many cells came back.
    public let returned: Int
    /// What is new, by ordinal.
    public let events: [NewEvent]
  }

  /// The cells that one user is known to have, each with what was last fetched for it.
  public typealias Held = [CellAddress: Content]

  /// The fields of which the answer is a statement: those asked for, less those withheld, plus
  /// those that came back unasked.
  public let scope: Set<FieldCode>
  /// The fields that were asked for, that every user of the answer held, and that came back for
  /// none of them.
  public let withheld: Set<FieldCode>
  /// What is told of each user, in the answer's order.
  public let statements: [UserStatement]

  /// Compares an answer with what is held.
  ///
  /// - Parameters:
  ///   - answer: What came back.
  ///   - held: What is held of a user: empty for one never fetched before.
  ///   - seen: Fields that other answers of the same operation brought back; they are not withheld
  ///     from us, so here their absence means that they are gone.
  public init(
    of answer: RosterAnswer,
    with held: (Verbatim) -> Held,
    alreadySeen seen: Set<FieldCode> = []
  ) {
    let heldOf = answer.users.map { held($0.user) }
    let returnedFields = Set(answer.users.lazy.flatMap { $0.cells.lazy.map(\.address.field) })
    withheld = Comparison.withheld(
      asked: answer.asked,
      returned: returnedFields.union(seen),
      held: heldOf
    )
    let scope = answer.asked.subtracting(withheld).union(returnedFields)
    self.scope = scope
    statements = zip(answer.users, heldOf).map { user, held in
      Comparison.statement(of: user, held: held, scope: scope)
    }
  }

  private static func withheld(
    asked: Set<FieldCode>,
    returned: Set<FieldCode>,
    held: [Held]
  ) -> Set<FieldCode> {
    let known = held.filter { !$0.isEmpty }
    guard let first = known.first else { return [] }
    var suspects = asked.subtracting(returned).intersection(fieldsHeld(in: first))
    for user in known.dropFirst() where !suspects.isEmpty {
      suspects.formIntersection(fieldsHeld(in: user))
    }
    return suspects
  }

  private static func fieldsHeld(in held: Held) -> Set<FieldCode> {
    Set(held.lazy.filter { $0.value != .gone }.map(\.key.field))
  }

  private static func statement(
    of answer: UserAnswer,
    held: Held,
    scope: Set<FieldCode>
  ) -> UserStatement {
    let returned = answer.cells.sorted { $0.address < $1.address }
    var events: [NewEvent] = []
    for (index, cell) in returned.enumerated() where held[cell.address] != cell.content {
      events.append(NewEvent(ordinal: index + 1, cell: cell))
    }
    let present = Set(returned.lazy.map(\.address))
    let gone = held.lazy
      .filter { $0.value != .gone && scope.contains($0.key.field) && !present.contains($0.key) }
      .map(\.key).sorted()
    for (index, address) in gone.enumerated() {
      events.append(
        NewEvent(ordinal: returned.count + index + 1, cell: Cell(address, .gone))
      )
    }
    return UserStatement(user: answer.user, returned: returned.count, events: events)
  }
}
