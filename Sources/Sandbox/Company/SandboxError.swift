package import Roster

/// Why the made-up company or its server refuses a request.
package enum SandboxError: UserFacingError, Hashable {
  /// The company has no such user.
  case unknownUser(Verbatim)
  /// The company has no such field.
  case unknownField(FieldCode)
  /// The company has no such group.
  case unknownGroup(Verbatim)
  /// The user has no such item.
  case unknownItem(Verbatim, Int)
  /// The user key is taken.
  case userExists(Verbatim)
  /// No quirk has this name.
  case unknownQuirk(String)
  /// The quirk has no such reading.
  case unknownReading(quirk: String, reading: String, allowed: [String])
  /// The text does not describe faults.
  case unreadableFault(String)
  /// The server could not listen.
  case cannotListen(port: Int, reason: String)
  /// A control call lacks a parameter, or has an invalid one.
  case badParameter(String)

  package var errorCode: ErrorCode {
    switch self {
    case .unknownUser: ErrorCode("unknownUser", .usage)
    case .unknownField: ErrorCode("unknownField", .usage)
    case .unknownGroup: ErrorCode("unknownGroup", .usage)
    case .unknownItem: ErrorCode("unknownItem", .usage)
    case .userExists: ErrorCode("userExists", .usage)
    case .unknownQuirk: ErrorCode("unknownQuirk", .usage)
    case .unknownReading: ErrorCode("unknownReading", .usage)
    case .unreadableFault: ErrorCode("unreadableFault", .usage)
    case .cannotListen: ErrorCode("cannotListen", .unavailable)
    case .badParameter: ErrorCode("badParameter", .usage)
    }
  }

  package var message: String {
    switch self {
    case .unknownUser(let user):
      "The sandbox's company has no user \"\(user)\"; GET /sandbox/people lists them."
    case .unknownField(let field):
      "The sandbox's company has no field \"\(field)\"; roster/meta/get lists them."
    case .unknownGroup(let group):
      "The sandbox's company has no group \"\(group)\"; roster/meta/get lists them."
    case .unknownItem(let place, let item):
      "\"\(place)\" has no item \(item) for this user; items count from 0."
    case .userExists(let user):
      "The sandbox's company already has a user \"\(user)\"; choose another key."
    case .unknownQuirk(let quirk):
      "There is no quirk \"\(quirk)\"; the names are \(QuirkTable.all.map(\.name).joined(separator: ", "))."
    case .unknownReading(let quirk, let reading, let allowed):
      "The quirk \"\(quirk)\" has no reading \"\(reading)\"; it takes \(allowed.joined(separator: ", "))."
    case .unreadableFault(let text):
      "\"\(text)\" describes no fault; write for example throttle=0.05,list.dropAfter=0.02,update#3=500."
    case .cannotListen(let port, let reason):
      "The sandbox cannot listen on 127.0.0.1:\(port): \(reason). Choose another port, or 0 for any."
    case .badParameter(let parameter):
      "The parameter \"\(parameter)\" is missing or cannot be read; GET /sandbox shows the calls."
    }
  }
}
