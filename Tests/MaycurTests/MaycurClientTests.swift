import Logging
@testable import Maycur
import RemoteAPI
import RollbookTestSupport
import Roster
import Testing
import VerbatimJSON

struct MaycurClientTests {
  private static let login = MaycurAPI.login.rawValue
  private static let batch = MaycurAPI.saveBatch.rawValue
  private static let rows = [EmployeeRow(employeeID: "E1", email: .value("a@b.example"))]

  private let timekeeper = ManualTimekeeper()

  private func client(_ transport: ScriptedTransport) -> MaycurClient {
    MaycurClient(
      configuration: MaycurConfiguration(
        baseURL: "https://dt.example/",
        appCode: "app",
        appSecret: Secret("s3cret")
      ),
      transport: transport,
      timekeeper: timekeeper,
      random: { 0.5 },
      log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    )
  }

  /// A Maycur whose log-ins succeed.
  private func transport(
    _ answer: @escaping @Sendable (ScriptedTransport.Call, Int) -> ScriptedTransport.Outcome
  ) -> ScriptedTransport {
    ScriptedTransport(timekeeper) { call, number in
      call.path == Self.login ? .token(number) : answer(call, number)
    }
  }

  @Test func `a log-in is signed, and its token and company are sent with calls`() async throws {
    let transport = transport { _, _ in .ack }
    let answer = try await client(transport).saveBatch(Self.rows)
    #expect(answer.verdicts == [.accepted])
    #expect(answer.company == "EC1")
    #expect(answer.message == "保存成功!")
    #expect(transport.made.map(\.path) == [Self.login, Self.batch])
    // printf 's3cret:app:1767225600000' | sha256sum
    #expect(
      transport.made[0].body == [
        "appCode": "app", "timestamp": 1_767_225_600_000,
        "secret": "1480453df4ddc109a87cc0b292c4a7a138eb6223484ca2b947c0d9311f24c8cd",
      ]
    )
    #expect(transport.made[0].headers == ["Content-Type": "application/json"])
    #expect(
      transport.made[1].headers
        == ["Content-Type": "application/json", "tokenId": "t1", "entCode": "EC1"]
    )
    #expect(transport.made[1].body == [["employeeId": "E1", "email": "a@b.example"]])
  }

  @Test func `a token is used for 27 of its 30 minutes`() async throws {
    let transport = transport { _, _ in .ack }
    let client = client(transport)
    for minutes in [0, 26, 2, 25] {
      timekeeper.advance(by: .seconds(60 * minutes))
      _ = try await client.saveBatch(Self.rows)
    }
    #expect(transport.made(Self.login).count == 2)
    #expect(transport.made(Self.batch).map { $0.headers["tokenId"] } == ["t1", "t1", "t2", "t2"])
  }

  @Test func `many callers share one log-in`() async throws {
    let transport = transport { _, _ in .ack }
    let client = client(transport)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<20 { group.addTask { _ = try await client.saveBatch(Self.rows) } }
      try await group.waitForAll()
    }
    #expect(transport.made(Self.login).count == 1)
    #expect(client.callsMade == 21)
  }

  @Test(arguments: [
    ScriptedTransport.Outcome.text("", status: 401), .nack("token失效"), .nack("请重新登录"),
  ])
  func `a refused token is renewed once, and the batch sent again`(
    refusal: ScriptedTransport.Outcome
  ) async throws {
    let transport = transport { call, _ in call.headers["tokenId"] == "t1" ? refusal : .ack }
    let answer = try await client(transport).saveBatch(Self.rows)
    #expect(answer.verdicts == [.accepted])
    #expect(transport.made.map(\.path) == [Self.login, Self.batch, Self.login, Self.batch])
  }

  @Test func `two log-ins are seconds apart, and a second refusal is an error`() async throws {
    let transport = transport { _, _ in .text("", status: 401) }
    let error = await #expect(throws: MaycurError.self) {
      try await client(transport).saveBatch(Self.rows)
    }
    #expect(error?.name == "maycurTokenRefused")
    #expect(error?.mayHaveBeenApplied == false)
    let logins = transport.made(Self.login).map(\.at)
    #expect(logins.count == 2)
    #expect(logins[1] - logins[0] >= .seconds(5))
    #expect(transport.made(Self.batch).count == 2)
  }

  @Test func `log-ins that fail are not made in quick succession`() async throws {
    let transport = ScriptedTransport(timekeeper) { _, _ in .text("down", status: 503) }
    let client = client(transport)
    for _ in 0..<3 {
      let error = await #expect(throws: MaycurError.self) { try await client.checkCredentials() }
      #expect(error?.mayHaveBeenApplied == false)
    }
    let logins = transport.made.map(\.at)
    #expect(logins.count == 12)
    for (earlier, later) in zip(logins, logins.dropFirst()) {
      #expect(later - earlier >= .seconds(5))
    }
  }

  @Test func `wrong credentials are reported without the secret`() async throws {
    let transport = ScriptedTransport(timekeeper) { _, _ in .nack("secret s3cret 错误") }
    let error = await #expect(throws: MaycurError.self) {
      try await client(transport).checkCredentials()
    }
    #expect(error?.name == "maycurCredentialsRefused")
    #expect(error?.message.contains("s3cret") == false)
    #expect(error?.message.contains("***") == true)
    #expect(transport.made.count == 1)
  }

  @Test func `another company is refused`() async throws {
    let transport = ScriptedTransport(timekeeper) { call, number in
      call.path == Self.login ? .token(number, company: "EC\(number)") : .ack
    }
    let client = client(transport)
    #expect(try await client.checkCredentials() == "EC1")
    timekeeper.advance(by: .seconds(3600))
    let error = await #expect(throws: MaycurError.self) { try await client.saveBatch(Self.rows) }
    #expect(error == .companyChanged(from: "EC1", to: "EC2"))
    #expect(transport.made(Self.batch).isEmpty)
  }

  @Test(arguments: [
    (ScriptedTransport.Outcome.failure(.timedOut(url: "u", after: .seconds(1))), 1, true),
    (.failure(.connectionLost(url: "u", cause: "reset")), 1, true),
    (.text("oops", status: 500), 1, true),
    (.text("<html>", status: 200), 1, true),
    (.failure(.connectionFailed(url: "u", cause: "refused")), 4, false),
    (.text("slow down", status: 429), 8, false),
    (.text("not here", status: 404), 1, false),
  ])
  func `a batch is sent again only if nothing of it was applied`(
    outcome: ScriptedTransport.Outcome,
    calls: Int,
    mayBeApplied: Bool
  ) async throws {
    let transport = transport { _, _ in outcome }
    let error = await #expect(throws: MaycurError.self) {
      try await client(transport).saveBatch(Self.rows)
    }
    #expect(error?.mayHaveBeenApplied == mayBeApplied)
    #expect(transport.made(Self.batch).count == calls)
  }

  @Test func `what cannot be sent together is refused before anything is sent`() async throws {
    let transport = transport { _, _ in .ack }
    let client = client(transport)
    let many = (0...200).map { EmployeeRow(employeeID: Verbatim("E\($0)"), email: .value("x")) }
    let batches = [[], many, Self.rows + Self.rows, [Samples.cleared]]
    for rows in batches {
      let error = await #expect(throws: MaycurError.self) { try await client.saveBatch(rows) }
      #expect(error?.name == "maycurInvalidBatch")
      #expect(error?.message.hasSuffix("Nothing was sent.") == true)
    }
    #expect(transport.made.isEmpty)
  }

  @Test func `no more than ten calls leave in a second`() async throws {
    let transport = transport { _, _ in .ack }
    let client = client(transport)
    for _ in 0..<35 { _ = try await client.saveBatch(Self.rows) }
    let times = transport.made(Self.batch).map(\.at)
    #expect(times.count == 35)
    for index in 10..<35 { #expect(times[index] - times[index - 10] >= .seconds(1)) }
  }

  @Test func `people are found by either id, and absent ones are named`() async throws {
    let transport = transport { _, _ in
      .json([
        "code": "ACK", "message": .null, "nonBizError": false,
        "data": [["employeeId": "E2", "userId": "u2"], ["employeeId": "e1", "userId": "u1"]],
      ])
    }
    let client = client(transport)
    let answer = try await client.findUsers(["E1", "E2", "E3"], by: .employeeID)
    #expect(
      answer.pairs == [
        IDPair(employeeID: "E2", userID: "u2"), IDPair(employeeID: "e1", userID: "u1"),
      ]
    )
    #expect(answer.absent == ["E3"])
    _ = try await client.findUsers(["u1", "u2"], by: .dingtalkUserID)
    let calls = transport.made.filter { $0.path.contains("search") }
    #expect(
      calls.map(\.path) == [
        "/api/openapi/employee/search/user/ids?idType=empId",
        "/api/openapi/employee/search/user/ids?idType=userId",
      ]
    )
    #expect(calls[0].body == ["ids": ["E1", "E2", "E3"]])
  }

  @Test func `a look-up that names a stranger is malformed`() async throws {
    let transport = transport { _, _ in
      .json(["code": "ACK", "data": [["employeeId": "E9", "userId": "u9"]]])
    }
    let error = await #expect(throws: MaycurError.self) {
      try await client(transport).findUsers(["E1"], by: .employeeID)
    }
    #expect(error?.name == "maycurMalformedResponse")
    #expect(error?.message.contains("data[0]") == true)
  }

  @Test(arguments: [[], ["1", "2", "3", "4", "5", "6"], ["1", ""], ["a", "A"]] as [[Verbatim]])
  func `a look-up has one id to five, each once`(ids: [Verbatim]) async throws {
    let transport = transport { _, _ in .ack }
    let error = await #expect(throws: MaycurError.self) {
      try await client(transport).findUsers(ids, by: .employeeID)
    }
    #expect(error?.name == "maycurInvalidQuestion")
    #expect(transport.made.isEmpty)
  }

  @Test func `a look-up survives what passes`() async throws {
    let transport = transport { _, number in
      switch number {
      case 1: .failure(.timedOut(url: "u", after: .seconds(1)))
      case 2: .text("oops", status: 502)
      default: .json(["code": "ACK", "data": .null])
      }
    }
    let answer = try await client(transport).findUsers(["E1"], by: .employeeID)
    #expect(answer.absent == ["E1"])
  }
}
