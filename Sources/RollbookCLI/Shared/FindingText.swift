import Tables
import Roster
import VerbatimJSON

extension Finding {
  /// The finding, in a sentence that says what to do.
  var sentence: String {
    switch kind {
    case .fieldWithheld:
      """
      The field \(field?.text ?? "?") came back for none of \(count.counted("person", "people")) who had it: it was \
      taken as withheld, not as gone. Look at the app's permissions and at whether the field is \
      still enabled.
      """
    case .fieldHeldByNobody: Self.heldByNobody([field?.text ?? "?"], of: count)
    case .listShrunk:
      """
      The list of users lacked \(count.counted("person who was", "people who were")) on the last one, more than the limit: \
      no user was taken to have left. Look at the app's scope, or raise fetch.shrinkLimit.
      """
    case .usersNotReturned:
      """
      \(count.counted("user was", "users were")) asked for and did not come back; `rollbook log` \
      says who.
      """
    case .clockSetBack:
      """
      The clock stood before the log's last entry, \(count == 1 ? "once" : "\(count) times"); \
      the time of that entry was used. Set the clock.
      """
    case .erasedUsersLeftOut:
      """
      \(count.counted("user was", "users were")) left out, since \
      \(count == 1 ? "this person is" : "these people are") erased from the ledger. Make sure that the \
      system gives no data that it should not; `rollbook readmit` lifts it.
      """
    case .personSetAside:
      """
      What came of \(count.counted("person", "people")) could not be read, so nothing was \
      recorded of them; the view set_asides has the people and the reasons. Report it to the system's vendor.
      """
    case .fieldSetAside:
      """
      \(field.map { "The field \($0)" } ?? "A field that does not say which it is") of \
      \(count.counted("person", "people")) could not be read, so nothing was recorded of it; \
      the view set_asides has the people and the reasons. Have the value corrected in the system.
      """
    case .listedSetAside:
      """
      The list of users has \(
        count.counted("entry that is no key of a user", "entries that are no keys of users")
      ) and cannot be asked about. Report it to the system's vendor.
      """
    case .descriptionSetAside:
      """
      The description of \(field.map { "the field \($0)" } ?? "a field") could not be read whole; the \
      view set_asides says why. Look at the field in the system's administration.
      """
    case .usersUnknown:
      """
      \(count.counted("user was", "users were")) asked for who \
      \(count == 1 ? "was" : "were") never on a list and did not come back: nothing was recorded of \
      \(count == 1 ? "this user" : "them"). Look for a slip in the userid.
      """
    }
  }

  private static func heldByNobody(_ fields: [String], of people: Int) -> String {
    let named = fields.prefix(10).joined(separator: ", ")
    let rest = fields.count > 10 ? " and \(fields.count - 10) more" : ""
    return """
      \(fields.count == 1 ? "The field" : "The fields") \(named)\(rest) of the catalog came back for \
      none of \(people.counted("person", "people")), now or before. Look at somebody in \
      DingTalk: if they hold a value there, the app may not see it, or DingTalk reads the field by \
      another code; until then a write to it cannot be put back.
      """
  }

  /// One sentence for each finding; fields that came back for no user share one.
  static func sentences(_ findings: [Finding]) -> [String] {
    let unheld = findings.filter { $0.kind == .fieldHeldByNobody }
    let others = findings.filter { $0.kind != .fieldHeldByNobody }.map(\.sentence)
    guard let people = unheld.first?.count else { return others }
    return others + [heldByNobody(unheld.map { $0.field?.text ?? "?" }, of: people)]
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
  /// Findings: in full in JSON, their kinds elsewhere; or a note if they could not be read.
  static func findings(_ findings: [Finding]?) -> Datum {
    guard let findings else { return .parts(.null, inWords: "could not be read") }
    var words = findings.filter { $0.kind != .fieldHeldByNobody }.map(\.kind.rawValue)
    let unheld = findings.count - words.count
    if unheld > 0 {
      words.append(Finding.Kind.fieldHeldByNobody.rawValue + (unheld > 1 ? " (\(unheld))" : ""))
    }
    let text = words.isEmpty ? "none" : words.joined(separator: ", ")
    return .parts(.array(findings.map(\.json)), inWords: text)
  }
}
