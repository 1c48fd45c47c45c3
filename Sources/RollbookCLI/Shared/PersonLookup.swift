import ChangeFiles
import Ledger
import LedgerHistory
import LedgerStorage
import Roster

/// Finds the person that a text names: a userid, a job number or a name.
struct PersonLookup {
  let ledger: Ledger
  let system: System
  /// The position of the names and the membership; nil for the end of the log.
  var position: ReadPosition?
  /// Whether people who have left count beside active ones: needed for what cannot be undone.
  var countsLeavers = false

  /// The only person that a text names.
  ///
  /// A userid takes precedence over the same text as another person's name, and an active person
  /// over one who has left and still has the job number or the name.
  ///
  /// - Parameter text: A userid, a job number or a name.
  /// - Returns: The person.
  /// - Throws: `CommandError` if there is none or several, `LedgerError`.
  func person(_ text: String) throws -> Person {
    let people = try ledger.people(
      matching: Verbatim(text),
      system: system,
      at: position
    )
    let active = people.filter { !$0.hasLeft }
    if people.count > 1, active.count == 1, !countsLeavers { return active[0] }
    guard people.count < 2 else { throw CommandError.userAmbiguous(text, people) }
    guard let person = people.first else {
      let key = UserKey(system, Verbatim(text))
      guard let entry = try ledger.erased(among: [key])[key] else {
        let everybody = try ledger.active(of: system, at: position)
        let near = NearPeople.near(to: Verbatim(text), among: everybody).map(\.phrase)
        throw CommandError.userUnknown(text, near: near)
      }
      throw LedgerError.erasure(.erased(key, entry: entry))
    }
    return person
  }
}

extension Ledger {
  /// Everybody who is active, with the names and job numbers at a position.
  func active(of system: System, at position: ReadPosition? = nil) throws -> [PersonCandidate] {
    let codes = [system.nameField, system.jobNumberField].compactMap(\.self)
    guard !codes.isEmpty else { return [] }
    var order: [Verbatim] = []
    var texts: [Verbatim: [FieldCode: Verbatim]] = [:]
    let filter = RosterFilter(system: system, fields: Set(codes), position: position)
    try roster(filter) { row in
      if texts[row.user] == nil { order.append(row.user) }
      texts[row.user, default: [:]][row.field] = row.content.value
    }
    return order.map { user in
      PersonCandidate(
        key: UserKey(system, user),
        name: system.nameField.flatMap { texts[user]?[$0] },
        jobNumber: system.jobNumberField.flatMap { texts[user]?[$0] }
      )
    }
  }
}
