import LedgerHistory
import Ledger
import Roster

/// Added items that are uncertain and not settled.
///
/// The same item must not be added again before a person has checked it.
struct OpenItems {
  private var added:
    [Verbatim: [(batch: OperationNumber, group: Verbatim?, fields: [FieldCode: Content])]] =
      [:]

  /// Finds those of users who are to get a new item.
  ///
  /// - Parameters:
  ///   - ledger: The ledger.
  ///   - system: The system that is written.
  ///   - changes: The wanted changes.
  /// - Throws: Errors of the ledger.
  init(in ledger: Ledger, of system: System, concerning changes: [UserChange]) throws {
    let users = Set(changes.lazy.filter { !$0.additions.isEmpty }.map(\.user))
    guard !users.isEmpty else { return }
    let details = DetailGroups(try ledger.fields(system))
    for batch in try ledger.unsettledBatches(of: system) {
      for line in try ledger.batch(batch)?.1 ?? [] {
        guard line.isOpen, line.settled == nil, users.contains(line.user) else { continue }
        for item in WrittenRow(line, details: details).additions {
          added[line.user, default: []].append((batch, item.group, item.fields))
        }
      }
    }
  }

  /// Why a change must not be sent yet; empty if it may.
  func refusals(of change: UserChange) -> [WriteRefusal] {
    let open = added[change.user] ?? []
    let batch = open.first { item in
      change.additions.contains { addition in
        item.group == addition.group && item.fields.count == addition.fields.count
          && addition.fields.allSatisfy { field in
            guard let written = item.fields[field.field] else { return false }
            if case .set(let part) = field.edit { return written.statedValue == part }
            return written.statedValue == nil
          }
      }
    }?.batch
    guard let batch else { return [] }
    return [
      WriteRefusal(
        user: change.user,
        reason: .uncertain,
        why:
          "Batch \(batch) may have added this item to \(change.user) already, and it would stand "
          + "there twice. 'settle \(batch)' finds out; 'retry \(batch)' then adds what is missing."
      )
    ]
  }
}
