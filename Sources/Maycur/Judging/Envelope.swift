import VerbatimJSON

/// What every response of Maycur has around its data.
struct Envelope: Hashable {
  /// Whether Maycur reports success.
  let isAcknowledged: Bool
  /// Whether `success` says the opposite of `code`.
  let isContradictory: Bool
  /// Maycur's text; empty if there is none.
  let message: String
  /// The data; `null` if there is none.
  let data: JSON

  /// Parses a response; its `code` decides.
  ///
  /// - Parameter body: The response's body.
  /// - Throws: What is wrong with it, without quoting it.
  init(_ body: [UInt8]) throws(MalformedMaycurResponse) {
    let json: JSON
    do throws(JSONSyntaxError) {
      json = try JSON(parsingLeniently: body)
    } catch {
      throw MalformedMaycurResponse(body.isEmpty ? "is empty" : "is not JSON: \(error)")
    }
    switch json["code"]?.text {
    case "ACK": isAcknowledged = true
    case "NACK": isAcknowledged = false
    default: throw MalformedMaycurResponse("is neither ACK nor NACK", path: "code")
    }
    isContradictory = json["success"]?.boolean.map { $0 != (json["code"]?.text == "ACK") } ?? false
    message = json["message"]?.text ?? ""
    data = json["data"] ?? .null
  }

  /// The list of the rows that failed; nil if the response has no such list.
  var errorData: [JSON]? { data["errorData"]?.elements }

  /// Whether its text says that the token was refused.
  ///
  /// Maycur's wording is not documented. A refusal that lists rows is about the rows.
  var refusesToken: Bool {
    guard !isAcknowledged, !isContradictory, errorData == nil else { return false }
    if message.lowercased().contains("token") { return true }
    // 登录名, 登录账号: a row's log-in name, not the session.
    let accounts = ["登录名", "登录账", "登录帐"]
    return message.contains("登录") && !accounts.contains { message.contains($0) }
  }
}

/// Why a response cannot be read, and where in it.
struct MalformedMaycurResponse: Error, Hashable {
  let path: String
  let problem: String

  init(_ problem: String, path: String = "") {
    self.path = path
    self.problem = problem
  }
}
