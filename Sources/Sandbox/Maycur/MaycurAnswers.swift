import Roster
import VerbatimJSON

/// A row that Maycur refuses.
struct RowRefusal: Error, Hashable {
  let code: String
  let text: String

  init(_ code: String, _ text: String) {
    self.code = code
    self.text = text
  }

  // 110001 and 110005 are Maycur's; the others are made up, since its table is not known.
  static let noSuchEmployee = RowRefusal("110001", "找不到对应的员工")
  static let oneResidence = RowRefusal("110005", "常驻地只支持一个")
  static let noContact = RowRefusal("110902", "工作邮箱和工作手机号至少填写一个")

  static func bad(_ key: String) -> RowRefusal { RowRefusal("110901", "参数错误: \(key)") }
}

extension Answer {
  /// Maycur's good answer to a batch.
  static var maycurSaved: Answer {
    let body: JSON = ["success": true, "code": "ACK", "message": "保存成功!", "data": .null]
    return Answer(body: body.bytes, code: 0)
  }

  /// Maycur's answer to a batch of which rows failed.
  static func maycurFailed(_ failures: [(key: Verbatim, refusal: RowRefusal)]) -> Answer {
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
    return Answer(body: body.bytes, code: 1)
  }

  /// Maycur's refusal of a whole call, without a list of rows.
  static func nack(_ message: String, status: Int = 200) -> Answer {
    let body: JSON = [
      "success": false, "code": "NACK", "message": .string(message), "data": .null,
    ]
    return Answer(status: status, body: body.bytes, code: 1)
  }

  /// Maycur's good answer with data.
  static func ack(_ data: JSON) -> Answer {
    let body: JSON = [
      "code": "ACK", "message": "", "data": data, "args": .null, "linkDetail": .null,
      "nonBizError": false,
    ]
    return Answer(body: body.bytes, code: 0)
  }

  static let tooManyRequests = Answer(
    status: 429,
    contentType: "text/plain",
    body: Array("Too Many Requests".utf8)
  )
}
