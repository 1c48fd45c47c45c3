import Roster
import VerbatimJSON

/// Maycur's calls.
extension Simulation {
  /// Processes a call of Maycur without a fault.
  mutating func maycurAnswer(_ endpoint: Endpoint, _ call: Call, now: Instant) -> SimulatedResponse
  {
    guard call.method == endpoint.method else {
      return SimulatedResponse(status: 405, contentType: "text/plain", body: [])
    }
    guard isAdmitted(endpoint, now: now, limit: limits.maycurCallsPerSecond) else {
      return maycurOverLimit
    }
    guard let body = try? JSON(parsing: call.body) else { return .nack("请求参数格式错误") }
    if endpoint == .maycurLogin { return maycurLogin(body, now: now) }
    guard let token = call.headers["tokenid"], maycurService.accepts(token, now: now),
      call.headers["entcode"] == company.entCode.text
    else { return maycurBadToken }
    maycur.catchUp(with: company)
    return endpoint == .maycurBatch ? maycurBatch(body) : maycurIDs(call, body)
  }

  /// Maycur's response to a call with an injected failure.
  mutating func maycurFailure(_ fault: Fault) -> SimulatedResponse {
    switch fault {
    case .serverError: return .internalError
    case .busy, .quota, .nack: return .nack("系统繁忙")
    case .code(let code):
      let body: JSON = [
        "success": false, "code": .string(code), "message": "系统繁忙", "data": .null,
      ]
      return SimulatedResponse(body: body.bytes)
    case .banPage: return .banPage
    case .banObject: return .banObject
    case .expireToken:
      maycurService.expire()
      return maycurBadToken
    case .reply(let response): return response
    default: return maycurOverLimit
    }
  }

  private var maycurOverLimit: SimulatedResponse {
    quirks.maycurOverLimit == .http429 ? .tooManyRequests : .nack("接口调用过于频繁，请稍后再试")
  }

  private var maycurBadToken: SimulatedResponse {
    .nack("token失效，请重新登录", status: quirks.maycurTokenError == .http401 ? 401 : 200)
  }

  private mutating func maycurLogin(_ body: JSON, now: Instant) -> SimulatedResponse {
    let timestamp = body["timestamp"]?.integer.map { String($0) } ?? body["timestamp"]?.text
    guard let timestamp, Int64(timestamp) != nil,
      body["appCode"]?.text == credentials.maycurAppCode,
      body["secret"]?.text
        == MaycurService.signature(
          secret: credentials.maycurAppSecret,
          code: credentials.maycurAppCode,
          timestamp: timestamp
        )
    else { return .nack("应用编码或密钥错误") }
    let token = maycurService.issue(now: now, life: quirks.maycurTokenLife)
    return .ack(["tokenId": .string(token), "entCode": .string(company.entCode.text)])
  }

  /// Saves the rows of a batch, each on its own.
  private mutating func maycurBatch(_ body: JSON) -> SimulatedResponse {
    guard let rows = body.elements, !rows.isEmpty else { return .nack("请求参数不能为空") }
    guard rows.count <= limits.rowsPerBatch else {
      return .nack("单次导入不能超过\(limits.rowsPerBatch)条")
    }
    let users = rows.map { $0["employeeId"]?.text.map { Verbatim($0) } }
    guard !users.contains(where: { $0?.isEmpty ?? true }) else { return .nack("员工工号不能为空") }
    var failures: [(key: Verbatim, refusal: RowRefusal)] = []
    var saved: [Verbatim] = []
    var isApplied = false
    for (user, row) in zip(users.compactMap { $0 }, rows) {
      do throws(RowRefusal) {
        if try save(row, of: user) { isApplied = true }
        saved.append(user)
      } catch {
        failures.append((user, error))
      }
    }
    var response = failures.isEmpty ? SimulatedResponse.maycurSaved : .maycurFailed(failures)
    response.isApplied = isApplied
    response.saved = saved
    return response
  }

  /// Saves one row; returns whether that changed anything.
  private mutating func save(_ row: JSON, of user: Verbatim) throws(RowRefusal) -> Bool {
    if let code = faults.failUsers[user] { throw RowRefusal(String(code), "保存失败") }
    if faults.rejects(user, at: .maycurBatch) { throw .noSuchEmployee }
    guard let before = maycur[user], company.employee(before.userid)?.hasLeft == false else {
      throw .noSuchEmployee
    }
    var writer = MaycurRowWriter(before, quirks: quirks)
    try writer.write(row)
    maycur.replace(writer.record)
    return !writer.record.holdsSame(as: before)
  }

  private func maycurIDs(_ call: Call, _ body: JSON) -> SimulatedResponse {
    guard let ids = body["ids"]?.elements?.compactMap(\.text), !ids.isEmpty,
      ids.count <= limits.idsPerLookUp
    else { return .nack("ids不能为空，且最多\(limits.idsPerLookUp)个") }
    let kind = call.query["idType"] ?? "empId"
    guard ["empId", "userId"].contains(kind) else { return .nack("idType错误") }
    let found = ids.compactMap { id in
      kind == "empId" ? maycur[Verbatim(id)] : maycur.record(of: Verbatim(id))
    }
    let pairs = found.filter { company.employee($0.userid)?.hasLeft == false }.map {
      record -> JSON in
      ["employeeId": .string(record.employeeID.text), "userId": .string(record.userid.text)]
    }
    return .ack(.array(pairs.reversed()))
  }
}
