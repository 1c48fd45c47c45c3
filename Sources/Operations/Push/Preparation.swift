import Ledger
import LedgerHistory
import Roster

/// A plan, with what it was made from.
struct Preparation: Sendable {
  let plan: Plan
  let knowledge: BatchKnowledge

  /// Plans changes by comparing them with what is expected.
  ///
  /// - Parameters:
  ///   - changes: The wanted changes.
  ///   - rules: What the batch may do.
  ///   - fresh: The fresh read.
  ///   - held: The expected contents of each touched user, including the fresh read.
  ///   - tools: The ledger, and the system.
  /// - Throws: Errors of the ledger.
  init(
    _ changes: [UserChange],
    rules: SendingRules,
    fresh: SystemReading,
    held: [Verbatim: [CellAddress: CurrentCell]],
    tools: PushTools
  ) throws {
    let system = tools.system.system
    let fields = try fresh.catalog?.fields ?? tools.ledger.fields(system)
    let never = fields.codes(named: rules.never)
    let knowledge = BatchKnowledge(
      catalog: fields,
      held: held,
      fields: try tools.knownFields(of: changes.map(\.user))
    )
    let changes = changes.map { tools.system.stated($0, knowing: knowledge) }
    let names = held.compactMapValues { cells in
      system.nameField.flatMap { cells[CellAddress($0)]?.content.value }
    }
    let holders = try Preparation.holders(of: changes, in: tools.ledger, system)
    let planner = Planner(
      system: system,
      catalog: fields,
      held: held,
      unobserved: try tools.unobserved(changes, fields, fresh, held),
      names: names,
      absent: try Preparation.absent(among: changes, fresh, tools),
      behaviours: try tools.ledger.behaviours(of: system),
      holders: holders,
      doubtful: knowledge.fields.mapValues(\.open)
    )
    let openItems = try OpenItems(in: tools.ledger, of: system, concerning: changes)
    let erasures = try tools.ledger.erased(among: changes.map { UserKey(system, $0.user) })
    func forbidden(_ change: UserChange) -> [WriteRefusal] {
      if let entry = erasures[UserKey(system, change.user)] {
        return [.erased(change.user, entry: entry)]
      }
      let unread = fresh.answers.flatMap(\.setAside).filter { $0.user == change.user }
      guard unread.isEmpty else { return unread.map { .unreadable($0, of: change.user) } }
      return Preparation.forbidden(change, never)
        + Preparation.unknowable(change, held[change.user] ?? [:], system)
        + openItems.refusals(of: change)
    }
    let allowed = changes.filter { forbidden($0).isEmpty }
    let drafted = planner.plan(allowed, limits: rules.limits)
    var refused = changes.flatMap(forbidden) + drafted.refused
    var rows: [PlannedRow] = []
    for row in drafted.rows {
      let problems = row.isEmpty ? [] : tools.system.refusals(of: row, knowing: knowledge)
      refused += problems
      if problems.isEmpty { rows.append(row) }
    }
    plan = Plan(system: system, rows: rows, refused: refused)
    self.knowledge = knowledge
  }

  /// The contents when the rows were planned.
  func contents(of user: Verbatim) -> [CellAddress: Content] {
    knowledge.held[user]?.mapValues(\.content) ?? [:]
  }

  private static func forbidden(
    _ change: UserChange,
    _ never: Set<FieldCode>
  ) -> [WriteRefusal] {
    let touched =
      change.edits.map(\.address.field) + change.additions.flatMap { $0.fields.map(\.field) }
    return Set(touched).intersection(never).sorted().map { field in
      WriteRefusal(
        user: change.user,
        field: field,
        reason: .neverRead,
        why: "The configuration (fields.never) forbids to read \(field), so a change of it can be "
          + "neither planned nor checked; take it out of the file."
      )
    }
  }

  /// A list or an object that is only written as a whole, and of which a part was erased.
  private static func unknowable(
    _ change: UserChange,
    _ held: [CellAddress: CurrentCell],
    _ system: System
  ) -> [WriteRefusal] {
    let wholes = Set(change.edits.compactMap { system.whole(of: $0.address.field) })
    let erased = held.filter { $0.value.content == .erased }.compactMap { cell in
      system.whole(of: cell.key.field)
    }
    return wholes.intersection(erased).sorted().map { whole in
      WriteRefusal(
        user: change.user,
        field: whole,
        reason: .erased,
        why: "\(whole) is only written as a whole, and a part of what \(change.user) has there was "
          + "erased from the ledger: import a newer export first."
      )
    }
  }

  /// Users who are not there: those whom the fresh read did not find, and in a system that cannot be
  /// read, those who have left.
  private static func absent(
    among changes: [UserChange],
    _ fresh: SystemReading,
    _ tools: PushTools
  ) throws -> Set<Verbatim> {
    let system = tools.system.system
    var absent = fresh.absent
    for change in changes where !tools.system.canRead {
      let people = try tools.ledger.people(matching: change.user, system: system)
      if people.first?.key == UserKey(system, change.user), people.first?.hasLeft == true {
        absent.insert(change.user)
      }
    }
    return absent
  }

  /// How many people have a value in the fields to empty.
  private static func holders(
    of changes: [UserChange],
    in ledger: Ledger,
    _ system: System
  ) throws -> [FieldCode: Int] {
    let cleared = Set(changes.flatMap(\.edits).filter { $0.edit == .clear }.map(\.address.field))
    guard !cleared.isEmpty else { return [:] }
    var holders: [FieldCode: Set<Verbatim>] = [:]
    try ledger.roster(RosterFilter(system: system, fields: cleared)) { row in
      guard row.content.value?.isEmpty == false else { return }
      holders[row.field, default: []].insert(row.user)
    }
    return holders.mapValues(\.count)
  }
}

extension PushTools {
  /// The fields of each user whose contents are known, in a system that is not read.
  func knownFields(of users: [Verbatim]) throws -> [Verbatim: KnownFields] {
    guard !system.canRead else { return [:] }
    var known: [Verbatim: KnownFields] = [:]
    for user in users { known[user] = try ledger.knownFields(of: UserKey(system.system, user)) }
    return known
  }
}

extension WriteRefusal {
  /// A user with an unreadable cell is not written to.
  fileprivate static func unreadable(_ aside: SetAside, of user: Verbatim) -> WriteRefusal {
    WriteRefusal(
      user: user,
      field: aside.field,
      reason: .unreadable,
      why:
        "What the system says of \(user) cannot be read (\(aside.problem)), so a change of it can "
        + "be neither planned nor undone; have the value corrected there, or take the row out."
    )
  }

  /// A user who was erased is not written to.
  fileprivate static func erased(_ user: Verbatim, entry: EntryID) -> WriteRefusal {
    WriteRefusal(
      user: user,
      reason: .erased,
      why:
        "\(user) was erased from the ledger (entry \(entry)), and nothing about them is recorded; "
        + "'readmit' lets them be recorded again."
    )
  }
}
