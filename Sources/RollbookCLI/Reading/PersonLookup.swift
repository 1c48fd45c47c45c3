import Ledger
import Roster

/// Finds the person that a text means: a userid, a job number or a name.
struct PersonLookup {
  let ledger: Ledger
  let system: System
  /// The moment whose names and membership are told; nil for now.
  var standing: Standing?

  /// The one person that a text means; a userid wins over the same text as somebody's name.
  ///
  /// - Parameter text: A userid, a job number or a name.
  /// - Returns: The person.
  /// - Throws: `CommandError` where it is nobody or several people, `LedgerError`.
  func person(_ text: String) throws -> Person {
    let people = try ledger.people(
      matching: Verbatim(text),
      system: system,
      at: standing
    )
    guard people.count < 2 else { throw CommandError.userAmbiguous(text, people) }
    guard let person = people.first else {
      let key = UserKey(system, Verbatim(text))
      guard let entry = try ledger.erased(among: [key])[key] else {
        throw CommandError.userUnknown(text)
      }
      throw LedgerError.erasure(.erased(key, entry: entry))
    }
    return person
  }
}
