import Ledger
import LedgerStorage
import Roster
import Synchronization
import Testing

/// What the test notes while it runs, since an erasure takes it from the log.
final class Notebook: Sendable {
  /// A row of a batch, as it was in the log when it was intended.
  struct Row {
    let entry: Int64
    let user: UserKey
    var cells: [CellAddress: String] = [:]

    var texts: [String] { cells.values.sorted() }
  }

  /// An attempt to write rows that were planned long before.
  struct Attempt {
    /// The last entry before it.
    let after: Int64
    /// What each cell was planned against, by the numbers of users.
    let bases: [(cell: LogModel.Cell, base: Int64?)]
    let wasRefused: Bool
  }

  private struct State {
    var rows: [Int64: Row] = [:]
    var last: Int64 = 0
    var attempts: [Attempt] = []
    var givenUp: [Int64: Int64] = [:]
    var deaths: [Int64] = []
    var done: [String: Int] = [:]
  }

  private let state = Mutex(State())

  var rows: [Row] { state.withLock { $0.rows.values.sorted { $0.entry < $1.entry } } }
  var attempts: [Attempt] { state.withLock { $0.attempts } }
  /// The operations that were given up, each with the last entry of the log then.
  var givenUp: [Int64: Int64] { state.withLock { $0.givenUp } }
  /// The last entry of the log when each process died.
  var deaths: [Int64] { state.withLock { $0.deaths } }
  /// How often things happened, for those that must happen at all.
  var done: [String: Int] { state.withLock { $0.done } }

  func count(_ name: String) { state.withLock { $0.done[name, default: 0] += 1 } }

  func add(_ attempt: Attempt) { state.withLock { $0.attempts.append(attempt) } }

  func giveUp(_ operation: OperationNumber, after entry: Int64) {
    state.withLock { $0.givenUp[operation.rawValue] = entry }
  }

  func died(after entry: Int64) { state.withLock { $0.deaths.append(entry) } }

  /// Notes the rows that were intended since the last time.
  func note(_ ledger: Ledger) {
    let last = state.withLock { $0.last }
    do {
      let found = try ledger.read { database in
        try database.rows(
          """
          SELECT n.id, u.system, p.key, f.code, e.item, v.value
          FROM intended i JOIN entry n ON n.id = i.entry
          JOIN user u ON u.id = n.user
          JOIN personal_user p ON p.id = n.user
          JOIN event e ON e.entry = i.entry
          JOIN field f ON f.id = e.field
          LEFT JOIN personal_value v ON v.id = e.id
          WHERE i.entry > ? ORDER BY n.id
          """,
          [last]
        ) { row in
          Row(
            entry: row.integer(0),
            user: UserKey(
              System(rawValue: row.text(1)?.text ?? "") ?? .dingtalk,
              row.text(2) ?? ""
            ),
            cells: [
              CellAddress(FieldCode(row.text(3)?.text ?? ""), Int(row.integer(4) as Int64)):
                row.text(5)?.text ?? ""
            ]
          )
        }
      }
      state.withLock { state in
        for part in found {
          state.rows[part.entry, default: Row(entry: part.entry, user: part.user)].cells
            .merge(part.cells) { first, _ in first }
          state.last = max(state.last, part.entry)
        }
      }
    } catch { Issue.record(error) }
  }
}
