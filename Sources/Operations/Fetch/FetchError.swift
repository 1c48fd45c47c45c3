package import Roster

/// Why a fetch cannot be done, besides errors of the system and of the ledger.
package enum FetchError: UserFacingError, Hashable {
  /// No user was named.
  case noUsers
  /// A user key is empty, or has a comma, which no call can carry.
  case unusableUser(Verbatim)
  /// No field is left to request.
  case noFields
  /// Requested fields that the configuration excludes.
  case fieldsNeverFetched([FieldCode])
  /// Requested fields that the system does not describe.
  case unknownFields([FieldCode])
  /// A name that several fields have; their codes.
  case ambiguousField(Verbatim, [FieldCode])
  /// The user list returned to an earlier cursor, or continued without new users.
  case listWithoutEnd
  /// The list of users is empty.
  case nobodyListed
  /// None of this many active people came back; with the system's message, if it refused.
  case nobodyReturned(Int, said: Verbatim?)
  /// None of the named users came back; with the system's message, if it refused.
  case namedNotReturned([Verbatim], said: Verbatim?)

  /// The stable name.
  package var errorCode: ErrorCode {
    switch self {
    case .noUsers: ErrorCode("noUsers", .usage)
    case .unusableUser: ErrorCode("unusableUser", .usage)
    case .noFields: ErrorCode("noFields", .usage)
    case .fieldsNeverFetched: ErrorCode("fieldsNeverFetched", .usage)
    case .unknownFields: ErrorCode("unknownFields", .usage)
    case .ambiguousField: ErrorCode("fieldAmbiguous", .usage)
    case .listWithoutEnd: ErrorCode("listWithoutEnd", .badData)
    case .nobodyListed: ErrorCode("nobodyListed", .unavailable)
    case .nobodyReturned: ErrorCode("nobodyReturned", .unavailable)
    case .namedNotReturned: ErrorCode("namedNotReturned", .usage)
    }
  }

  /// What happened, and what to do.
  package var message: String {
    switch self {
    case .noUsers:
      "A fetch of no user was asked for. Name at least one, or none at all for everybody."
    case .unusableUser(let user):
      "\"\(user)\" cannot be a user: it is empty or has a comma. Name users by their userid."
    case .noFields:
      "There is no field to ask for. Name at least one, or look at fields.never, and at which"
        + " fields the system's administrators have enabled."
    case .fieldsNeverFetched(let fields):
      "The configuration (fields.never) forbids to fetch \(FetchError.list(fields))."
        + " Leave it out, or change the configuration."
    case .unknownFields(let fields):
      "The system does not describe \(FetchError.list(fields)). Look for a slip in the code;"
        + " a new field is described only after an administrator has enabled it."
    case .ambiguousField(let name, let fields):
      "\"\(name)\" could be any of \(fields.count) fields: \(FetchError.list(fields)). Name it by its"
        + " code."
    case .listWithoutEnd:
      "The system's list of users led back to where it had been, or on and on to no new user, so it"
        + " has no end. Nothing was taken from it; try again, and report it to the system's vendor."
    case .nobodyListed:
      "The system's user list is empty, so it was refused: no user was recorded as having left."
        + " \(FetchError.causes) Then fetch again."
    case .nobodyReturned(let asked, let said):
      "None of \(asked) active people came back\(FetchError.quoted(said)), so nothing was learned."
        + " \(FetchError.causes) Then fetch again."
    case .namedNotReturned(let users, let said):
      "None of the named users came back\(FetchError.quoted(said)): \(FetchError.list(users))."
        + " Look for a slip in the userid. If it is right, the person may have left. \(FetchError.causes)"
    }
  }

  private static let causes =
    "The likely causes are an agent id (dingtalk.agentID) of another app, and an app whose scope or"
    + " permission to read the roster (qyapi_hrm_read_user) does not cover these people: compare them"
    + " with the app's page in the developer console, and run `rollbook doctor`."

  private static func quoted(_ said: Verbatim?) -> String { said.map { " (code \($0))" } ?? "" }

  private static func list(_ fields: [FieldCode]) -> String {
    let named = fields.prefix(5).map(\.text).joined(separator: ", ")
    return fields.count > 5 ? "\(named) and \(fields.count - 5) more" : named
  }
}
