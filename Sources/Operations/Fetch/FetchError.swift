public import Roster

/// Why a fetch cannot be done, beyond what the system and the ledger say.
public enum FetchError: Explained, Hashable {
  /// No user was named.
  case noUsers
  /// A user key is empty, or holds a comma, which no call can carry.
  case unusableUser(Verbatim)
  /// No field is left to ask for.
  case noFields
  /// Fields were asked for that the configuration forbids.
  case fieldsNeverFetched([FieldCode])
  /// Fields were asked for that the system does not describe.
  case unknownFields([FieldCode])
  /// A name was given that several fields have; their codes.
  case ambiguousField(Verbatim, [FieldCode])
  /// The list of users came back to a place where it had been.
  case listWithoutEnd

  /// The stable name.
  public var name: String {
    switch self {
    case .noUsers: "noUsers"
    case .unusableUser: "unusableUser"
    case .noFields: "noFields"
    case .fieldsNeverFetched: "fieldsNeverFetched"
    case .unknownFields: "unknownFields"
    case .ambiguousField: "fieldAmbiguous"
    case .listWithoutEnd: "listWithoutEnd"
    }
  }

  /// What happened, and what to do.
  public var message: String {
    switch self {
    case .noUsers:
      "A fetch of no user was asked for. Name at least one, or none at all for everybody."
    case .unusableUser(let user):
      "\"\(user)\" cannot be a user: it is empty or holds a comma. Name users by their userid."
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
      "The system's list of users came back to a cursor it had given before, so it has no end."
        + " Nothing was taken from it; try again, and report it to the system's vendor."
    }
  }

  private static func list(_ fields: [FieldCode]) -> String {
    let named = fields.prefix(5).map(\.text).joined(separator: ", ")
    return fields.count > 5 ? "\(named) and \(fields.count - 5) more" : named
  }
}
