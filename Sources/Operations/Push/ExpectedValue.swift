import LedgerHistory
import Ledger
import Roster

/// The expected values by which a batch decides which changes are wanted.
struct ExpectedValue: Sendable {
  private let ledger: Ledger
  private let system: System
  private let merged: [Verbatim: [CellAddress: CurrentCell]]
  /// The batch's own number, whose reading is in the log; nil before it is open.
  private(set) var operation: OperationNumber?

  /// What the log expects.
  ///
  /// - Parameters:
  ///   - tools: The log, and the system that is written to.
  ///   - operation: The batch's own number; nil before it is open.
  init(_ tools: PushTools, operation: OperationNumber? = nil) {
    ledger = tools.ledger
    system = tools.system.system
    merged = [:]
    self.operation = operation
  }

  /// What would be expected if a reading were recorded.
  init(_ tools: PushTools, _ fresh: SystemReading, about users: [Verbatim]) throws {
    ledger = tools.ledger
    system = tools.system.system
    operation = nil
    var held = try ledger.held(users, of: system)
    for answer in fresh.answers { held.merge(answer) }
    merged = held
  }

  /// The same, in a batch that is open: it recorded the reading, and that stored no event.
  func unchanged(by operation: OperationNumber) -> ExpectedValue {
    var same = self
    same.operation = operation
    return same
  }

  /// The expected contents of a user.
  func held(_ user: Verbatim) throws -> [CellAddress: CurrentCell] {
    try merged[user] ?? ledger.held(UserKey(system, user))
  }

  /// The expected contents of some users.
  func held(_ users: [Verbatim]) throws -> [Verbatim: [CellAddress: CurrentCell]] {
    var held = try ledger.held(users.filter { merged[$0] == nil }, of: system)
    for user in users { if let known = merged[user] { held[user] = known } }
    return held
  }
}

extension Ledger {
  /// The expected contents of some users of a system.
  fileprivate func held(
    _ users: [Verbatim],
    of system: System
  ) throws -> [Verbatim: [CellAddress: CurrentCell]] {
    guard !users.isEmpty else { return [:] }
    let known = try held(users.map { UserKey(system, $0) })
    var held: [Verbatim: [CellAddress: CurrentCell]] = [:]
    for user in users { held[user] = known[UserKey(system, user)] }
    return held
  }
}

extension [Verbatim: [CellAddress: CurrentCell]] {
  /// Merges a response into what is known, as recording it would: an event is kept if its content
  /// came back, and new contents have none.
  mutating func merge(_ whole: RosterResponse) {
    for answer in whole.partsOfOneScope { merge(part: answer) }
  }

  private mutating func merge(part answer: RosterResponse) {
    let held = self
    let comparison = Comparison(of: answer) { user in
      Comparison.Held(contents: held[user]?.mapValues(\.content) ?? [:])
    }
    for statement in comparison.statements {
      for event in statement.events {
        self[statement.user, default: [:]][event.cell.address] = CurrentCell(
          event: nil,
          entry: nil,
          content: event.cell.content,
          source: .observed
        )
      }
    }
  }
}
