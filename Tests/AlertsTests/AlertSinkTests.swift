import Alerts
import Foundation
import LedgerStorage
import Logging
import RemoteAPI
import RollbookTestSupport
import Roster
import Testing
import VerbatimJSON

/// The sinks over real HTTP on loopback.
@Suite struct AlertSinkTests {
  private static let now = Instant(milliseconds: 1_767_225_600_000)

  private static func digest(_ id: String = "d1") -> AlertDigest {
    AlertDigest(
      id: id,
      madeAt: now,
      notices: [
        AlertNotice(kind: .diskBelow, change: .opened, text: "x", operation: 7, since: now),
        AlertNotice(kind: .feedLag, change: .closed, text: "y", operation: nil, since: now),
      ]
    )
  }

  @Sendable private static func link(_ notice: AlertNotice) -> String? {
    notice.operation.map { "https://rollbook.example/operations/\($0)" }
  }

  private func robot(_ port: Int, _ transport: HTTPTransport) -> RobotAlertSink {
    RobotAlertSink(
      url: "http://127.0.0.1:\(port)/robot/send",
      token: Secret("tok+en"),
      key: Secret("SECabc"),
      transport: transport,
      timekeeper: ManualTimekeeper(Self.now),
      link: Self.link
    )
  }

  @Test func `a robot is sent signed Markdown`() async throws {
    let receiver = try await LoopbackReceiver { _, _ in
      LoopbackReceiver.status(200, body: #"{"errcode":0,"errmsg":"ok"}"#)
    }
    try await HTTPTransport.with { transport in
      try await robot(receiver.port, transport).send(Self.digest())
    }
    try await receiver.stop()
    let request = try #require(receiver.requests.first)
    // printf '1767225600000\nSECabc' | openssl dgst -sha256 -hmac SECabc -binary | base64
    #expect(
      request.line
        == "POST /robot/send?access_token=tok%2Ben&timestamp=1767225600000&sign=Tns%2Bq9xy3ZrHUPnf0YouCf2mHINUhrfNLY8ohhAIgfw%3D HTTP/1.1"
    )
    let body = try JSON(parsing: request.body)
    #expect(body["msgtype"] == "markdown" && body["msgUuid"] == "d1")
    #expect(body["markdown"]?["title"] == "Rollbook: 2 alerts")
    #expect(
      body["markdown"]?["text"]?.text == """
        #### Rollbook: 2 alerts
        - Opened: diskBelow. x. Operation 7. [More](https://rollbook.example/operations/7)
        - Closed: feedLag. y.
        """
    )
  }

  @Test(arguments: [
    (200, #"{"errcode":310000,"errmsg":"sign not match"}"#, "alertRefused", "310000"),
    (
      200, #"{"status":1111,"errcode":130101,"errmsg":"too fast"}"#, "alertThrottled", "ten minutes"
    ),
    (200, "<html>banned</html>", "alertRefused", "none"), (200, "{}", "alertRefused", "none"),
    (500, #"{"errcode":0}"#, "alertRefused", "500"), (429, "", "alertThrottled", "ten minutes"),
    (302, #"{"errcode":0}"#, "alertRefused", "302"),
  ])
  func `a robot that did not say it is a failure, whatever the status`(
    status: Int,
    body: String,
    name: String,
    says: String
  ) async throws {
    let receiver = try await LoopbackReceiver { _, _ in
      LoopbackReceiver.status(status, body: body)
    }
    try await HTTPTransport.with { transport in
      let error = await #expect(throws: AlertFailure.self) {
        try await robot(receiver.port, transport).send(Self.digest())
      }
      #expect(error?.name == name && error?.message.contains(says) == true)
      for secret in ["tok+en", "tok%2Ben", "SECabc"] {
        #expect(error?.message.contains(secret) == false)
      }
    }
    try await receiver.stop()
  }

  @Test func `a robot that cannot be reached is named without its token`() async throws {
    try await HTTPTransport.with { transport in
      let error = await #expect(throws: AlertFailure.self) {
        try await robot(1, transport).send(Self.digest())
      }
      #expect(error?.name == "alertUnreachable")
      #expect(error?.message.contains("tok+en") == false && error?.message.contains("%2B") == false)
    }
  }

  @Test func `a webhook is sent JSON, and fails unless the status is 2xx`() async throws {
    let receiver = try await LoopbackReceiver { number, _ in
      LoopbackReceiver.status(number == 0 ? 204 : 301)
    }
    let url = "http://127.0.0.1:\(receiver.port)/hook?key=hunter2"
    try await HTTPTransport.with { transport in
      let sink = WebhookAlertSink(url: url, transport: transport, link: Self.link)
      try await sink.send(Self.digest())
      let error = await #expect(throws: AlertFailure.self) { try await sink.send(Self.digest()) }
      #expect(error?.message.contains("301") == true && error?.message.contains("hunter2") == false)
    }
    try await receiver.stop()
    #expect(
      receiver.requests.first?.text
        == """
        {"id":"d1","madeAt":"2026-01-01T00:00:00.000Z","alerts":[\
        {"kind":"diskBelow","change":"opened","since":"2026-01-01T00:00:00.000Z","text":"x",\
        "operation":7,"link":"https://rollbook.example/operations/7"},\
        {"kind":"feedLag","change":"closed","since":"2026-01-01T00:00:00.000Z","text":"y",\
        "operation":null,"link":null}]}
        """
    )
  }

  @Test func `what a stopped process did not say, the next one says with the same id`() async throws
  {
    let receiver = try await LoopbackReceiver { number, _ in
      LoopbackReceiver.status(number < 3 ? 500 : 204)
    }
    let folder = try TemporaryFolder()
    let timekeeper = ManualTimekeeper()
    try await HTTPTransport.with { transport in
      let sink = WebhookAlertSink(url: "http://127.0.0.1:\(receiver.port)/", transport: transport) {
        _ in nil
      }
      for round in 0..<2 {
        let runner = AlertRunner(
          limits: AlertLimits(),
          sinks: [sink],
          file: SideFile(path: folder.path("alerts")),
          timekeeper: timekeeper,
          makeID: { "round \(round)" },
          log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        ) { AlertDeciderTests.wrong(.diskBelow) }
        let run = Task { await runner.run() }
        while receiver.requests.count < 1 + round * 3 { await Task.yield() }
        run.cancel()
        await run.value
      }
    }
    try await receiver.stop()
    #expect(receiver.requests.count >= 4)
    #expect(Set(receiver.requests.map(\.body)).count == 1)
    #expect(receiver.requests[0].text.contains("round 0"))
  }

  @Test func `a runner says each change once, also after a restart and a failure`() async throws {
    let receiver = try await LoopbackReceiver { number, _ in
      LoopbackReceiver.status(number == 0 ? 500 : 204)
    }
    let folder = try TemporaryFolder()
    let timekeeper = ManualTimekeeper()
    let start = timekeeper.now()
    try await HTTPTransport.with { transport in
      let url = "http://127.0.0.1:\(receiver.port)/"
      for round in 0..<2 {
        let runner = AlertRunner(
          limits: AlertLimits(),
          sinks: [
            LogAlertSink(log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }),
            WebhookAlertSink(url: url, transport: transport) { _ in nil },
          ],
          file: SideFile(path: folder.path("alerts")),
          timekeeper: timekeeper,
          makeID: { "round \(round)" },
          log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        ) {
          // For ten minutes all is well, then for twenty the disk is full.
          let passed = timekeeper.now() - start
          return .seconds(600) < passed && passed < .seconds(1800)
            ? AlertDeciderTests.wrong(.diskBelow) : AlertDeciderTests.well
        }
        let end = start + .seconds(round == 0 ? 1200 : 2400)
        let run = Task { await runner.run() }
        while timekeeper.now() < end { await Task.yield() }
        run.cancel()
        await run.value
      }
    }
    try await receiver.stop()
    let changes = try receiver.requests.map { request in
      let alert = try JSON(parsing: request.body)["alerts"]?.elements?.first
      return "\(alert?["change"]?.text ?? "") \(alert?["kind"]?.text ?? "")"
    }
    #expect(changes == ["opened diskBelow", "opened diskBelow", "closed diskBelow"])
    #expect(Set(receiver.requests.prefix(2).map(\.body)).count == 1)
  }
}
