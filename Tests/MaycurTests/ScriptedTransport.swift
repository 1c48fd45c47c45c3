import RemoteAPI
import Roster
import Synchronization
import VerbatimJSON

/// A Maycur that responds from a script, and records the requests.
final class ScriptedTransport: Transport {
  struct Call: Sendable {
    let path: String
    let headers: [String: String]
    let body: JSON
    let at: Instant
  }

  typealias Outcome = Result<APIResponse, TransportError>

  private let calls = Mutex<[Call]>([])
  private let timekeeper: any Timekeeper
  private let answer: @Sendable (Call, _ number: Int) -> Outcome

  /// Responds to calls; `number` counts, from 1, those of the same path.
  init(
    _ timekeeper: any Timekeeper,
    answer: @escaping @Sendable (Call, _ number: Int) -> Outcome
  ) {
    self.timekeeper = timekeeper
    self.answer = answer
  }

  func send(
    _ request: APIRequest,
    timeout: Duration
  ) async throws(TransportError) -> APIResponse {
    let call = Call(
      path: String(request.url.dropFirst("https://dt.example".count)),
      headers: Dictionary(request.headers) { $1 },
      body: (try? JSON(parsing: request.body ?? [])) ?? .null,
      at: timekeeper.now()
    )
    let number = calls.withLock { calls in
      calls.append(call)
      return calls.count { $0.path == call.path }
    }
    for _ in 0..<5 { await Task.yield() }
    return try answer(call, number).get()
  }

  /// Every call so far, in order.
  var made: [Call] { calls.withLock { $0 } }

  /// The calls of one path.
  func made(_ path: String) -> [Call] { made.filter { $0.path == path } }
}

extension Result where Success == APIResponse, Failure == TransportError {
  /// A JSON response.
  static func json(_ json: JSON, status: Int = 200) -> Self {
    .success(APIResponse(status: status, contentType: "application/json", body: json.bytes))
  }

  /// Any text.
  static func text(_ text: String, status: Int) -> Self {
    .success(APIResponse(status: status, contentType: "text/html", body: Array(text.utf8)))
  }

  /// A token, numbered.
  static func token(_ number: Int, company: String = "EC1") -> Self {
    .json([
      "code": "ACK", "message": "",
      "data": [
        "tokenId": .string("t\(number)"),
        "entCode": .string(company),
      ],
    ])
  }

  static var ack: Self {
    .json(["success": true, "code": "ACK", "message": "保存成功!", "data": .null])
  }

  static func nack(_ message: String) -> Self {
    .json(["success": false, "code": "NACK", "message": .string(message), "data": .null])
  }
}
