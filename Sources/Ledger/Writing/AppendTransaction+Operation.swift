import LedgerStorage
import GRDB
package import Roster

extension AppendTransaction {
  /// Records that an operation begins.
  ///
  /// - Returns: Its number.
  package mutating func open(_ request: OperationRequest) throws -> OperationNumber {
    try database.run(
      """
      INSERT INTO operation
        (kind, system, parent, program, actor, claimed_actor, reason, ticket, parameters, request_key,
        request_digest)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        request.kind.rawValue, request.system.rawValue, request.parent, request.program,
        try text(request.actor), try text(request.claimedActor), try text(request.reason),
        try text(request.ticket), try text(request.parameters),
        try text(request.requestKey?.key), try text(request.requestKey?.digest),
      ]
    )
    let operation = OperationNumber(database.lastInsertedRowID)
    if let key = request.requestKey?.key {
      try projector.requested(operation, as: try RequestLookup(database).hash(key))
    }
    try begin(Facts(operation: operation, entries: 1))
    _ = try entry(.opened)
    return operation
  }

  /// Records how an operation ended.
  package mutating func close(_ operation: OperationNumber, _ status: OperationStatus) throws {
    try begin(Facts(operation: operation, entries: 1))
    let closed = try entry(.closed)
    try database.run(
      "INSERT INTO closing (operation, entry, status) VALUES (?, ?, ?)",
      [operation, closed, status.rawValue]
    )
  }

  /// Closes as interrupted what no living process can close: only the owner of the lock may do
  /// this.
  mutating func closeAbandoned() throws {
    let abandoned: [OperationNumber] = try database.rows(
      "SELECT id FROM operation WHERE id NOT IN (SELECT operation FROM closing) ORDER BY id"
    ) { $0.integer(0) }
    for operation in abandoned { try close(operation, .interrupted) }
  }
}
