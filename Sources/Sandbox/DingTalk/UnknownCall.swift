import VerbatimJSON

extension Simulation {
  /// The response for a path that is no call of the systems.
  func unknown(_ call: Call) -> SimulatedResponse {
    if call.path.hasPrefix("/v1.0/") { return .newerRefusal(.notFound, requestID: requestID()) }
    guard call.path.hasPrefix("/topapi/") else {
      return SimulatedResponse(
        status: 404,
        contentType: "text/plain",
        body: Array("Not Found".utf8)
      )
    }
    let method =
      "dingtalk.oapi." + call.path.dropFirst(8).split(separator: "/").joined(separator: ".")
    let body: JSON = [
      "errcode": 22,
      "sub_msg": "不存在的方法名",
      "errmsg": .string("Invalid method[\(method)]"),
      "request_id": .string(requestID()),
    ]
    return SimulatedResponse(body: body.bytes, code: 22)
  }
}

extension Endpoint {
  /// Whether it requires the app's agent id; the user lists and the look-up of a user do not.
  var wantsAgent: Bool {
    ![.users, .preentries, .leavers, .leaverInfos, .userOfUnion].contains(self)
  }
}

extension RequestBody {
  /// The token in the body of a form.
  static func tokenOfForm(_ call: Call) -> String? {
    let isForm = call.contentType?.lowercased().hasPrefix("application/x-www-form-urlencoded")
    guard isForm == true else { return nil }
    return Form.pairs(call.body).last { $0.name == "access_token" }?.value
  }
}
