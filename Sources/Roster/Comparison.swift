/// Compares a response with what is known.
///
/// Every fetch uses it.
///
/// The response is turned into the *stated set* of each of its users: every cell that came back, in
/// bytewise order of field code and item, and after them, in the same order, the cells of the scope
/// that were known and did not come back (`gone`). The position of a cell in that order, from 1, is
/// its ordinal. A cell that differs from what is known becomes an event to store; the entry states
/// the others without storing them.
///
/// Example: the ledger knows `sys00-name` = "Li" and `sys00-mobile` = "138". A response to a
/// request for both has "Li" and no mobile. The stated set is name (1) and mobile (2, `gone`); the
/// only event has ordinal 2.
package struct Comparison: Sendable {
  /// An event to store.
  package struct NewEvent: Hashable, Sendable {
    /// The event's place in the stated set, from 1.
    package let ordinal: Int
    /// The cell and its content now; `gone` if it did not come back.
    package let cell: Cell
    /// Whether that differs from the value that was last fetched.
    ///
    /// If not, the event is stored because a write to the cell was sent since, and the event shows
    /// the result of the write.
    package let isChange: Bool

    package init(ordinal: Int, cell: Cell, isChange: Bool) {
      self.ordinal = ordinal
      self.cell = cell
      self.isChange = isChange
    }
  }

  /// What a response states about one user.
  package struct UserStatement: Sendable {
    /// The user's key.
    package let user: Verbatim
    /// How many cells came back.
    package let returned: Int
    /// What is new, by ordinal.
    package let events: [NewEvent]

    /// The statement for a response that repeats what is known.
    ///
    /// - Parameter response: The user's part of the response; its cells equal the known ones.
    package init(repeating response: UserResponse) {
      self.init(user: response.user, returned: response.cells.count, events: [])
    }

    init(user: Verbatim, returned: Int, events: [NewEvent]) {
      self.user = user
      self.returned = returned
      self.events = events
    }
  }

  /// What is known of one user before a response.
  package struct Held: Sendable {
    /// The user's cells, each with the content that was last fetched.
    package var contents: [CellAddress: Content]
    /// The cells to which a write was sent since they were last fetched.
    package var awaited: Set<CellAddress>

    package init(contents: [CellAddress: Content] = [:], awaited: Set<CellAddress> = []) {
      self.contents = contents
      self.awaited = awaited
    }
  }

  /// The fields that the response states something about: those asked for, less those withheld,
  /// plus those that came back unasked.
  package let scope: Set<FieldCode>
  /// The fields that were asked for and came back for no user, although at least half of the
  /// response's users had them before.
  package let withheld: Set<FieldCode>
  /// One statement for each user, in the order of the response.
  package let statements: [UserStatement]

  /// Compares a response with what is known.
  ///
  /// - Parameters:
  ///   - response: The response.
  ///   - held: What is known of each user; empty for a user who was never fetched.
  ///   - observed: Fields that other responses of the same operation returned. We can read them, so
  ///     their absence here means that they are gone.
  package init(
    of response: RosterResponse,
    with held: (Verbatim) -> Held,
    alreadySeen observed: Set<FieldCode> = []
  ) {
    let heldOf = response.users.map { held($0.user) }
    let returned = response.returnedFields
    withheld = Comparison.withheld(
      suspects: response.asked.subtracting(returned).subtracting(observed),
      held: heldOf
    )
    let scope = Comparison.scope(of: response, returned: returned, withheld: withheld)
    self.scope = scope
    statements = zip(response.users, heldOf).map { user, held in
      Comparison.statement(of: user, held: held, scope: scope)
    }
  }

  /// The fields that a response states something about.
  ///
  /// - Parameters:
  ///   - response: The response.
  ///   - returned: The fields that came back.
  ///   - withheld: The fields that were withheld.
  /// - Returns: Those asked for, less those withheld, plus those that came back unasked.
  package static func scope(
    of response: RosterResponse,
    returned: Set<FieldCode>,
    withheld: Set<FieldCode>
  ) -> Set<FieldCode> {
    response.asked.subtracting(withheld).union(returned)
  }

  /// The fields that the system withheld from us, out of those that came back for no user.
  ///
  /// - Parameters:
  ///   - suspects: The fields that were asked for and came back for no user.
  ///   - held: What is known of each user of the response.
  /// - Returns: The suspects that at least half of the known users had before.
  package static func withheld(suspects: Set<FieldCode>, held: [Held]) -> Set<FieldCode> {
    guard !suspects.isEmpty else { return [] }
    let known = held.filter { !$0.contents.isEmpty }
    var holders: [FieldCode: Int] = [:]
    for user in known {
      for field in suspects.intersection(fieldsHeld(in: user)) { holders[field, default: 0] += 1 }
    }
    return Set(holders.lazy.filter { $0.value * 2 >= known.count }.map(\.key))
  }

  private static func fieldsHeld(in held: Held) -> Set<FieldCode> {
    Set(held.contents.lazy.filter { $0.value != .gone }.map(\.key.field))
  }

  /// What a response states about one user.
  ///
  /// - Parameters:
  ///   - response: The user's part of the response.
  ///   - held: What is known of the user.
  ///   - scope: The fields that the response states something about.
  /// - Returns: The statement.
  package static func statement(
    of response: UserResponse,
    held: Held,
    scope: Set<FieldCode>
  ) -> UserStatement {
    let returned = response.cells
    // Sort places, not cells: each move of a cell counts the references to its texts.
    let order = returned.indices.sorted { returned[$0].address < returned[$1].address }
    var events: [NewEvent] = []
    var known = 0
    for (index, place) in order.enumerated() {
      let before = held.contents[returned[place].address]
      if before != nil { known += 1 }
      let isChange = before != returned[place].content
      guard isChange || held.awaited.contains(returned[place].address) else { continue }
      events.append(NewEvent(ordinal: index + 1, cell: returned[place], isChange: isChange))
    }
    // Usually every known cell came back, and none is gone.
    guard known < held.contents.count else {
      return UserStatement(user: response.user, returned: returned.count, events: events)
    }
    let present = Set(returned.lazy.map(\.address))
    let gone = held.contents.lazy
      .filter { address, content in
        scope.contains(address.field) && !present.contains(address)
          && (content != .gone || held.awaited.contains(address))
      }
      .sorted { $0.key < $1.key }
    for (index, cell) in gone.enumerated() {
      events.append(
        NewEvent(
          ordinal: returned.count + index + 1,
          cell: Cell(cell.key, .gone),
          isChange: cell.value != .gone
        )
      )
    }
    return UserStatement(user: response.user, returned: returned.count, events: events)
  }
}
