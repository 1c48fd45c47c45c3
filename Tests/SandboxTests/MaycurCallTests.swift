import Crypto
import Roster
import Sandbox
import Testing
import VerbatimJSON

@Suite struct `The sandbox as Maycur` {
  /// Calls a simulation as a client of Maycur would, without a socket; each call takes a second.
  private struct Client {
    var simulation: Simulation
    var now = Instant(milliseconds: 1_767_225_600_000)
    var token = ""

    init(_ quirks: Quirks = .lenient, people: Int = 3) {
      simulation = Simulation(company: Company(seed: 1, people: people), quirks: quirks)
      token = logIn()["data"]?["tokenId"]?.text ?? ""
    }

    mutating func logIn(secret: String? = nil, asText: Bool = false) -> JSON {
      let known = simulation.credentials
      let signed = "\(secret ?? known.maycurAppSecret):\(known.maycurAppCode):\(now.milliseconds)"
      var hash = SHA256()
      Array(signed.utf8).withUnsafeBytes { hash.update(bufferPointer: $0) }
      let digits = hash.finalize().map { byte in
        (byte < 16 ? "0" : "") + String(byte, radix: 16)
      }
      return post(
        .maycurLogin,
        [
          "appCode": .string(known.maycurAppCode),
          "timestamp": asText ? .string("\(now.milliseconds)") : .integer(now.milliseconds),
          "secret": .string(digits.joined()),
        ]
      ).json
    }

    mutating func post(
      _ endpoint: Endpoint,
      _ body: JSON,
      query: [String: String] = [:]
    ) -> (json: JSON, answer: SimulatedResponse) {
      now = now + .seconds(1)
      let call = Call(
        "POST",
        endpoint.path,
        query: query,
        headers: ["tokenid": token, "entcode": simulation.company.entCode.text],
        body: body.bytes
      )
      guard case .reply(let response) = simulation.receive(call, now: now) else {
        return (.null, SimulatedResponse(status: 0, body: []))
      }
      return ((try? JSON(parsing: response.body)) ?? .null, response)
    }

    /// Saves a row of the first employee; gives the code of the row's failure, or `ACK`.
    mutating func save(_ members: [JSON.Member]) -> String? {
      let id = JSON.Member(key: "employeeId", value: .string(user.text))
      let json = post(.maycurBatch, .array([.object([id] + members)])).json
      return json["data"]?["errorData"]?.elements?.first?["errorCode"]?.text ?? json["code"]?.text
    }

    var user: Verbatim { simulation.maycur.records[0].employeeID }
    var record: MaycurRecord { simulation.maycur.records[0] }
  }

  private static func member(_ key: String, _ value: JSON) -> JSON.Member {
    JSON.Member(key: key, value: value)
  }

  @Test func `holds everybody under the job number, with what DingTalk holds`() {
    let client = Client()
    #expect(
      client.simulation.maycur.records.map(\.employeeID) == ["YS00001", "YS00002", "YS00003"]
    )
    #expect(client.record.userid == client.simulation.company.userids[0])
    #expect(client.record["phoneNo"]?.text?.count == 11)
    let emails = client.simulation.maycur.records.compactMap { $0["email"]?.text }
    #expect(!emails.isEmpty && emails.allSatisfy { $0.contains("@") })
  }

  @Test func `lets in who can sign, and no one else`() {
    var client = Client()
    #expect(client.logIn()["code"] == "ACK")
    #expect(client.logIn(asText: true)["code"] == "ACK")
    #expect(client.logIn(secret: "wrong")["code"] == "NACK")
    client.token = "wrong"
    #expect(client.post(.maycurBatch, []).answer.status == 401)
    var strict = Client(.strict)
    strict.now = strict.now + .seconds(300)
    #expect(strict.post(.maycurBatch, []).answer.status == 200)
    #expect(strict.post(.maycurBatch, []).json["message"]?.text?.contains("token") == true)
  }

  @Test func `takes in who joins later, and forgets who left`() throws {
    var client = Client()
    let joined = try client.simulation.company.join()
    try client.simulation.company.leave(client.record.userid)
    let found = client.post(
      .maycurIDs,
      ["ids": ["YS00001", "YS00004"]],
      query: ["idType": "empId"]
    ).json["data"]
    #expect(found == [["employeeId": "YS00004", "userId": .string(joined.text)]])
    #expect(client.save([Self.member("email", "x@example.com")]) == "110001")
  }

  @Test(
    arguments: [
      ("email", JSON.number("1")), ("hireDate", "2023-02-30"), ("gender", "男"),
      ("employeeNickName", JSON.string(String(repeating: "x", count: 51))), ("roleNames", "x"),
      ("residences", [[:]]), ("idInfo", [["idType": "X", "idNumber": "1"]]), ("customObject", []),
      ("enName", [:]), ("enName", ["lastName": "L"]),
    ] as [(String, JSON)]
  )
  func `refuses what its description does not allow`(key: String, value: JSON) {
    var client = Client()
    let before = client.record
    #expect(client.save([Self.member(key, value)]) == "110901")
    #expect(client.record == before)
    #expect(client.simulation.journal.last?.isApplied == false)
  }

  @Test func `demands an email or phone number of the record, or of the request`() {
    let nickname = Self.member("employeeNickName", "x")
    var kind = Client()
    #expect(kind.save([nickname]) == "ACK")
    #expect(kind.save([Self.member("email", "")]) == "ACK")
    #expect(kind.save([Self.member("phoneNo", .null)]) == "110902")
    var strict = Client(.strict)
    #expect(strict.save([nickname]) == "110902")
    #expect(strict.save([nickname, Self.member("email", "x@example.com")]) == "ACK")
  }

  @Test func `replaces or merges own fields and names, and clears both ways`() {
    let fields = Self.member("customObject", ["CF9": "x"])
    let first = Self.member("enName", ["firstName": "A", "lastName": "B"])
    let second = Self.member("enName", ["firstName": "C"])
    let email = Self.member("email", "x@example.com")
    for (quirks, keys, last) in [(Quirks.lenient, 1, true), (.strict, 3, false)] {
      var client = Client(quirks)
      #expect(client.save([fields, first, email]) == "ACK")
      #expect(client.save([second, email]) == "ACK")
      #expect(client.record["customObject"]?.members?.count == keys)
      #expect((client.record["enName"]?["lastName"] == "B") == last)
      #expect(client.save([Self.member("customObject", [:]), email]) == "ACK")
      #expect(client.record["customObject"] == nil)
    }
  }

  @Test func `keeps, clears or refuses null, as the quirk is set`() throws {
    for (reading, code, isThere) in [("keeps", "ACK", true), ("clears", "ACK", false)] {
      var client = Client()
      try client.simulation.quirks.set("maycurNull=\(reading)")
      #expect(client.save([Self.member("roleNames", .null)]) == code)
      #expect((client.record["roleNames"] != nil) == isThere)
    }
    var client = Client()
    try client.simulation.quirks.set("maycurNull=rejected")
    #expect(client.save([Self.member("hireDate", .null)]) == "110901")
  }

  @Test func `takes at most 200 rows and 5 ids, and ten calls a second`() {
    var client = Client()
    let rows = JSON.array((0..<201).map { ["employeeId": .string("E\($0)")] })
    #expect(client.post(.maycurBatch, rows).json["data"] == .null)
    let ids: JSON = ["ids": ["1", "2", "3", "4", "5", "6"]]
    #expect(client.post(.maycurIDs, ids).json["code"] == "NACK")
    let statuses = (0..<12).map { _ in
      client.now = client.now + .milliseconds(-1000)
      return client.post(.maycurIDs, ["ids": ["1"]]).answer.status
    }
    #expect(statuses.filter { $0 == 429 }.count >= 2)
  }

  @Test func `refuses the same share of users each time, in both systems`() throws {
    let faults = try Faults("reject=0.2", seed: 5)
    #expect(faults.text == "reject=0.2")
    let users = (0..<1000).map { Verbatim("YS\($0)") }
    let refused = users.filter { faults.rejects($0, at: .maycurBatch) }
    #expect(150...250 ~= refused.count)
    #expect(refused == users.filter { faults.rejects($0, at: .update) })
    let one = try Faults("maycurBatch.reject=1")
    #expect(one.rejects("x", at: .maycurBatch) && !one.rejects("x", at: .update))
    var client = Client()
    client.simulation.faults = one
    #expect(client.save([Self.member("email", "x@example.com")]) == "110001")
  }
}
