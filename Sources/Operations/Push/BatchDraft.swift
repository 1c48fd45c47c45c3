import Ledger
import Roster

/// A batch before anything of it is recorded: what was read, and what follows from it.
struct BatchDraft {
  let fresh: FreshReading
  let leftAlone: [RowLeftAlone]
  let prepared: Preparation

  /// Reads the touched users, and plans.
  ///
  /// It records nothing, and does not block other writers.
  ///
  /// - Parameters:
  ///   - touching: The users and fields to read.
  ///   - rules: What the batch may do.
  ///   - tools: The ledger, the system and the clock.
  ///   - changes: Returns the wanted changes.
  /// - Throws: Errors of the system or the ledger that prevent a plan.
  init(
    touching: [UserChange],
    rules: SendingRules,
    tools: PushTools,
    changes: WantedChanges
  ) async throws {
    let touched = try tools.recordable(touching)
    let fresh = await FreshReading.ask(tools.system, about: touched, never: rules.never)
    if let error = fresh.reading.error { throw error }
    let belief = try ExpectedValue(tools, fresh, about: touching.map(\.user))
    self = try BatchDraft(fresh, belief, rules, tools, changes)
  }

  /// Plans by what was read before.
  init(
    _ fresh: FreshReading,
    _ belief: ExpectedValue,
    _ rules: SendingRules,
    _ tools: PushTools,
    _ changes: WantedChanges
  ) throws {
    let (wanted, leftAlone) = try changes(fresh, belief)
    var held: [Verbatim: [CellAddress: CurrentCell]] = [:]
    for change in wanted { held[change.user] = try belief.held(change.user) }
    self.fresh = fresh
    self.leftAlone = leftAlone
    prepared = try Preparation(wanted, rules: rules, fresh: fresh, held: held, tools: tools)
  }
}

/// The expected values by which a batch finds out which changes are wanted.
struct ExpectedValue: Sendable {
  private let ledger: Ledger
  private let system: System
  private let merged: [Verbatim: [CellAddress: CurrentCell]]
  /// The batch's own number, whose reading is in the log; nil before it is open.
  let operation: Int64?

  /// What is expected once the reading is recorded.
  init(_ tools: PushTools, operation: Int64) {
    ledger = tools.ledger
    system = tools.system.system
    merged = [:]
    self.operation = operation
  }

  /// What would be expected if a reading were recorded.
  init(_ tools: PushTools, _ fresh: FreshReading, about users: [Verbatim]) throws {
    ledger = tools.ledger
    system = tools.system.system
    operation = nil
    var held: [Verbatim: [CellAddress: CurrentCell]] = [:]
    for user in users { held[user] = try ledger.held(UserKey(system, user)) }
    for answer in fresh.reading.answers { held.merge(answer) }
    merged = held
  }

  /// The expected contents of a user.
  func held(_ user: Verbatim) throws -> [CellAddress: CurrentCell] {
    try merged[user] ?? ledger.held(UserKey(system, user))
  }
}

/// Finds out from what was read which changes a batch writes, and what it leaves alone.
typealias WantedChanges =
  @Sendable (FreshReading, ExpectedValue) throws -> ([UserChange], [RowLeftAlone])
