import Reports
import Roster
import VerbatimJSON

extension Finding {
  /// What was found, in a sentence that says what to do.
  var sentence: String {
    switch kind {
    case .fieldWithheld:
      """
      The field \(field?.text ?? "?") came back for none of \(count) people who had it: it was \
      taken as withheld, not as gone. Look at the app's permissions and at whether the field is \
      still enabled.
      """
    case .listShrunk:
      """
      The list of users lacked \(count) people who were on the last one, more than the limit: \
      nobody was taken to have left. Look at the app's scope, or raise fetch.shrinkLimit.
      """
    case .usersNotReturned:
      count == 1
        ? "1 user was asked for and did not come back; `rollbook log` says who."
        : "\(count) users were asked for and did not come back; `rollbook log` says who."
    case .clockSetBack:
      """
      The clock stood before the book's last entry, \(count == 1 ? "once" : "\(count) times"); \
      the time of that entry was used. Set the clock.
      """
    case .erasedUsersLeftOut:
      """
      \(count == 1 ? "1 user was" : "\(count) users were") left out, since \
      \(count == 1 ? "this person is" : "these people are") erased from the ledger. See to it that the \
      system gives no data that it should not; `rollbook readmit` lifts it.
      """
    }
  }

  /// The finding as JSON has it.
  var json: JSON {
    [
      "kind": .string(kind.rawValue), "operation": .integer(operation),
      "field": .optional(field?.text), "count": .integer(count), "message": .string(sentence),
    ]
  }
}

extension Datum {
  /// Findings: whole in JSON, their kinds elsewhere.
  static func findings(_ findings: [Finding]) -> Datum {
    let words = findings.map { $0.kind.rawValue }.joined(separator: ", ")
    return .parts(.array(findings.map(\.json)), inWords: words.isEmpty ? "none" : words)
  }
}
