import ChangeFiles
import Ledger
import Roster

/// Finds the person that a text means: a userid, a job number or a name.
struct PersonLookup {
  let ledger: Ledger
  let system: System
  /// The position of the names and the membership; nil for now.
  var position: ReadPosition?
  /// Whether somebody who has left counts beside one who is there: of what cannot be undone.
  var countsLeavers = false

  /// The one person that a text means; a userid wins over the same text as somebody's name, and who
  /// is there over somebody who has left and still bears the job number or the name.
  ///
  /// - Parameter text: A userid, a job number or a name.
  /// - Returns: The person.
  /// - Throws: `CommandError` where it is nobody or several people, `LedgerError`.
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
  /// Everybody who is active, by the names and job numbers of a moment.
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
