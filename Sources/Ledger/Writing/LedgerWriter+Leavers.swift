package import LedgerStorage
import GRDB
package import Roster

extension LedgerWriter {
  /// Appends what a system reported about users who left: a dismissed entry for each.
  ///
  /// - Parameters:
  ///   - response: The response, about at least one user; erased users are left out.
  ///   - now: The time now.
  /// - Throws: ``LedgerError``.
  package func append(_ response: LeaverResponse, now: Instant) throws(LedgerError) {
    try append(now: now) { try $0.dismissed(response, operation: operation) }
  }
}

extension AppendTransaction {
  fileprivate mutating func dismissed(_ response: LeaverResponse, operation: OperationNumber) throws
  {
    let leavers = response.leavers.filter { !isSuppressed($0.user) }
    let leftOut = response.leavers.count - leavers.count
    let users = try leavers.map { try user($0.user) }
    try begin(
      Facts(
        operation: operation,
        entries: users.count + (leftOut == 0 ? 0 : 1),
        askedAt: response.askedAt,
        receivedAt: response.receivedAt
      )
    )
    for (user, leaver) in zip(users, leavers) {
      let entry = try entry(.dismissed, user: user)
      try database.run(
        "INSERT INTO dismissal (entry, record) VALUES (?, ?)",
        [entry, try text(leaver.record)]
      )
    }
    try suppressed(leftOut)
  }
}
