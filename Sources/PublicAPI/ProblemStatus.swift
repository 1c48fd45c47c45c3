import Roster
import WebServer

extension Problem {
  /// The problem of an error of a command: the same name, and a status that says the same as the
  /// exit code.
  init(_ code: ErrorCode, _ message: String) {
    self.init(Self.status(of: code), code.name, message, exit: code.exit)
  }

  private static func status(of code: ErrorCode) -> Int {
    if let status = named[code.name] { return status }
    // What is wrong with the ledger itself is no fault of the request.
    if code.name.utf8.starts(with: "ledger".utf8) || code.name == "notALedger" { return 500 }
    return switch code.exit {
    // The form of a request was checked before: what a command refuses, it cannot do.
    case .usage, .badData, .refused, .attention: 422
    case .noInput: 404
    case .unavailable: 502
    case .tryLater: 503
    case .noPermission: 403
    case .outputClosed, .interrupted, .terminated, .hungUp: 503
    default: 500
    }
  }

  /// The statuses that the exit code does not say.
  private static let named: [String: Int] = [
    "userUnknown": 404, "fieldUnknown": 404, "operationUnknown": 404, "noSuchBatch": 404,
    "reportUnknown": 404, "noSuchEntry": 404, "noSuchProposal": 404, "erasureUnknown": 404,
    "userErased": 410,
    "ledgerBusy": 423,
    "diskFull": 507, "planStale": 409, "baseMoved": 409, "underHold": 409, "userAmbiguous": 409,
    "fieldAmbiguous": 409, "queryTooLong": 504, "accessNotRecorded": 503,
  ]

  static func parameter(_ name: String, _ why: String) -> Problem {
    Problem(400, "badParameter", "The parameter `\(name)` \(why).", exit: .usage)
  }

  static func keyReused(_ key: Verbatim) -> Problem {
    Problem(
      409,
      "idempotencyKeyReused",
      "The Idempotency-Key `\(key)` belongs to another request. Use a new one for each request."
    )
  }

  static let badCursor = Problem(
    422,
    "badCursor",
    "The cursor is none that a list gave. Follow `next` of a part, or read the list from its beginning.",
    exit: .usage
  )

  /// A parameter whose form is right, and which cannot be used: there, or beside another one.
  static func unusable(_ name: String, _ why: String) -> Problem {
    Problem(422, "badParameter", "The parameter `\(name)` \(why).", exit: .usage)
  }

  static let noSuchRoute = Problem(
    404,
    "noSuchResource",
    "The API has no such path. GET /api/v1/openapi.json lists those that there are."
  )

  static let cursorExpired = Problem(
    410,
    "cursorExpired",
    "An erasure took values since the list was begun, so its next part has no place any more. Read it from its beginning."
  )
}
