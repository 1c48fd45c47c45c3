import Roster
import VerbatimJSON

extension SimulatedResponse {
  /// Maycur's response to a saved batch.
  static var maycurSaved: SimulatedResponse {
    let body: JSON = ["success": true, "code": "ACK", "message": "保存成功!", "data": .null]
    return SimulatedResponse(body: body.bytes, code: 0)
  }

  /// Maycur's response to a batch with failed rows.
  static func maycurFailed(_ failures: [(key: Verbatim, refusal: RowRefusal)]) -> SimulatedResponse
  {
    let errors = failures.map { failure -> JSON in
      [
        "key": .string(failure.key.text),
        "errorCode": .string(failure.refusal.code),
        "errorMessage": .string(failure.refusal.text),
      ]
    }
    let body: JSON = [
      "success": false, "code": "NACK", "message": "", "data": ["errorData": .array(errors)],
    ]
    return SimulatedResponse(body: body.bytes, code: 1)
  }

  /// Maycur's refusal of a whole call, without a list of rows.
  static func nack(_ message: String, status: Int = 200) -> SimulatedResponse {
    let body: JSON = [
      "success": false, "code": "NACK", "message": .string(message), "data": .null,
    ]
    return SimulatedResponse(status: status, body: body.bytes, code: 1)
  }

  /// Maycur's successful response with data.
  static func ack(_ data: JSON) -> SimulatedResponse {
    let body: JSON = [
      "code": "ACK", "message": "", "data": data, "args": .null, "linkDetail": .null,
      "nonBizError": false,
    ]
    return SimulatedResponse(body: body.bytes, code: 0)
  }

  static let tooManyRequests = SimulatedResponse(
    status: 429,
    contentType: "text/plain",
    body: Array("Too Many Requests".utf8)
  )
}
