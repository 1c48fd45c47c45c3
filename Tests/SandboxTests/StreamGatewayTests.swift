import Roster
import Testing
import VerbatimJSON

@testable import Sandbox

@Suite struct `The Stream's gateway` {
  /// A gateway with an open connection, and a clock.
  private struct Scene {
    var simulation: Simulation
    var now = Instant(milliseconds: 1_767_225_600_000)
    var connection = 0

    init(_ setting: String..., people: Int = 8) throws {
      var quirks = Quirks.lenient
      for setting in setting { try quirks.set(setting) }
      simulation = Simulation(
        company: Company(seed: 1, people: people),
        quirks: quirks,
        limits: .unhurried
      )
      try connect()
    }

    mutating func open(_ secret: String? = nil) -> SimulatedResponse {
      let body: JSON = [
        "clientId": .string(simulation.credentials.appKey),
        "clientSecret": .string(secret ?? simulation.credentials.appSecret),
        "subscriptions": [["type": "EVENT", "topic": "*"]],
      ]
      return simulation.answer(Call("POST", Endpoint.gateway.path, body: body.bytes), now: now)
    }

    mutating func ticket() throws -> String {
      let response = open()
      return try #require(try JSON(parsing: response.body)["ticket"]?.text)
    }

    /// The number of a new connection; nil if the ticket is refused.
    mutating func connection(by ticket: String) -> Int? {
      simulation.stream.connect(ticket, now: now, limits: simulation.limits)
    }

    mutating func connect() throws {
      let number = connection(by: try ticket())
      connection = try #require(number)
    }

    /// The frames that are sent now.
    mutating func frames() throws -> [JSON] {
      try simulation.takeSendings(now: now).sendings.compactMap { sending in
        guard case .text(let text) = sending.content else { return nil }
        return try JSON(parsing: text)
      }
    }

    mutating func reply(to frame: JSON, _ status: String, code: Int = 200) {
      let data: JSON = ["status": .string(status)]
      let reply: JSON = [
        "code": .integer(code), "headers": ["messageId": frame["headers"]?["messageId"] ?? .null],
        "message": "", "data": .string(data.compact),
      ]
      let resend = simulation.quirks.streamResend
      simulation.stream.received(reply.compact, from: connection, now: now, resend: resend)
    }

    /// The types of events, or the topics of other frames.
    static func kinds(_ frames: [JSON]) -> [String] {
      frames.compactMap { ($0["headers"]?["eventType"] ?? $0["headers"]?["topic"])?.text }
    }
  }

  @Test func `gives a ticket for one use and a short time, to the app alone`() throws {
    var scene = try Scene()
    let refused = scene.open("wrong")
    #expect(refused.status == 400)
    let ticket = try scene.ticket()
    let numbers = [ticket, ticket, ""].map { scene.connection(by: $0) }
    #expect(numbers == [2, nil, nil])
    let old = try scene.ticket()
    scene.now = scene.now + .seconds(90)
    let late = scene.connection(by: old)
    #expect(late == nil)
  }

  @Test func `reports an edit of the roster without values, and of the address book with them`()
    throws
  {
    var scene = try Scene()
    let user = scene.simulation.company.user(3)
    try scene.simulation.company.edit(user, "sys02-address", value: "杭州市")
    let frame = try #require(try scene.frames().first)
    #expect(frame["type"] == "EVENT")
    #expect(frame["headers"]?["eventType"] == "hrm_user_record_change")
    #expect(frame["headers"]?["eventCorpId"]?.text == scene.simulation.company.corpID.text)
    let data = try JSON(parsing: try #require(frame["data"]?.text))
    #expect(data == ["actionType": "userInfoChange", "staffId": .string(user.text)])

    try scene.simulation.company.edit(user, "sys00-mobile", value: "13900000000")
    let frames = try scene.frames()
    #expect(Scene.kinds(frames) == ["hrm_user_record_change", "user_modify_org"])
    let modified = try JSON(parsing: try #require(frames[1]["data"]?.text))
    #expect(modified["userId"] == [.string(user.text)])
    #expect(modified["diffInfo"]?.elements?.first?["curr"]?["mobile"] == "13900000000")
  }

  @Test func `reports who joined, left and returned, and no ageing of values`() throws {
    var scene = try Scene()
    let user = scene.simulation.company.user(2)
    try scene.simulation.company.join("new")
    try scene.simulation.company.leave(user)
    #expect(Scene.kinds(try scene.frames()) == ["user_leave_org", "user_add_org"])
    try scene.simulation.company.rejoin(user)
    #expect(Scene.kinds(try scene.frames()) == ["user_add_org"])
    scene.simulation.company.rates = DailyRates(changed: 0, joined: 0, left: 0, returned: 0)
    scene.simulation.company.advanceDay(400)
    #expect(try scene.frames().filter { $0["type"] == "EVENT" } == [])
  }

  @Test func `sends an event again until it is acknowledged`() throws {
    var scene = try Scene("streamResend=7")
    try scene.simulation.company.join("new")
    let first = try #require(try scene.frames().first)
    #expect(try scene.frames() == [])
    scene.now = scene.now + .seconds(7)
    let second = try #require(try scene.frames().first)
    #expect(second["headers"]?["eventId"] == first["headers"]?["eventId"])
    #expect(second["headers"]?["messageId"] != first["headers"]?["messageId"])
    scene.now = scene.now + .seconds(3)
    scene.reply(to: second, "LATER")
    scene.now = scene.now + .seconds(6)
    #expect(try scene.frames() == [])
    scene.now = scene.now + .seconds(1)
    let third = try #require(try scene.frames().first)
    scene.reply(to: third, "SUCCESS", code: 500)
    scene.now = scene.now + .seconds(7)
    let last = try #require(try scene.frames().first)
    scene.reply(to: last, "SUCCESS")
    scene.now = scene.now + .seconds(30)
    #expect(try scene.frames() == [])
    #expect(scene.simulation.stream.events.map(\.isAcknowledged) == [true])
    #expect(scene.simulation.stream.events.map(\.sent) == [4])
  }

  @Test func `gives to the next connection what the last did not acknowledge`() throws {
    var scene = try Scene()
    try scene.simulation.company.join("new")
    let first = try #require(try scene.frames().first)
    scene.simulation.stream.ended(scene.connection, now: scene.now)
    try scene.simulation.company.join("newer")
    #expect(try scene.frames() == [])
    try scene.connect()
    let frames = try scene.frames()
    #expect(frames.count == 2)
    #expect(frames[0]["headers"]?["eventId"] == first["headers"]?["eventId"])
  }

  @Test func `loses, repeats and reorders as its quirks say`() throws {
    var scene = try Scene("streamLost=3", "streamCopies=1", "streamOrder=reversed")
    for user in ["a", "b", "c", "d"] as [Verbatim] { try scene.simulation.company.join(user) }
    let users = try scene.frames().map { frame in
      try JSON(parsing: frame["data"]?.text ?? "")["userId"]?.elements?.first?.text
    }
    #expect(users == ["d", "d", "b", "b", "a", "a"])

    var away = try Scene("streamAway=lost")
    away.simulation.stream.ended(away.connection, now: away.now)
    try away.simulation.company.join("new")
    away.simulation.watchCompany(now: away.now)
    try away.connect()
    #expect(try away.frames() == [])
  }

  @Test(arguments: [("no", 0), ("yes", 1)])
  func `echoes the app's own updates or not`(echo: String, events: Int) throws {
    var scene = try Scene("streamEcho=\(echo)")
    let user = scene.simulation.company.user(1)
    let login = Call(
      "GET",
      Endpoint.token.path,
      query: [
        "appkey": scene.simulation.credentials.appKey,
        "appsecret": scene.simulation.credentials.appSecret,
      ]
    )
    let response = scene.simulation.answer(login, now: scene.now)
    let token = try #require(try JSON(parsing: response.body)["access_token"]?.text)
    let sections = [Caller.section(0, [("sys02-address", "杭州市")])]
    let body: JSON = [
      "agentid": .integer(scene.simulation.credentials.agentID),
      "param": ["userid": .string(user.text), "groups": [Caller.group("sys02", sections)]],
    ]
    let update = Call(
      "POST",
      Endpoint.update.path,
      query: ["access_token": token],
      body: body.bytes
    )
    let updated = scene.simulation.answer(update, now: scene.now)
    #expect(updated.isApplied)
    #expect(try scene.frames().count == events)
  }

  @Test func `pings, and asks clients to connect anew`() throws {
    var scene = try Scene()
    scene.now = scene.now + .seconds(60)
    #expect(Scene.kinds(try scene.frames()) == ["ping"])
    scene.simulation.stream.disconnect(isAbrupt: false, now: scene.now)
    try scene.simulation.company.join("new")
    #expect(Scene.kinds(try scene.frames()) == ["disconnect"])
    try scene.connect()
    #expect(Scene.kinds(try scene.frames()) == ["user_add_org"])
    scene.now = scene.now + .seconds(10)
    let closed = scene.simulation.takeSendings(now: scene.now).sendings.contains { sending in
      if case .close = sending.content { sending.connection == 1 } else { false }
    }
    #expect(closed)
  }
}
